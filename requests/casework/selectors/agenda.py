"""All that is due for a reader, by day, from every part of the portal. A constant number of statements."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.deadlines import words_of
from casework.models import AssistanceRequest, Deadline, MeasureAssignment
from states.memberships import memberships_of
from states.models import Declaration, Participation
from states.sheets import stale_rules
from states.treaties import get_treaty_rules

MOST = 200
"""Rows of one source; a longer list is narrowed by its filters."""

FAR_AHEAD = timedelta(days=90)
"""How early expiring declarations are told of."""


class Source(StrEnum):
    """From what something is due."""

    DEADLINE = "deadline"
    ASSIGNMENT = "assignment"
    DECLARATION = "declaration"
    COUNTRY_RULE = "country_rule"


SOURCES: dict[str, str | Promise] = {
    Source.DEADLINE: gettext_lazy("Deadlines of files"),
    Source.ASSIGNMENT: gettext_lazy("Measures given to authorities"),
    Source.DECLARATION: gettext_lazy("Expiring declarations"),
    Source.COUNTRY_RULE: gettext_lazy("Country rules to confirm"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """One line of the list. `case` is the file it belongs to, `reference` what the reader knows it by."""

    day: date
    source: Source
    what: str
    reference: str
    case: UUID | None = None
    assignment: UUID | None = None
    state: str = ""


def agenda(user: Any, *, until: date, today: date, source: str = "", mine: bool = False) -> list[Due]:
    """What is due for the reader up to a day, the earliest first; what is overdue is among it."""
    readers: dict[str, Callable[[], Iterator[Due]]] = {
        Source.DEADLINE: lambda: _deadlines(user, until, mine),
        Source.ASSIGNMENT: lambda: _assignments(user, until, mine),
        Source.DECLARATION: lambda: _declarations(user, today),
        Source.COUNTRY_RULE: lambda: _rules(user, today),
    }
    found = [row for name, read in readers.items() if source in ("", name) for row in read()]
    return sorted(found, key=lambda row: (row.day, row.reference, row.what))


def _deadlines(user: Any, until: date, mine: bool) -> Iterator[Due]:
    own = [member.authority_id for member in memberships_of(user)]
    files = AssistanceRequest.objects.visible_to(user).filter(holder__in=own)
    if mine:
        files = files.of_officer(user)
    rows = Deadline.objects.filter(request__in=files, ended_at=None, paused_on=None, due_on__lte=until)
    for row in rows.select_related("request").order_by("due_on", "id")[:MOST]:
        yield Due(row.due_on, Source.DEADLINE, words_of(row), row.request.own_reference, row.request_id)


def _assignments(user: Any, until: date, mine: bool) -> Iterator[Due]:
    rows = MeasureAssignment.objects.visible_to(user).running().filter(due_on__lte=until)
    if mine:
        officers = AssistanceRequest.objects.visible_to(user).of_officer(user)
        rows = rows.filter(request__in=officers)
    own = {member.authority_id for member in memberships_of(user)}
    for row in rows.select_related("request", "measure", "authority").order_by("due_on", "id")[:MOST]:
        kind = get_treaty_rules(row.request.treaty_id).measure(row.measure.type)
        held = row.request.holder_id in own
        words = _("%(measure)s, %(authority)s") % {"measure": kind.label, "authority": row.authority}
        if row.due_on:
            yield Due(
                row.due_on,
                Source.ASSIGNMENT,
                words if held else str(kind.label),
                row.request.own_reference if held else "",
                row.request_id if held else None,
                row.pk,
            )


def _declarations(user: Any, today: date) -> Iterator[Due]:
    """Reservations and declarations that lapse within three months."""
    if not memberships_of(user):
        return
    expiring = Declaration.objects.filter(participation__in=Participation.objects.visible_to(user)).expiring(
        today + FAR_AHEAD, after=today
    )
    for row in expiring.select_related("participation__state")[:MOST]:
        if row.expires_on:
            what = f"{row.get_type_display()} {row.provision}".strip()
            state = row.participation.state
            yield Due(row.expires_on, Source.DECLARATION, what, str(state), state=state.pk)


def _rules(user: Any, today: date) -> Iterator[Due]:
    """Rules of the country sheets that the reader owns and that are to be confirmed again."""
    if not memberships_of(user):
        return
    for rule in stale_rules(today).filter(owner=user.pk)[:MOST]:
        yield Due(today, Source.COUNTRY_RULE, str(rule), str(rule.state), state=rule.state_id)
