"""The walk of `docs/api.md`, run with curl against a real server as it stands on the page."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from casework.models import AssistanceRequest
from mla_portal.audit.models import AuditEvent
from mla_portal.settings.environment import ROOT
from tests.cast import SECRET, FullCast

SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(
    not shutil.which("curl"), reason="curl is not on this machine (Debian: apt-get install curl)"
)
@pytest.mark.django_db(transaction=True)
def test_the_walk_of_the_documentation_works_as_written(live_server: LiveServer, tmp_path: Path) -> None:
    call_command("load_reference_data", verbosity=0)
    cast = FullCast()
    script = "set -euo pipefail\n" + "\n".join(SHELL.findall((ROOT / "docs/api.md").read_text()))
    walked = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=os.environ
        | {"MLA": live_server.url, "CLIENT_ID": cast.client.client_id, "CLIENT_SECRET": SECRET},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert walked.returncode == 0, walked.stdout + walked.stderr
    case = AssistanceRequest.objects.get()
    assert (case.status, case.drafted_by) == ("review", cast.client.service_account)
    acts = AuditEvent.objects.filter(actor=cast.client.service_account).values_list("verb", flat=True)
    assert {"request.opened", "request.part_added", "request.transition", "document.downloaded"} <= set(acts)
