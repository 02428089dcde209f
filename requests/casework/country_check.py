"""Runs one country rule over a case file: whether it applies, what it looks at, whether that is as asked."""

from collections.abc import Callable, Iterator, Mapping
from uuid import UUID

from casework.case_fields import Case, Spot, enclosure_titles, spots
from casework.choices import ConditionType
from casework.clock import today
from documents.choices import LetterLanguage
from states.choices import RuleCheck
from states.models import CountryRule

ASSURANCES = Spot("handling", "conditions", None)
"""Assurances are conditions of ours, recorded beside the draft's subjects."""


def applicable(rule: CountryRule, case: Case, authority: UUID | None) -> bool:
    """Whether the rule speaks of this request to this authority, today where the holder works."""
    request = case.request
    return (
        rule.authority_id in (None, authority)
        and rule.treaty_id in (None, request.treaty_id)
        and rule.urgency in ("", request.urgency)
        and (not rule.measures or any(measure.type in rule.measures for measure in case.measures))
        and (not rule.crimes or any(offence.crime in rule.crimes for offence in case.offences))
        and (rule.last_day is None or rule.last_day >= today(request.holder))
    )


def spots_of(rule: CountryRule, case: Case) -> Iterator[Spot]:
    """What the rule looks at: a field in the request or in each row meant, a language, the enclosures."""
    match rule.check_by:
        case RuleCheck.FIELD_FILLED | RuleCheck.FIELD_LENGTH:
            meant = [row for row in case.measures if not rule.measures or row.type in rule.measures]
            yield from spots(case, rule.field, meant)
        case RuleCheck.LANGUAGE_IN:
            yield Spot("addressee", "language", case.request.language)
        case RuleCheck.TRANSLATION_ENCLOSED:
            writable = set(rule.languages) & set(LetterLanguage.values)
            yield Spot("addressee", "language", None) if writable else Spot("documents", "", None)
        case RuleCheck.ENCLOSURE_TITLED:
            yield Spot("documents", "", None)
        case RuleCheck.TIME_LEFT if case.request.time_limit is not None:
            yield Spot("handling", "time_limit", case.request.time_limit)
        case RuleCheck.ASSURANCE_GIVEN:
            yield ASSURANCES


def is_kept(rule: CountryRule, case: Case, spot: Spot) -> bool:
    """Whether what the rule looks at is as it asks."""
    return _CHECKS[rule.check_by](rule, case, spot)


def _in_language(rule: CountryRule, case: Case, spot: Spot) -> bool:
    return not {case.request.language, case.request.second_language}.isdisjoint(rule.languages)


def _translated(rule: CountryRule, case: Case, spot: Spot) -> bool:
    """In one of the languages, translated into one beside the original, or with a translation enclosed."""
    return _enclosed(rule, case, spot) or case.is_read_in(rule.languages)


def _filled(rule: CountryRule, case: Case, spot: Spot) -> bool:
    return spot.is_filled


def _long_enough(rule: CountryRule, case: Case, spot: Spot) -> bool:
    return spot.length >= (rule.minimum or 0)


def _enclosed(rule: CountryRule, case: Case, spot: Spot) -> bool:
    return any(_says(title, rule.words) for title in enclosure_titles(case.request))


def _in_time(rule: CountryRule, case: Case, spot: Spot) -> bool:
    return bool((spot.value - today(case.request.holder)).days >= (rule.minimum or 0))


def _assured(rule: CountryRule, case: Case, spot: Spot) -> bool:
    ours = (condition for condition in case.request.conditions.all() if condition.communication_id is None)
    return any(row.type == ConditionType.ASSURANCE and _says(row.text, rule.words) for row in ours)


def _says(text: str, words: list[str]) -> bool:
    """Whether a text has one of the words, in any case of letters."""
    return any(word.casefold() in text.casefold() for word in words)


_CHECKS: Mapping[str, Callable[[CountryRule, Case, Spot], bool]] = {
    RuleCheck.LANGUAGE_IN: _in_language,
    RuleCheck.TRANSLATION_ENCLOSED: _translated,
    RuleCheck.FIELD_FILLED: _filled,
    RuleCheck.FIELD_LENGTH: _long_enough,
    RuleCheck.ENCLOSURE_TITLED: _enclosed,
    RuleCheck.TIME_LEFT: _in_time,
    RuleCheck.ASSURANCE_GIVEN: _assured,
}
