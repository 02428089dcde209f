"""`manage.py demo`: fills an empty portal with the demonstration and writes `var/demo.json`."""

import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework.demonstration.people import create_accounts
from casework.demonstration.story import request_letter, tell
from casework.demonstration.texts import MAIN, OTHERS
from casework.models import AssistanceRequest
from casework.services.routing import load_sample_routing
from documents.choices import Purpose
from documents.letters.codes import grouped
from documents.services.releases import release
from exchange.demonstration import tell_both_desks
from mla_portal.accounts.actors import Actor, Channel
from mla_portal.common.confidentiality import Confidentiality
from states.choices import Role
from states.models import Authority
from states.services.clients import register_api_client
from states.services.reference import load_reference_data, load_sample_data


class Command(BaseCommand):
    help = "One complete request through the real services, and a few more. Needs a running worker."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("The demonstration is not for production.")
        if AssistanceRequest.objects.exists():
            raise CommandError("The demonstration needs an empty portal: make demo-reset empties it.")
        actor = Actor.portal(Channel.COMMAND)
        load_reference_data(actor)
        load_sample_data(actor)
        load_sample_routing(actor)
        accounts = create_accounts(actor)
        ours = _client(actor, "SI-MOJ", "Prosecution system (sample)")
        theirs = _client(actor, "NL-SAMPLE", "Counterpart's own system (sample)")
        request = tell(MAIN)
        for file in OTHERS:
            tell(file)
        tell_both_desks(request, MAIN, OTHERS[-1])
        letter = request_letter(request)
        if letter.version is None:
            raise CommandError("The letter has no sealed version.")
        path = settings.VAR / "demo-letter.pdf"
        with release(actor, letter.version, Purpose.EXPORT).open("rb") as sealed:
            path.write_bytes(sealed.read())
        facts = {
            "url": settings.PUBLIC_URL,
            "api_url": f"{settings.PUBLIC_URL}/api/v1",
            "accounts": [asdict(account) for account in accounts],
            "api_client": ours,
            "counterpart_client": theirs,
            "letter": str(path),
            "verify_url": f"{settings.PUBLIC_URL}/verify/{grouped(letter.verification_code)}",
        }
        (settings.VAR / "demo.json").write_text(json.dumps(facts, indent=2, ensure_ascii=False))
        self.stdout.write("The demonstration is ready.")


def _client(actor: Actor, authority: str, name: str) -> dict[str, str]:
    """A system of the authority, with what it needs to ask for a token."""
    client, secret = register_api_client(
        actor,
        authority=Authority.objects.get(code=authority),
        name=name,
        role=Role.OFFICER,
        confidentiality=Confidentiality.CONFIDENTIAL,
    )
    token_url = f"{settings.PUBLIC_URL}/api/v1/oauth/token"
    return {"client_id": client.client_id, "client_secret": secret, "token_url": token_url}
