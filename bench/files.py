"""People of the sample authority, and requests that the real services drafted and approved."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.utils import timezone

from casework.services.communications import Particulars
from casework.services.drafting import open_request, save_part, update_section
from casework.services.transition import perform
from mla_portal.accounts.actors import Actor, Channel
from mla_portal.accounts.models import User
from mla_portal.common.confidentiality import Confidentiality
from states.choices import Role
from states.models import Authority, Membership, Treaty
from tests.factories.casework import COMPLETE_SECTIONS, STATEMENT

HOLDER, COUNTERPART = "SI-MOJ", "LV-SAMPLE"
PASSWORD = "fictional-and-for-this-run-only"  # noqa: S105 - of an installation that only this run knows


@dataclass(frozen=True, slots=True)
class Official:
    """A person with the secret of their second factor."""

    user: User
    totp_secret: str

    @property
    def actor(self) -> Actor:
        """The person at the browser, the second factor just proved."""
        return Actor(self.user, Channel.WEB, second_factor_at=timezone.now())


@transaction.atomic
def official(name: str, role: Role, authority: str = HOLDER) -> Official:
    """A new member of the authority."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    user = User.objects.create_user(email, PASSWORD, full_name=name, job_title=role.label)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    Membership.objects.create(
        user=user,
        authority=Authority.objects.get(code=authority),
        role=role,
        confidentiality=Confidentiality.RESTRICTED,
    )
    return Official(user, secret)


PARTS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "persons",
        {
            "role": "witness",
            "given_names": "Ana",
            "family_name": "Vzorec",
            "born_on": date(1970, 5, 1),
            "location": "Riga",
        },
    ),
    ("offences", {"crime": "war_crimes", "provision": "Article 102", "place": "Sample Town"}),
    (
        "measures",
        {"type": "take_evidence_statements", "description": "Hear the witness.", "details": dict(STATEMENT)},
    ),
)


@transaction.atomic
def approved_request(drafter: Official, approver: Official, title: str) -> UUID:
    """A request drafted by one person and approved by another, who overrides the missing translation."""
    desk, counterpart = drafter.actor, Authority.objects.get(code=COUNTERPART)
    request = open_request(
        desk,
        holder=Authority.objects.get(code=HOLDER),
        treaty=Treaty.objects.get(code="ljubljana-the-hague"),
        title=title,
        counterpart_state=counterpart.state,
        counterpart=counterpart,
    )
    for section, values in COMPLETE_SECTIONS.items():
        update_section(desk, request.pk, section, values, seen=None)
    for part, values in PARTS:
        save_part(desk, request.pk, part, values)
    perform(desk, request.pk, "submit")
    perform(approver.actor, request.pk, "approve", Particulars(override_reason="The translation follows."))
    return request.pk
