"""Case files, made by the real services and valid by default; `at()` walks one to any status."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from casework.models import AssistanceRequest
from casework.services.communications import Particulars
from casework.services.drafting import open_request, save_part, update_section
from casework.services.incoming import open_incoming
from mla_portal.accounts.actors import Actor, Channel
from mla_portal.accounts.models import User
from states.choices import AuthorityKind, Role
from states.models import Authority
from tests.factories.states import AuthorityFactory, MembershipFactory, StateFactory, TreatyFactory

COMPLETE_SECTIONS: Mapping[str, Mapping[str, Any]] = {
    "proceedings": {
        "competent_authority": "Specialised State Prosecutor's Office (sample)",
        "conducting_authority": "District Court of Sample City",
        "conducting_functions": "Investigating judge",
        "proceedings_stage": "investigation",
        "subject_matter": "Investigation of war crimes committed in Sample Town in 1992.",
    },
    "facts": {
        "facts": "In May 1992 an armed unit detained civilians in Sample Town.",
        "purpose": "To obtain the witness's statement for the main hearing.",
    },
    "offences": {"legal_provisions": "Article 102 of the Criminal Code (sample): thirty years."},
}

STATEMENT: Mapping[str, Any] = {"persons_to_hear": "Ana Vzorec", "questions": "What did you see?"}


def actor(user: User, *, fresh_second_factor: bool = False) -> Actor:
    """The user at the browser, their second factor just proved or not at all."""
    return Actor(user, Channel.WEB, second_factor_at=timezone.now() if fresh_second_factor else None)


class Cast:
    """An authority with its people, the counterpart, and those who must see nothing."""

    def __init__(self) -> None:
        self.authority = AuthorityFactory.create(code="SI-MOJ")
        self.drafter = self._member(self.authority, Role.OFFICER)
        self.colleague = self._member(self.authority, Role.OFFICER)
        self.approver = self._member(self.authority, Role.APPROVER)
        self.auditor = self._member(self.authority, Role.AUDITOR)
        self.prosecutors = AuthorityFactory.create(code="SI-PROS", kind=AuthorityKind.COMPETENT)
        self.prosecutor = self._member(self.prosecutors, Role.OFFICER)
        self.counterpart = AuthorityFactory.create(code="LV-MOJ", state=StateFactory.create(code="LV"))
        self.other_state_officer = self._member(self.counterpart, Role.APPROVER)
        self.outsider = User.objects.create_user("outsider@example.org", full_name="Outsider")
        self.administrator = User.objects.create_superuser("admin@example.org", full_name="Administrator")

    @staticmethod
    def _member(authority: Authority, role: Role) -> User:
        return MembershipFactory.create(authority=authority, role=role, confidentiality=3).user


def draft(cast: Cast, *, by: User | None = None, **fields: Any) -> AssistanceRequest:
    """A complete draft: one witness, one war crime, one statement asked for."""
    desk = actor(by or cast.drafter)
    request = open_request(
        desk,
        holder=cast.authority,
        treaty=TreatyFactory.create(),
        title=fields.pop("title", "Sample Town"),
        counterpart_state=cast.counterpart.state,
        counterpart=cast.counterpart,
        **fields,
    )
    for section, values in COMPLETE_SECTIONS.items():
        update_section(desk, request.pk, section, values, seen=None)
    save_part(
        desk,
        request.pk,
        "persons",
        {
            "role": "witness",
            "given_names": "Ana",
            "family_name": "Vzorec",
            "born_on": date(1970, 1, 31),
            "location": "Riga, Latvia",
        },
    )
    save_part(
        desk,
        request.pk,
        "offences",
        {"crime": "war_crimes", "provision": "Article 102", "place": "Sample Town"},
    )
    save_part(
        desk,
        request.pk,
        "measures",
        {"type": "take_evidence_statements", "description": "Hear the witness.", "details": STATEMENT},
    )
    return AssistanceRequest.objects.get(pk=request.pk)


def incoming(cast: Cast, *, by: User | None = None, **changes: Any) -> AssistanceRequest:
    """A complete request of the counterpart, registered today: one witness, one crime, one statement."""
    fields = {name: value for section in COMPLETE_SECTIONS.values() for name, value in section.items()}
    stated: dict[str, Any] = {
        "holder": cast.authority,
        "treaty": TreatyFactory.create(),
        "counterpart_state": cast.counterpart.state,
        "counterpart": cast.counterpart,
        "received_on": timezone.localdate(),
        "channel": "email",
        "title": "Sample Town, request from Latvia",
        "counterpart_reference": "LV-2026-7",
        "text": "Their request.",
        "sections": fields,
        "parts": {
            "persons": [
                {"role": "witness", "given_names": "Ana", "family_name": "Vzorec", "location": "Sample City"}
            ],
            "offences": [{"crime": "war_crimes", "provision": "Section 74", "place": "Sample Town"}],
            "measures": [
                {"type": "take_evidence_statements", "description": "Hear the witness.", "details": STATEMENT}
            ],
        },
    }
    request = open_incoming(actor(by or cast.drafter), **(stated | changes))
    return AssistanceRequest.objects.get(pk=request.pk)


def received(**changes: Any) -> Particulars:
    """What a letter of theirs said, today, by e-mail."""
    return Particulars(
        **{"channel": "email", "passed_on": timezone.localdate(), "text": "Their letter.", **changes}
    )


def sent(**changes: Any) -> Particulars:
    """How a letter of ours went, today, by e-mail."""
    return Particulars(
        **{
            "channel": "email",
            "passed_on": timezone.localdate(),
            "text": "Our letter.",
            "reason": "-",
            **changes,
        }
    )


def in_status(request: AssistanceRequest, status: str) -> AssistanceRequest:
    """The same file put into a status without the walk there, for tests of the guard alone."""
    AssistanceRequest.objects.filter(pk=request.pk).update(status=status)
    request.refresh_from_db()
    return request
