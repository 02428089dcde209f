"""A measure's own particulars in words, for pages and letters alike."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from states.treaties.schema import Measure, MeasureField
from states.treaties.vocabulary import FieldType


def details_in_words(kind: Measure, details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and text of each particular that was given, in the order of the treaty file."""
    return [
        (str(field.label), _in_words(field, details[field.code]))
        for field in kind.fields
        if details.get(field.code) not in (None, "", [])
    ]


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
