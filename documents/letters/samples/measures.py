"""Every measure of a treaty with all its particulars filled in."""

from datetime import UTC, datetime
from typing import Any

from documents.letters.content import Detail, Measure, Term
from documents.letters.dates import long_date, long_moment
from states.treaties import TreatyRules
from states.treaties.schema import MeasureField
from states.treaties.vocabulary import FieldType

_MOMENT = datetime(2027, 2, 15, 10, 30, tzinfo=UTC)
_LONG = "First, what is known so far and from whom.\nSecond, what is to be found out, and why."


def every_measure(rules: TreatyRules, language: str) -> tuple[Measure, ...]:
    """One measure of each kind, its labels in the language."""
    return tuple(
        Measure(
            number=number,
            measure=Term(code=measure.code, label=measure.label.in_language(language)),
            description=f"Sample {number}: what is asked, in a sentence.",
            details=tuple(_detail(field, language) for field in measure.fields),
        )
        for number, measure in enumerate(rules.measures, start=1)
    )


def _detail(field: MeasureField, language: str) -> Detail:
    raw, value = _value(field, language)
    return Detail(code=field.code, label=field.label.in_language(language), value=value, raw=raw)


def _value(field: MeasureField, language: str) -> tuple[Any, str]:
    match field.type:
        case FieldType.DATE:
            return _MOMENT.date().isoformat(), long_date(_MOMENT.date(), language)
        case FieldType.DATETIME:
            return _MOMENT.isoformat(), long_moment(_MOMENT, language)
        case FieldType.NUMBER:
            return 12, "12"
        case FieldType.BOOLEAN:
            return True, {"en": "yes", "fr": "oui", "es": "sí", "ar": "نعم"}[language]
        case FieldType.CHOICE:
            return field.options[0].code, field.options[0].label.in_language(language)
        case FieldType.LONG_TEXT:
            return _LONG, _LONG
    return "Sample text", "Sample text"
