"""What a treaty file cites must be in it: codes, articles, sources, fields of the case file."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from states.treaties.schema import Coded, Measure, Requirement, Sourced, TreatyRules
from states.treaties.vocabulary import MEASURE_DETAILS, CaseField


class Fault(NamedTuple):
    """A wrong reference: where in the file (keys and indexes), and what is wrong."""

    path: tuple[str | int, ...]
    message: str


def faults(rules: TreatyRules) -> Iterator[Fault]:
    """Every reference of the file that leads nowhere, and every code used twice."""
    yield from _codes_used_twice(rules)
    yield from _unknown_codes(rules)
    for index, measure in enumerate(rules.measures):
        yield from _in_measure(("measures", index), measure)
    for index, requirement in enumerate(rules.contents):
        yield from _in_requirement(rules, ("contents", index), requirement)
    for path, entry in _sourced(rules):
        yield from _in_sourced(rules, path, entry)


LISTS = (
    "parts", "articles", "annexes", "crimes", "principles", "measures",
    "contents", "grounds", "deadlines", "provisional_values",
)  # fmt: skip


def _codes_used_twice(rules: TreatyRules) -> Iterator[Fault]:
    for name in LISTS:
        yield from _twice((name,), getattr(rules, name))


def _twice(path: tuple[str | int, ...], entries: Iterable[Coded]) -> Iterator[Fault]:
    entries = list(entries)
    count = Counter(entry.code for entry in entries)
    for index, entry in enumerate(entries):
        if count[entry.code] > 1:
            yield Fault((*path, index, "code"), f'the code "{entry.code}" is used twice')


def _unknown_codes(rules: TreatyRules) -> Iterator[Fault]:
    parts = {part.code for part in rules.parts}
    annexes = {annex.code for annex in rules.annexes}
    for index, article in enumerate(rules.articles):
        if article.part is not None and article.part not in parts:
            yield Fault(("articles", index, "part"), f'unknown part "{article.part}"')
    for index, crime in enumerate(rules.crimes):
        if crime.annex is not None and crime.annex not in annexes:
            yield Fault(("crimes", index, "annex"), f'unknown annex "{crime.annex}"')


def _in_measure(path: tuple[str | int, ...], measure: Measure) -> Iterator[Fault]:
    for place, fields in (
        ((*path, "fields"), measure.fields),
        ((*path, "outcome", "fields"), measure.outcome.fields),
    ):
        yield from _twice(place, fields)
        for index, field in enumerate(fields):
            yield from _twice((*place, index, "options"), field.options)


def _in_requirement(
    rules: TreatyRules, path: tuple[str | int, ...], requirement: Requirement
) -> Iterator[Fault]:
    known = {measure.code: {field.code for field in measure.fields} for measure in rules.measures}
    for place, code in enumerate(requirement.measures):
        if code not in known:
            yield Fault((*path, "measures", place), f'unknown measure "{code}"')
    name = requirement.field
    if name.startswith(MEASURE_DETAILS):
        detail = name.removeprefix(MEASURE_DETAILS)
        holders = [known[code] for code in requirement.measures if code in known]
        if not holders or not all(detail in fields for fields in holders):
            yield Fault((*path, "field"), f'the measures named have no field "{detail}"')
    elif name not in set(CaseField):
        yield Fault((*path, "field"), f'unknown field "{name}"')


def _sourced(rules: TreatyRules) -> Iterator[tuple[tuple[str | int, ...], Sourced]]:
    for name in LISTS:
        for index, entry in enumerate(getattr(rules, name)):
            yield (name, index), entry
    for index, measure in enumerate(rules.measures):
        if measure.contents:
            yield ("measures", index, "contents"), measure.contents
        yield ("measures", index, "outcome"), measure.outcome
        for place, field in enumerate(measure.fields):
            if field.sourced:
                yield ("measures", index, "fields", place, "sourced"), field.sourced


def _in_sourced(rules: TreatyRules, path: tuple[str | int, ...], entry: Sourced) -> Iterator[Fault]:
    if entry.article is not None and entry.article not in {article.code for article in rules.articles}:
        yield Fault((*path, "article"), f'unknown article "{entry.article}"')
    for code in rules.unknown_sources(f"{entry.source} {entry.note}"):
        yield Fault((*path, "source"), f'unknown source "{code}"')
