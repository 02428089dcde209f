"""All that is due for a reader, by day, from every part of the portal. A constant number of statements."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.clock import today_of
from casework.deadlines import is_of_condition, words_of
from casework.models import Assignment, AssistanceRequest, Consent, Deadline, MeasureAssignment, Reminder
from casework.querysets import AssistanceRequestQuerySet
from documents.sealing.key import SealKey, SealKeyError, seal_key
from mla_portal.accounts.models import User
from states.choices import AuthorityKind
from states.memberships import authorities_where, memberships_of
from states.models import Declaration, Participation
from states.sheets import stale_rules
from states.treaties import get_treaty_rules

MOST = 200
"""Rows of one source; a longer list is narrowed by its filters."""


class Source(StrEnum):
    """From what something is due."""

    DEADLINE = "deadline"
    ASSIGNMENT = "assignment"
    CONDITION = "condition"
    CONSENT = "consent"
    DECLARATION = "declaration"
    CERTIFICATE = "certificate"
    COUNTRY_RULE = "country_rule"


SOURCES: dict[str, str | Promise] = {
    Source.DEADLINE: gettext_lazy("Deadlines of files"),
    Source.ASSIGNMENT: gettext_lazy("Measures given to authorities"),
    Source.CONDITION: gettext_lazy("Return and destruction of items"),
    Source.CONSENT: gettext_lazy("Consents that run out"),
    Source.DECLARATION: gettext_lazy("Reservations and declarations that lapse"),
    Source.CERTIFICATE: gettext_lazy("Certificate of the seal"),
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: from `first` (without it, all that is overdue too) to `last`, both days of the reader's
    office; of one source, and of the files that one officer works on."""

    last: date
    first: date | None = None
    source: str = ""
    officer: User | None = None

    @property
    def span(self) -> tuple[date, date]:
        return self.first or date.min, self.last


def agenda(user: Any, wanted: Wanted) -> list[Due]:
    """What is due for the reader, the earliest first."""
    readers: dict[str, Callable[[], Iterator[Due]]] = {
        Source.DEADLINE: lambda: _deadlines(user, wanted),
        Source.ASSIGNMENT: lambda: _assignments(user, wanted),
        Source.CONSENT: lambda: _consents(user, wanted),
        Source.DECLARATION: lambda: _declarations(user, wanted),
        Source.CERTIFICATE: lambda: _certificates(user, wanted),
        Source.COUNTRY_RULE: lambda: _rules(user, wanted),
    }
    asked = Source.DEADLINE if wanted.source == Source.CONDITION else wanted.source
    found = [row for name, read in readers.items() if asked in ("", name) for row in read()]
    narrowed = [row for row in found if wanted.source in ("", row.source)]
    return sorted(narrowed, key=lambda row: (row.day, row.reference, row.what))


def officers_beside(user: Any) -> list[User]:
    """The officers who work on files of the reader's authorities."""
    own = [member.authority_id for member in memberships_of(user)]
    working = Assignment.objects.filter(request__holder__in=own, ended_at=None, officer__isnull=False)
    here = User.objects.filter(memberships__authority__in=own, pk__in=working.values("officer"))
    return list(here.distinct().order_by("full_name", "pk"))


def office_seal() -> SealKey | None:
    """The key that seals, as far as it can be read."""
    try:
        return seal_key()
    except SealKeyError:
        return None


def reminded_of(reminder: Reminder) -> str:
    """What a reminder is about, in the reader's language."""
    if reminder.deadline is not None:
        return words_of(reminder.deadline)
    return _consent_words(reminder.consent) if reminder.consent else seal_words()


def seal_words() -> str:
    return _("The certificate of the portal’s seal runs out; then no letter can be sealed")


def _consent_words(consent: Consent) -> str:
    return _("Consent runs out: %(use)s") % {"use": consent.get_purpose_display()}


def _files(user: Any, wanted: Wanted) -> AssistanceRequestQuerySet:
    own = [member.authority_id for member in memberships_of(user)]
    files = AssistanceRequest.objects.visible_to(user).filter(holder__in=own)
    return files.of_officer(wanted.officer) if wanted.officer else files


def _deadlines(user: Any, wanted: Wanted) -> Iterator[Due]:
    """Deadlines, among them the days of return and destruction that conditions set on us or on them."""
    rows = Deadline.objects.filter(
        request__in=_files(user, wanted), ended_at=None, paused_on=None, due_on__range=wanted.span
    )
    if wanted.source == Source.DEADLINE:
        rows = rows.exclude(code__contains=":")
    elif wanted.source == Source.CONDITION:
        rows = rows.filter(code__contains=":")
    for row in rows.select_related("request").order_by("due_on", "id")[:MOST]:
        source = Source.CONDITION if is_of_condition(row) else Source.DEADLINE
        yield Due(row.due_on, source, words_of(row), row.request.own_reference, row.request_id)


def _assignments(user: Any, wanted: Wanted) -> Iterator[Due]:
    rows = MeasureAssignment.objects.visible_to(user).running().filter(due_on__range=wanted.span)
    if wanted.officer:
        rows = rows.filter(request__in=_files(user, wanted))
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


def _consents(user: Any, wanted: Wanted) -> Iterator[Due]:
    """Consents with an end, of conditions that still bind. One that ran out is no duty: it is told of only
    where the days asked for begin before today."""
    first = wanted.first or today_of(user)
    rows = Consent.objects.filter(
        request__in=_files(user, wanted),
        is_given=True,
        until__range=(first, wanted.last),
        condition__ended_on=None,
    )
    for row in rows.select_related("request", "condition").order_by("until", "id")[:MOST]:
        if row.until:
            yield Due(
                row.until, Source.CONSENT, _consent_words(row), row.request.own_reference, row.request_id
            )


def _declarations(user: Any, wanted: Wanted) -> Iterator[Due]:
    """Reservations and declarations that lapse. They are of no officer."""
    if not memberships_of(user) or wanted.officer:
        return
    first = wanted.first or today_of(user)
    rows = Declaration.objects.filter(
        participation__in=Participation.objects.visible_to(user), expires_on__range=(first, wanted.last)
    )
    for row in rows.select_related("participation__state").order_by("expires_on", "id")[:MOST]:
        if row.expires_on:
            what = f"{row.get_type_display()} {row.provision}".strip()
            state = row.participation.state
            yield Due(row.expires_on, Source.DECLARATION, what, str(state), state=state.pk)


def _certificates(user: Any, wanted: Wanted) -> Iterator[Due]:
    """The certificate of the seal, for who works in a central authority: without it no letter is sealed."""
    key = office_seal()
    if key is None or wanted.officer or not authorities_where(user, kind=AuthorityKind.CENTRAL):
        return
    ends = key.expires_at.date()
    if wanted.span[0] <= ends <= wanted.last:
        yield Due(ends, Source.CERTIFICATE, seal_words(), key.signer)


def _rules(user: Any, wanted: Wanted) -> Iterator[Due]:
    """Rules of the country sheets that the reader owns and that are to be confirmed again, today."""
    today = today_of(user)
    theirs = wanted.officer is not None and wanted.officer != user
    if not memberships_of(user) or theirs or not wanted.span[0] <= today <= wanted.last:
        return
    for rule in stale_rules(today).filter(owner=user.pk)[:MOST]:
        yield Due(today, Source.COUNTRY_RULE, str(rule), str(rule.state), state=rule.state_id)
