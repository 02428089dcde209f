"""The days that a request names and its deadlines follow: which there are, and what each holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.deadlines import STATED, label_of
from casework.measure_details import day_of, faults_by_field
from casework.models import AssistanceRequest, Measure
from casework.services.contents import NewDay
from casework.workflow import DeadlineCode
from states.treaties import get_treaty_rules
from states.treaties.vocabulary import FieldType

FIELDS = {DeadlineCode.NEEDED_BY.value: "time_limit", **{name: name for name in STATED}}
"""The file's own, by the code of their deadline."""


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day that the request names, or may name. `number` and `measure` are those of a measure's own."""

    code: str
    label: str
    day: date | None
    has_time: bool = False
    measure: Measure | None = None
    number: int | None = None

    @property
    def key(self) -> str:
        """One name among all of a file's."""
        return f"{self.measure.pk}_{self.code}" if self.measure else self.code


def named_days(request: AssistanceRequest) -> Iterator[NamedDay]:
    """All of them, also those that are empty."""
    for code, name in FIELDS.items():
        yield NamedDay(code, label_of(code, request.treaty_id), getattr(request, name))
    rules = get_treaty_rules(request.treaty_id)
    for number, measure in enumerate(request.measures.all(), start=1):
        for field in rules.measure(measure.type).fields:
            if field.due:
                day = day_of(field, measure.details.get(field.code))
                has_time = field.type is FieldType.DATETIME
                yield NamedDay(field.code, str(field.label), day, has_time, measure, number)


def named(request: AssistanceRequest, new: NewDay) -> NamedDay | None:
    """The day of the request that a new one replaces; None where the request has none such."""
    for day in named_days(request):
        if (day.code, day.measure.pk if day.measure else None) == (new.code, new.measure):
            return day
    return None


def fault_of(request: AssistanceRequest, new: NewDay) -> bool:
    """Whether it replaces nothing that the request names, or is no day."""
    day = named(request, new)
    if day is None:
        return True
    if day.measure is not None:
        kind = get_treaty_rules(request.treaty_id).measure(day.measure.type)
        return bool(faults_by_field(kind, {new.code: new.value}))
    try:
        date.fromisoformat(new.value)
    except ValueError:
        return True
    return False
