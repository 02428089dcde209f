"""What every part of the contents is, and the fields that several of them have."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from casework.forms.fields import DayInput
from casework.models import AssistanceRequest
from casework.services.communications import Particulars
from states.treaties import TreatyRules, get_treaty_rules
from states.treaties.vocabulary import GroundEffect

SPARE = 5
"""Blank rows beyond those that are filled."""
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together. A group of `rows` is one of many alike; `is_spare` while it is blank."""

    legend: str | Promise
    names: tuple[str, ...]
    rows: str = ""
    is_spare: bool = False


class Part:
    """One kind of content. `source` is what was typed; `given` what was kept before."""

    def __init__(self, case: AssistanceRequest, source: Mapping[str, Any]) -> None:
        self.case, self.source = case, source

    def fields(self) -> dict[str, forms.Field]:
        """By the names under which the form has them."""
        raise NotImplementedError

    def groups(self) -> Iterable[Group]:
        """How they stand on the page."""
        raise NotImplementedError

    def read(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """What was said, by the names of `Particulars`."""
        raise NotImplementedError

    def faults(self, cleaned: Mapping[str, Any]) -> Iterable[tuple[str, str | Promise]]:
        """What does not hold together, each at its field."""
        return ()

    def initial(self, given: Particulars) -> dict[str, Any]:
        """What was kept before, by the names of the fields."""
        return {}


class Rows(Part):
    """Any number of rows alike. A row with something in it, but not its `key`, is at fault."""

    prefix: ClassVar[str]
    key: ClassVar[str]
    legend: ClassVar[str | Promise]
    lacks_key: ClassVar[str | Promise]

    def __init__(self, case: AssistanceRequest, source: Mapping[str, Any], kept: int = 0) -> None:
        super().__init__(case, source)
        pattern = re.compile(rf"{self.prefix}_(\d+)_")
        typed = (int(found[1]) for name in source if source[name] and (found := pattern.match(name)))
        self.count = min(max((*typed, kept), default=0) + SPARE, MOST_ROWS)

    def columns(self) -> dict[str, forms.Field]:
        """The fields of one row."""
        raise NotImplementedError

    def row(self, values: Mapping[str, Any]) -> Any:
        """One row as the service takes it."""
        raise NotImplementedError

    def name(self, number: int, column: str) -> str:
        return f"{self.prefix}_{number}_{column}"

    def fields(self) -> dict[str, forms.Field]:
        return {
            self.name(number, column): field
            for number in range(1, self.count + 1)
            for column, field in self.columns().items()
        }

    def groups(self) -> Iterator[Group]:
        for number in range(1, self.count + 1):
            names = tuple(self.name(number, column) for column in self.columns())
            yield Group(f"{self.legend} {number}", names, rows=self.prefix, is_spare=number > 1)

    def rows(self, cleaned: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
        """The rows that are filled in, with their numbers."""
        for number in range(1, self.count + 1):
            values = {column: cleaned.get(self.name(number, column)) for column in self.columns()}
            if any(values.values()):
                yield number, values

    def faults(self, cleaned: Mapping[str, Any]) -> Iterator[tuple[str, str | Promise]]:
        for number, values in self.rows(cleaned):
            if not values[self.key]:
                yield self.name(number, self.key), self.lacks_key

    def numbered(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """The initial values of rows."""
        return {
            self.name(number, column): value
            for number, row in enumerate(rows, start=1)
            for column, value in row.items()
        }


def grounds(rules: TreatyRules, unsaid: str | Promise, *, without_excluded: bool = False) -> Iterator[Any]:
    """The grounds of the treaty file as choices, by their effect, each with how sure its place there is."""
    yield "", unsaid
    for effect in GroundEffect:
        group = [
            (ground.code, f"{ground.label} — {ground.nature.label}, {ground.confidence.label}")
            for ground in rules.grounds
            if ground.effect == effect
        ]
        if group and not (without_excluded and effect == GroundEffect.EXCLUDED):
            yield effect.label, group


def ground_field(
    case: AssistanceRequest, label: str, unsaid: str, *, without_excluded: bool = False
) -> forms.ChoiceField:
    rules = get_treaty_rules(case.treaty_id)
    excluded = [str(ground.label) for ground in rules.grounds if ground.effect == GroundEffect.EXCLUDED]
    told = _("Not to be relied on, as the treaty file says: %(grounds)s.") % {"grounds": ", ".join(excluded)}
    return forms.ChoiceField(
        label=label,
        choices=list(grounds(rules, unsaid, without_excluded=without_excluded)),
        required=False,
        help_text=told if without_excluded and excluded else "",
    )


def measure_field(case: AssistanceRequest, whole: str, label: str) -> forms.ChoiceField:
    rules = get_treaty_rules(case.treaty_id)
    rows = enumerate(case.measures.all(), start=1)
    measures = [(str(row.pk), f"{number}. {rules.measure(row.type).label}") for number, row in rows]
    return forms.ChoiceField(label=label, choices=[("", whole), *measures], required=False)


def day_field(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), required=False)


def uuid_of(value: Any) -> UUID | None:
    return UUID(str(value)) if value else None
