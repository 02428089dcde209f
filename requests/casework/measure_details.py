"""A measure's own particulars: what they may be, and how pages and letters say them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from states.treaties.schema import Measure, MeasureField
from states.treaties.vocabulary import FieldType

LONGEST = 200_000
"""Characters of one particular, as of any free text."""


def details_in_words(kind: Measure, details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and text of each particular that was given, in the order of the treaty file."""
    return [
        (str(field.label), _in_words(field, details[field.code]))
        for field in kind.fields
        if details.get(field.code) not in (None, "", [])
    ]


def faults_of(kind: Measure, details: Any) -> list[str]:
    """What is wrong with the particulars, each in a sentence; empty where nothing is. Missing ones may be."""
    if not isinstance(details, Mapping):
        return [_("The particulars are an object.")]
    fields = {field.code: field for field in kind.fields}
    return [
        _("%(field)s: %(fault)s") % {"field": code, "fault": fault}
        for code, value in details.items()
        if (fault := _fault(fields.get(code), value))
    ]


def _fault(field: MeasureField | None, value: Any) -> str:
    """Why the field does not take the value, or nothing."""
    if field is None:
        return _("The measure has no such particular.")
    if value is None or value == "":
        return ""
    match field.type:
        case FieldType.BOOLEAN:
            return "" if isinstance(value, bool) else _("It is true or false.")
        case FieldType.NUMBER:
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return "" if is_number else _("It is a number.")
    if not isinstance(value, str) or "\0" in value or len(value) > LONGEST:
        return _("It is a text of at most %(length)s characters.") % {"length": LONGEST}
    match field.type:
        case FieldType.CHOICE if value not in {option.code for option in field.options}:
            return _("It is none of the choices.")
        case FieldType.DATE if not _parses(date.fromisoformat, value):
            return _("It is a day, as 2026-11-22.")
        case FieldType.DATETIME if not _parses(datetime.fromisoformat, value):
            return _("It is a day and time, as 2026-11-22T10:30.")
    return ""


def _parses(parse: Callable[[str], Any], value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True


def _in_words(field: MeasureField, value: Any) -> str:
    """One value as a person reads it. What does not fit the field's type is shown as it stands."""
    try:
        if field.type is FieldType.DATE:
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        if field.type is FieldType.DATETIME:
            return date_format(datetime.fromisoformat(value), "DATETIME_FORMAT")
    except (TypeError, ValueError):
        return str(value)
    if field.type is FieldType.BOOLEAN:
        return _("yes") if value else _("no")
    if field.type is FieldType.CHOICE:
        return next((str(option.label) for option in field.options if option.code == value), str(value))
    return str(value)
