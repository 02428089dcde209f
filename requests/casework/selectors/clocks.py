"""How the deadlines of a file were counted, and how they would be after an act that is only thought of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone

from casework.calendars import Calendar, DayOff
from casework.deadlines import Effect, begun, counted, effect_of, running
from casework.models import AssistanceRequest, Deadline
from casework.models.clocks import LONGEST_PERIOD
from casework.workflow import TransitionRule, table_for
from states.models import State


@dataclass(frozen=True, slots=True)
class Counting:
    """What lies between the event and the last day of a period, for a person to count again."""

    holidays: tuple[DayOff, ...] = ()
    unknown: tuple[str, ...] = ()


class Change(StrEnum):
    """What becomes of a deadline by an act."""

    STARTS = "starts"
    ENDS = "ends"
    PAUSES = "pauses"
    RESUMES = "resumes"
    RUNS_ON = "runs_on"
    STAYS_PAUSED = "stays_paused"


@dataclass(frozen=True, slots=True)
class Forecast:
    """One deadline as it would be. `due_on` is None while a pause leaves it open."""

    deadline: Deadline
    change: Change
    due_on: date | None
    counting: Counting


def counting_of(deadline: Deadline, last: date | None = None) -> Counting:
    """The public holidays from the event to the last day of a period (by default as stored)."""
    if deadline.starts_on is None or deadline.days is None:
        return Counting()
    calendar = Calendar(tuple(deadline.states))
    days_off = calendar.holidays(deadline.starts_on, last or deadline.due_on)
    return Counting(tuple(days_off), calendar.unknown)


def acts_with_clocks(request: AssistanceRequest) -> list[TransitionRule]:
    """The acts of the file's table that move a deadline: first those possible now, then the others."""
    rules = table_for(request.kind, request.direction).rules.values()
    moving = [rule for rule in rules if rule.starts or rule.stops or rule.pauses or rule.resumes]
    return sorted(moving, key=lambda rule: request.status not in rule.sources)


def is_countable(day: date) -> bool:
    """Whether what would be on that day can be told: within ten years of now."""
    return abs((day - timezone.localdate()).days) <= LONGEST_PERIOD


def what_if(request: AssistanceRequest, rule: TransitionRule, on: date) -> list[Forecast]:
    """Each deadline as it would be if the act were done on that day. Nothing is stored."""
    starting = list(begun(request, rule, on=on))
    codes = {deadline.code for deadline in starting}
    found = [_forecast(rule, deadline, codes, on) for deadline in running(request)]
    found += [Forecast(new, Change.STARTS, new.due_on, counting_of(new)) for new in starting]
    return sorted(found, key=lambda forecast: (forecast.due_on is None, forecast.due_on or on))


def deadlines_of(request: AssistanceRequest) -> QuerySet[Deadline]:
    """All deadlines of a file with their pauses: first those that run, by their day."""
    return request.deadlines.prefetch_related("pauses", "moves__communication").order_by(
        "-ended_at", "due_on", "id"
    )


def state_names(codes: set[str]) -> dict[str, State]:
    """The States of these codes, by code."""
    return State.objects.in_bulk(codes)


def _forecast(rule: TransitionRule, deadline: Deadline, starting: set[str], on: date) -> Forecast:
    match effect_of(rule, deadline, starting):
        case Effect.ENDS:
            return Forecast(deadline, Change.ENDS, None, Counting())
        case Effect.PAUSES:
            return Forecast(deadline, Change.PAUSES, None, Counting())
        case Effect.RESUMES:
            due = counted(deadline, resumed_on=on)
            return Forecast(deadline, Change.RESUMES, due, counting_of(deadline, due))
    if deadline.paused_on:
        return Forecast(deadline, Change.STAYS_PAUSED, None, Counting())
    return Forecast(deadline, Change.RUNS_ON, deadline.due_on, counting_of(deadline))
