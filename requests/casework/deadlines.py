"""How the deadlines of a file run: a transition starts, pauses, resumes and ends them.

The periods are the treaty file's, where an office policy is marked as one and an authority may have its own;
the days that the request itself names and the day that a letter sets come from the file. `calendars.py`
counts.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.calendars import Calendar, Pause, last_day
from casework.choices import ConditionType, DeadlineBasis, Direction, MoveCause, Status
from casework.clock import zone_of
from casework.measure_details import day_of
from casework.models import (
    AssistanceRequest,
    Communication,
    Deadline,
    DeadlineMove,
    DeadlinePause,
    DeadlinePolicy,
    Measure,
)
from casework.workflow import Clocks, DeadlineCode
from states.treaties import TreatyRules, get_treaty_rules
from states.treaties.schema import DeadlineRule, MeasureField
from states.treaties.schema import Measure as MeasureKind
from states.treaties.vocabulary import CalendarOf, DayUnit, Owes

BY_HAND = "by_hand"
"""The code of a deadline that an officer set; its text says what is due."""

STATED = ("limitation_on", "custody_until")
"""Days that the request names beside the one by which it is needed: fields of the file, and their codes."""


_SET_BY_LETTER: Mapping[str, DeadlineBasis] = {
    DeadlineCode.INFORMATION_SUPPLY: DeadlineBasis.COUNTERPART,
    DeadlineCode.CONSULTATION_ANSWER: DeadlineBasis.COUNTERPART,
    DeadlineCode.ANSWER_EXPECTED: DeadlineBasis.OWN,
    DeadlineCode.CONSULTATION_REPLY_EXPECTED: DeadlineBasis.OWN,
    DeadlineCode.TAKE_UP_AGAIN: DeadlineBasis.OWN,
}
"""Deadlines whose day a letter may set, and whose letter that is."""


class Effect(StrEnum):
    """What an act does to a deadline that runs."""

    ENDS = "ends"
    PAUSES = "pauses"
    RESUMES = "resumes"


def apply(
    request: AssistanceRequest, rule: Clocks, *, on: date, by: str = "", due_on: date | None = None
) -> None:
    """Ends, pauses, resumes and starts what the rule names, and sets (unsaved) the file's next deadline.

    `on` is the day of the act, `by` its name, `due_on` the day that its letter set.
    """
    starting = list(begun(request, rule, on=on, due_on=due_on))
    codes = {deadline.code for deadline in starting}
    for deadline in running(request):
        match effect_of(rule, deadline, codes):
            case Effect.ENDS:
                end(deadline)
            case Effect.PAUSES:
                pause(deadline, on=on, by=by)
            case Effect.RESUMES:
                resume(deadline, on=on, by=by)
    for deadline in starting:
        deadline.save()
    set_next_due(request)


def running(request: AssistanceRequest) -> Iterable[Deadline]:
    """The deadlines of a file that were not met or stopped, with their pauses."""
    return request.deadlines.filter(ended_at=None).prefetch_related("pauses").order_by("due_on", "id")


def effect_of(rule: Clocks, deadline: Deadline, starting: Collection[str]) -> Effect | None:
    """What an act does to a running deadline; `starting` are the codes that it starts anew.

    The days that the request names end together, and run on where the request comes again. What was paused
    by hand is resumed by hand.
    """
    if deadline.basis == DeadlineBasis.REQUEST:
        return Effect.ENDS if DeadlineCode.NEEDED_BY in rule.stops else None
    if deadline.code in rule.stops or deadline.code in starting:
        return Effect.ENDS
    if deadline.paused_on is None:
        return Effect.PAUSES if deadline.code in rule.pauses else None
    return Effect.RESUMES if deadline.code in rule.resumes and not _paused_by_hand(deadline) else None


def set_next_due(request: AssistanceRequest) -> None:
    """Sets (unsaved) the file's next deadline: the earliest of those that run."""
    awake = Deadline.objects.filter(request=request, ended_at__isnull=True, paused_on__isnull=True)
    request.next_due_on = awake.aggregate(first=Min("due_on"))["first"]


def end(deadline: Deadline) -> None:
    """It was met, or is due no more. A pause that runs stays open as it was."""
    deadline.ended_at = timezone.now()
    deadline.save(update_fields=["ended_at"])


def pause(deadline: Deadline, *, on: date, by: str = "", reason: str = "") -> None:
    """Stands still from the day of an event. `by` names the transition, `reason` says why it was by hand."""
    DeadlinePause.objects.create(deadline=deadline, paused_on=on, paused_by=by, reason=reason)
    deadline.paused_on = on
    deadline.save(update_fields=["paused_on"])


def resume(deadline: Deadline, *, on: date, by: str = "") -> None:
    """Runs on: a period is counted anew without the days of its pauses; a fixed day stays."""
    deadline.due_on = counted(deadline, resumed_on=on)
    deadline.pauses.filter(resumed_on=None).update(
        resumed_on=max(on, deadline.paused_on or on), resumed_by=by
    )
    deadline.paused_on = None
    deadline.save(update_fields=["due_on", "paused_on"])


def counted(deadline: Deadline, *, resumed_on: date | None = None) -> date:
    """The last day of a stored period without its pauses, or the fixed day.

    A pause that runs is taken to end on `resumed_on`; without that day it is left out.
    """
    if deadline.days is None or deadline.starts_on is None:
        return deadline.due_on
    ends = ((p.paused_on, p.resumed_on or resumed_on) for p in deadline.pauses.all())
    pauses = [Pause(first, last) for first, last in ends if last]
    calendar = Calendar(tuple(deadline.states))
    return last_day(deadline.starts_on, deadline.days, DayUnit(deadline.unit), calendar, pauses)


def begun(
    request: AssistanceRequest, rule: Clocks, *, on: date, due_on: date | None = None
) -> Iterator[Deadline]:
    """The deadlines (unsaved) that an act of that day starts."""
    rules = get_treaty_rules(request.treaty_id)
    periods = [period for period in rules.deadlines if period.code in rule.starts]
    policies = _policies(request, periods)
    for period in periods:
        if due_on and period.code in _SET_BY_LETTER:
            basis, zone = _SET_BY_LETTER[period.code], zone_of(request, period.owed_by)
            yield Deadline(request=request, code=period.code, due_on=due_on, basis=basis, time_zone=zone)
        else:
            yield _period(request, period, policies.get(period.code), on)
    if DeadlineCode.NEEDED_BY in rule.starts:
        known = {(row.code, row.measure_id) for row in running(request)}
        yield from (row for row in stated(request) if (row.code, row.measure_id) not in known)


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline whose day the request named otherwise `before`; ended where it names none any more."""

    deadline: Deadline
    before: date


def restate(
    request: AssistanceRequest, cause: MoveCause, *, on: date, communication: Communication | None = None
) -> list[Moved]:
    """Moves the deadlines that the request names to the days that it names now, and ends those it names no
    more; what it newly names starts once the request has passed. Sets (unsaved) the file's next deadline."""
    named = {(row.code, row.measure_id): row for row in stated(request)}
    moved = []
    for deadline in running(request):
        if deadline.basis != DeadlineBasis.REQUEST:
            continue
        now, before = named.pop((deadline.code, deadline.measure_id), None), deadline.due_on
        if now is None:
            end(deadline)
        elif now.due_on != before:
            DeadlineMove.objects.create(
                deadline=deadline, moved_from=before, moved_to=now.due_on, moved_on=on, cause=cause,
                communication=communication,
            )  # fmt: skip
            deadline.due_on = now.due_on
            deadline.save(update_fields=["due_on"])
        else:
            continue
        moved.append(Moved(deadline, before))
    for new in named.values() if request.status != Status.DRAFT else ():
        same = request.deadlines.filter(code=new.code, measure=new.measure, due_on=new.due_on)
        if not same.exists():  # one that an officer ended stays ended
            new.save()
    set_next_due(request)
    return moved


def calendar_for(request: AssistanceRequest, whose: CalendarOf) -> Calendar:
    """The days off that count for a file: of the holder's State, or of both States that are named."""
    states = [request.holder.state_id]
    if whose == CalendarOf.BOTH and request.counterpart_state_id:
        states.append(request.counterpart_state_id)
    return Calendar(tuple(dict.fromkeys(states)))


def words_of(deadline: Deadline) -> str:
    """What is due, in the reader's language. Its file must be at hand (`select_related`)."""
    return deadline.text or label_of(deadline.code, deadline.request.treaty_id)


def is_of_condition(deadline: Deadline) -> bool:
    """Whether a condition set the day: its code is the condition's kind and id."""
    return ":" in deadline.code


def label_of(code: str, treaty_code: str) -> str:
    """What is due by a rule, a kind of condition, or by a day that the request names, in the reader's
    language."""
    if code in ConditionType.values:
        return str(ConditionType(code).label)
    if code == DeadlineCode.NEEDED_BY:
        return _("Needed by, as the request says")
    if code in STATED:
        return str(AssistanceRequest._meta.get_field(code).verbose_name).capitalize()  # type: ignore[union-attr]
    rules = get_treaty_rules(treaty_code)
    for measure in rules.measures:
        for field in measure.fields:
            if code == _code_of(measure, field):
                return _("%(measure)s: %(day)s") % {"measure": measure.label, "day": field.label}
    return next((str(rule.label) for rule in rules.deadlines if rule.code == code), code)


def _code_of(measure: MeasureKind, field: MeasureField) -> str:
    """The code of a day that a measure names, as the completeness check writes it."""
    return f"{measure.code}.{field.code}"


def _paused_by_hand(deadline: Deadline) -> bool:
    return any(pause.resumed_on is None and not pause.paused_by for pause in deadline.pauses.all())


def _policies(request: AssistanceRequest, periods: Iterable[DeadlineRule]) -> dict[str, DeadlinePolicy]:
    """The authority's own periods, by the code of the office policies that they replace."""
    replaceable = [period.code for period in periods if period.basis == "policy"]
    own = DeadlinePolicy.objects.filter(authority=request.holder_id, code__in=replaceable)
    return {policy.code: policy for policy in own} if replaceable else {}


def _period(
    request: AssistanceRequest, rule: DeadlineRule, policy: DeadlinePolicy | None, on: date
) -> Deadline:
    calendar = calendar_for(request, rule.whose)
    days, unit = (policy.days, DayUnit(policy.unit)) if policy else (rule.days, rule.unit)
    return Deadline(
        request=request,
        code=rule.code,
        due_on=last_day(on, days, unit, calendar),
        basis=DeadlineBasis(rule.basis),
        source=f"Office policy of {request.holder.code}" if policy else rule.source,
        confidence=rule.confidence,
        starts_on=on,
        days=days,
        unit=unit,
        states=list(calendar.states),
        time_zone=zone_of(request, rule.owed_by),
    )


def stated(request: AssistanceRequest) -> Iterator[Deadline]:
    """The days that the request names (unsaved): needed by, limitation, custody, and those of its
    measures."""
    rules = get_treaty_rules(request.treaty_id)
    owes = Owes.COUNTERPART if request.direction == Direction.OUTGOING else Owes.HOLDER
    common = {"request": request, "basis": DeadlineBasis.REQUEST, "time_zone": zone_of(request, owes)}
    own = [(DeadlineCode.NEEDED_BY, request.time_limit), *((name, getattr(request, name)) for name in STATED)]
    for code, day in own:
        if day:
            yield Deadline(code=code, due_on=day, **common)
    for measure in request.measures.all():
        for code, day in _days_of(measure, rules):
            yield Deadline(code=code, measure=measure, due_on=day, **common)


def _days_of(measure: Measure, rules: TreatyRules) -> Iterator[tuple[str, date]]:
    kind = rules.measure(measure.type)
    for field in kind.fields:
        if field.due and (day := day_of(field, measure.details.get(field.code))):
            yield _code_of(kind, field), day
