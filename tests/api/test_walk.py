"""The walks of the documentation, run with curl against a real server as they stand on the page."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from casework.models import AssistanceRequest
from casework.services.transition import perform
from documents.letters.samples import request_letter
from documents.models import Letter
from exchange.models import Arrival
from mla_portal.accounts.actors import Actor
from mla_portal.audit.models import AuditEvent
from mla_portal.common.confidentiality import Confidentiality
from mla_portal.settings.environment import ROOT
from states.choices import Role
from states.models import Authority
from states.services.clients import register_api_client
from tests.cast import SECRET, FullCast
from tests.documents.making import rendered, sealed
from tests.factories.casework import actor, sent
from tests.factories.exchange import sealed_request

SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


NO_CURL = "curl is not on this machine (Debian: apt-get install curl)"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shutil.which("curl"), reason=NO_CURL),
]


def walk(page: str, server: LiveServer, folder: Path, client_id: str, secret: str) -> list[str]:
    """Runs every command of the page, as it stands there, and answers what it printed."""
    script = "set -euo pipefail\n" + "\n".join(SHELL.findall((ROOT / "docs" / page).read_text()))
    walked = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=os.environ | {"MLA": server.url, "CLIENT_ID": client_id, "CLIENT_SECRET": secret},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert walked.returncode == 0, walked.stdout + walked.stderr
    return walked.stdout.splitlines()


def test_the_walk_of_the_documentation_works_as_written(live_server: LiveServer, tmp_path: Path) -> None:
    call_command("load_reference_data", verbosity=0)
    cast = FullCast()
    walk("api.md", live_server, tmp_path, cast.client.client_id, SECRET)
    case = AssistanceRequest.objects.get()
    assert (case.status, case.drafted_by) == ("review", cast.client.service_account)
    acts = AuditEvent.objects.filter(actor=cast.client.service_account).values_list("verb", flat=True)
    assert {"request.opened", "request.part_added", "request.transition", "document.downloaded"} <= set(acts)


def test_a_counterpart_elsewhere_reads_and_hands_in_letters_with_what_an_administrator_gave_it(
    live_server: LiveServer, tmp_path: Path
) -> None:
    cast = FullCast()
    request = sealed_request(cast)
    perform(actor(cast.drafter), request.pk, "send", sent())
    Authority.objects.filter(pk=cast.counterpart.pk).update(is_hosted=False)
    theirs = Authority.objects.get(pk=cast.counterpart.pk)
    client, secret = register_api_client(
        Actor.portal(), authority=theirs, name="Theirs", role=Role.OFFICER, confidentiality=Confidentiality(3)
    )
    sample = request_letter("en")
    ours = Authority.objects.get(pk=cast.authority.pk)
    answer = rendered(
        requesting=sample.requested.model_copy(update={"name": theirs.name}),
        requested=sample.requesting.model_copy(update={"name": ours.name}),
    )
    (tmp_path / "answer.pdf").write_bytes(sealed(answer))
    printed = walk("exchange.md", live_server, tmp_path, client.client_id, secret)
    arrival = Arrival.objects.get()
    assert printed == ["%PDF-", arrival.reference, arrival.verdict]
    assert (arrival.holder, arrival.sender) == (ours, theirs)
    letter = Letter.objects.get(communication__request=request)
    assert letter.version is not None
    assert hashlib.sha256((tmp_path / "letter.pdf").read_bytes()).hexdigest() == letter.version.sha256
