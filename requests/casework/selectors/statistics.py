"""What became of an authority's requests, counted from the record: events, decisions, deadlines.

Everything starts from `visible_to`, so that a reader counts what they may see, and from one authority:
nothing of another's file is ever counted. Days are those of the act (the day something passed, else the day
it was recorded) in the authority's time zone. Small counts are shown as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate, TruncMonth
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.choices import CommunicationDirection, CommunicationType, DecisionType, Direction, Status
from casework.models import AssistanceRequest, Communication, Deadline, Decision, Transition
from casework.querysets import AssistanceRequestQuerySet
from casework.workflow.outgoing import UNSENT
from states.models import Authority

FIGURES: Mapping[str, str | Promise] = {
    "made": _("Made"),
    "received": _("Received"),
    "granted": _("Granted"),
    "refused": _("Refused"),
    "postponed": _("Postponed"),
    "returned": _("Returned"),
    "forwarded": _("Forwarded"),
    "executed": _("Executed"),
    "executed_in_part": _("Executed in part"),
    "withdrawn": _("Withdrawn"),
    "closed": _("Closed"),
    "pending": _("Pending on the last day"),
}
"""The columns: how many files came to it within the period. A file counts once in each."""

_REACHED = {
    "granted": Status.IN_EXECUTION,
    "refused": Status.REFUSED,
    "postponed": Status.POSTPONED,
    "returned": Status.RETURNED,
    "forwarded": Status.FORWARDED,
    "executed": Status.EXECUTED,
    "executed_in_part": Status.EXECUTED_IN_PART,
    "closed": Status.CLOSED,
}
_NOT_PENDING = (
    *UNSENT, Status.SEALING, Status.SEALED, Status.EXECUTED, Status.REFUSED, Status.RETURNED,
    Status.FORWARDED, Status.WITHDRAWN, Status.CLOSED,
)  # fmt: skip

DIMENSIONS: Mapping[str, tuple[str | Promise, str]] = {
    "state": (_("State"), "counterpart_state"),
    "kind": (_("Kind"), "kind"),
    "measure": (_("Measure"), "measures__type"),
    "crime": (_("Crime"), "offences__crime"),
    "month": (_("Month"), ""),
}
"""By what the figures may be split, and where a file says it. A file of two measures counts under both."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which files, and from which to which day (both counted)."""

    authority: Authority
    first: date
    last: date
    narrowed: Mapping[str, str] = field(default_factory=dict)
    """Values of `direction`, and of the dimensions, that every counted file has."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.authority.time_zone)


Figures = dict[str, int]

_RULE = Func(F("code"), Value(":"), Value(1), function="split_part", output_field=CharField())
"""By what a deadline runs; those of conditions count together by their kind."""


def files_of(user: Any, asked: Asked) -> AssistanceRequestQuerySet:
    """The files that are counted: the authority's own that this reader may see."""
    files = AssistanceRequest.objects.visible_to(user).filter(holder=asked.authority)
    for name, value in asked.narrowed.items():
        path = name if name == "direction" else DIMENSIONS[name][1]
        if value and path:
            inner = AssistanceRequest.objects.filter(**{path: value})
            files = files.filter(pk__in=inner.values("pk")) if "__" in path else files.filter(**{path: value})
    return files


def figures(user: Any, asked: Asked, by: str = "") -> dict[tuple[str, str], Figures]:
    """The figures of each direction, split by a dimension: (direction, value), "" where not split."""
    found: dict[tuple[str, str], Figures] = {}
    for rows in (_moved(user, asked, by), _begun(user, asked, by), _pending(user, asked, by)):
        for row in rows:
            key = (row.pop("direction"), _text(row.pop("value", "")))
            counts = found.setdefault(key, dict.fromkeys(FIGURES, 0))
            for name, count in row.items():
                counts[name] += count
    return dict(sorted(found.items()))


def events(user: Any, asked: Asked) -> dict[tuple[str, str, str], int]:
    """Every registered event of the period: (direction of the file, what, its name) and how often.

    What is `act` with the name of a transition, or `issued` or `received` with the type of what passed
    without moving the file; a request that came in opens its file.
    """
    files = files_of(user, asked)
    moves = _within(Transition.objects.filter(request__in=files), asked)
    found = {
        (row["request__direction"], "act", row["name"]): row["n"]
        for row in moves.values("request__direction", "name").annotate(n=Count("pk")).order_by()
    }
    moving = Transition.objects.filter(communication=OuterRef("pk"))
    passed = Communication.objects.filter(
        ~Exists(moving), request__in=files, passed_on__range=(asked.first, asked.last)
    )
    for row in passed.values("request__direction", "direction", "type").annotate(n=Count("pk")).order_by():
        found[row["request__direction"], row["direction"], row["type"]] = row["n"]
    return dict(sorted(found.items()))


def refusals(user: Any, asked: Asked) -> dict[tuple[str, str], int]:
    """How many files were refused on each ground, in whole or for a measure: (direction, ground)."""
    told = Q(communication__passed_on__range=(asked.first, asked.last))
    refused = Decision.objects.filter(told, request__in=files_of(user, asked), type=DecisionType.REFUSED)
    rows = refused.values("request__direction", "ground").annotate(n=Count("request", distinct=True))
    return {(row["request__direction"], row["ground"]): row["n"] for row in rows.order_by()}


def deadlines(user: Any, asked: Asked, today: date) -> dict[tuple[str, str], Figures]:
    """What became of the deadlines that began within the period, by (direction, code): how many were ended in
    time, ended late, are paused, overdue or running. An end counts by the day it was recorded."""
    began = Coalesce("starts_on", TruncDate("started_at", tzinfo=asked.zone))
    rows: QuerySet[Any, Any] = (
        Deadline.objects.filter(request__in=files_of(user, asked))
        .annotate(began=began, done=TruncDate("ended_at", tzinfo=asked.zone), rule=_RULE)
        .filter(began__range=(asked.first, asked.last))
        .values("request__direction", "rule")
        .annotate(
            in_time=Count("pk", filter=Q(done__lte=F("due_on"))),
            late=Count("pk", filter=Q(done__gt=F("due_on"))),
            paused=Count("pk", filter=Q(done=None, paused_on__isnull=False)),
            overdue=Count("pk", filter=Q(done=None, paused_on=None, due_on__lt=today)),
            running=Count("pk", filter=Q(done=None, paused_on=None, due_on__gte=today)),
        )
        .order_by("request__direction", "rule")
    )
    return {(row.pop("request__direction"), row.pop("rule")): row for row in rows}


def _moved(user: Any, asked: Asked, by: str) -> QuerySet[Any, Any]:
    """What files came to by an act within the period."""
    moves = _within(Transition.objects.filter(request__in=files_of(user, asked)), asked)
    counts = {
        name: Count("request", distinct=True, filter=Q(target=status)) for name, status in _REACHED.items()
    }
    counts["withdrawn"] = Count(
        "request", distinct=True, filter=Q(target=Status.WITHDRAWN) & ~Q(source__in=UNSENT)
    )
    split = TruncMonth("day") if by == "month" else _split(by, "request__")
    grouped = moves.annotate(direction=F("request__direction"), value=split)
    return grouped.values("direction", "value").annotate(**counts).order_by()


def _begun(user: Any, asked: Asked, by: str) -> QuerySet[Any, Any]:
    """Requests made, by the day they first went out, and received, by the day they first came."""
    files: QuerySet[Any, Any] = _with_beginning(files_of(user, asked)).filter(
        day__range=(asked.first, asked.last)
    )
    split = TruncMonth("day") if by == "month" else _split(by)
    outgoing, incoming = Q(direction=Direction.OUTGOING), Q(direction=Direction.INCOMING)
    found: QuerySet[Any, Any] = (
        files.annotate(value=split)
        .values("direction", "value")
        .annotate(
            made=Count("pk", distinct=True, filter=outgoing),
            received=Count("pk", distinct=True, filter=incoming),
        )
        .order_by()
    )
    return found


def _pending(user: Any, asked: Asked, by: str) -> QuerySet[Any, Any]:
    """Requests made or received by the last day on which nobody had come to an end by then."""
    moves = Transition.objects.filter(request=OuterRef("pk")).annotate(day=_day(asked))
    latest = moves.filter(day__lte=asked.last).order_by("-id").values("target")[:1]
    files = _with_beginning(files_of(user, asked)).filter(day__lte=asked.last)
    stood = Coalesce(Subquery(latest), Value(Status.RECEIVED.value))
    is_over = asked.last < timezone.localdate(timezone=asked.zone)
    files = files.annotate(stood=stood if is_over else F("status"))  # today it stands as it stands
    split = TruncMonth(Value(asked.last)) if by == "month" else _split(by)
    found: QuerySet[Any, Any] = (
        files.exclude(stood__in=_NOT_PENDING)
        .annotate(value=split)
        .values("direction", "value")
        .annotate(pending=Count("pk", distinct=True))
        .order_by()
    )
    return found


def _with_beginning(files: AssistanceRequestQuerySet) -> QuerySet[Any, Any]:
    """With `day`: when the request first passed between the authorities; a draft has none, and so is in no
    period. Not asked apart: each mention of the day reads the communications of every file again."""
    own = Case(
        When(direction=Direction.OUTGOING, then=Value(CommunicationDirection.ISSUED.value)),
        default=Value(CommunicationDirection.RECEIVED.value),
        output_field=CharField(),
    )
    passed = Communication.objects.filter(
        request=OuterRef("pk"), type=CommunicationType.REQUEST, direction=OuterRef("own_direction")
    )
    first = passed.order_by().values("request").annotate(day=Min("passed_on")).values("day")
    return files.annotate(own_direction=own).annotate(day=Subquery(first))


def _within(moves: QuerySet[Transition], asked: Asked) -> QuerySet[Transition]:
    return moves.annotate(day=_day(asked)).filter(day__range=(asked.first, asked.last))


def _day(asked: Asked) -> Coalesce:
    return Coalesce("communication__passed_on", TruncDate("at", tzinfo=asked.zone))


def _split(by: str, prefix: str = "") -> Any:
    return F(f"{prefix}{DIMENSIONS[by][1]}") if by else Value("")


def _text(value: Any) -> str:
    return "" if value is None else value.isoformat()[:7] if isinstance(value, date) else str(value)
