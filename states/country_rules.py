"""What makes a country rule well-formed, for its data file and for the administration alike."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from states.choices import RULE_PARAMETERS
from states.treaties import get_treaty_rules, treaty_codes
from states.treaties.schema import Measure
from states.treaties.vocabulary import MEASURE_DETAILS, CaseField

PARAMETERS = ("languages", "channels", "field", "minimum", "words")


class RuleLike(Protocol):
    """A rule of the data file or of the database, as far as its form is concerned."""

    @property
    def check_by(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def measures(self) -> Sequence[str]: ...
    @property
    def crimes(self) -> Sequence[str]: ...


def faults_of(rule: RuleLike) -> Iterator[tuple[str, str]]:
    """Each faulty field with a sentence: a wrong parameter, a code that no treaty file knows."""
    needed = RULE_PARAMETERS.get(rule.check_by, frozenset())
    for name in PARAMETERS:
        given = getattr(rule, name) not in (None, "", [])
        if name in needed and not given:
            yield name, _("This check needs it.")
        elif given and name not in needed:
            yield name, _("This check does not take it.")
    treaties = [get_treaty_rules(code) for code in treaty_codes()]
    measures = {measure.code: measure for rules in treaties for measure in rules.measures}
    if unknown := sorted(set(rule.measures) - set(measures)):
        yield "measures", _("No treaty file has the measure %(codes)s.") % {"codes": ", ".join(unknown)}
    crimes = {crime.code for rules in treaties for crime in rules.crimes}
    if unknown := sorted(set(rule.crimes) - crimes):
        yield "crimes", _("No treaty file has the crime %(codes)s.") % {"codes": ", ".join(unknown)}
    if "field" in needed and rule.field and not _is_known(rule, measures):
        yield "field", _("There is no such field, or not in each of the measures named.")


def _is_known(rule: RuleLike, measures: Mapping[str, Measure]) -> bool:
    if not rule.field.startswith(MEASURE_DETAILS):
        return rule.field in set(CaseField)
    name = rule.field.removeprefix(MEASURE_DETAILS)
    named = [measures[code] for code in rule.measures if code in measures]
    return bool(named) and all(name in {field.code for field in measure.fields} for measure in named)
