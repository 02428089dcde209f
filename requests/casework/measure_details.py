"""A measure's own particulars: what they may be, and how pages and letters say them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from states.treaties.schema import TypedField
from states.treaties.vocabulary import FieldType

LONGEST = 200_000
"""Characters of one particular, as of any free text."""


class HasFields(Protocol):
    """A measure of the treaty file as it is asked for, or its outcome."""

    @property
    def fields(self) -> Sequence[TypedField]: ...


def details_in_words(kind: HasFields, details: Mapping[str, Any]) -> list[tuple[TypedField, str]]:
    """Each particular that was given and its text, in the order of the treaty file."""
    return [
        (field, _in_words(field, details[field.code]))
        for field in kind.fields
        if details.get(field.code) not in (None, "", [])
    ]


def faults_of(kind: HasFields, details: Any) -> list[str]:
    """What is wrong with the particulars, each in a sentence; empty where nothing is. Missing ones may be."""
    if not isinstance(details, Mapping):
        return [_("The particulars are an object.")]
    return [
        _("%(field)s: %(fault)s") % {"field": code, "fault": fault}
        for code, fault in faults_by_field(kind, details).items()
    ]


def faults_by_field(kind: HasFields, details: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with each particular, by its code."""
    fields = {field.code: field for field in kind.fields}
    return {code: fault for code, value in details.items() if (fault := _fault(fields.get(code), value))}


def _fault(field: TypedField | None, value: Any) -> str:
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


def _in_words(field: TypedField, value: Any) -> str:
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


def day_of(field: TypedField, value: Any) -> date | None:
    """The day of a field of a day or of a day and time; None where it holds none."""
    if not value or _fault(field, value):
        return None
    parse = date.fromisoformat if field.type is FieldType.DATE else datetime.fromisoformat
    parsed = parse(value)
    return parsed.date() if isinstance(parsed, datetime) else parsed
