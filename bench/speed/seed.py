"""The database of the bench: 100,000 requests of three authorities, made once and kept under `var/bench`."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench.files import HOLDER, Official, official
from bench.installation import Installation
from bench.register import Desk, Register
from casework.models import AssistanceRequest
from mla_portal.accounts.actors import Actor, Channel
from mla_portal.accounts.models import User
from states.choices import AuthorityKind, Role
from states.models import Authority, State
from states.services.reference import load_sample_data

REQUESTS = 100_000
OFFICERS = 10
SHARES = {HOLDER: 35, "LV-SAMPLE": 33, "FR-BENCH": 32}
"""Of a hundred requests. An officer of the first sees a third of all, for some are above their clearance."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who asks: an officer of the first authority, an approver who counts its files, and two people who make
    letters there."""

    officer: User
    head: User
    drafter: Official
    approver: Official


def seed(installation: Installation) -> Cast:
    """Migrates, loads the reference data and fills the register, unless it is filled."""
    if not installation.is_seeded:
        started = time.monotonic()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_reference_data", verbosity=0)
        load_sample_data(Actor.portal(Channel.COMMAND))
        _fill()
        installation.note_seeded()
        print(f"Seeded {AssistanceRequest.objects.count():,} requests in {time.monotonic() - started:.0f} s")
    number = User.objects.count()
    return Cast(
        officer=User.objects.filter(memberships__authority__code=HOLDER).order_by("pk")[0],
        head=User.objects.filter(
            memberships__authority__code=HOLDER, memberships__role=Role.APPROVER
        ).order_by("pk")[0],
        drafter=official(f"Bench Drafter {number}", Role.OFFICER),
        approver=official(f"Bench Approver {number}", Role.APPROVER),
    )


def _fill() -> None:
    Authority.objects.create(
        state=State.objects.get(code="FR"),
        kind=AuthorityKind.CENTRAL,
        code="FR-BENCH",
        name="Third authority (sample)",
        is_hosted=True,
    )
    competent = Authority.objects.filter(kind=AuthorityKind.COMPETENT).first()
    desks = [
        Desk(Authority.objects.get(code=code), _officers(code), share, competent if code == HOLDER else None)
        for code, share in SHARES.items()
    ]
    states = list(State.objects.values_list("code", flat=True))
    Register(desks, states, today=timezone.localdate()).fill(REQUESTS)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _officers(authority: str) -> Sequence[int]:
    roles = [Role.APPROVER if number == OFFICERS - 1 else Role.OFFICER for number in range(OFFICERS)]
    return [official(f"{authority} {n}", role, authority).user.pk for n, role in enumerate(roles)]
