"""Form fields and widgets of the desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mla_portal.common.models import FreeTextField

PROSE_LIMIT = 200_000
"""Characters in one text: about a hundred pages. `FreeTextField` refuses more."""


class ProseField(forms.CharField):
    """An officer's text of several lines, with the line ends the database keeps.

    A text over the limit is refused at the field. No `maxlength` stands in the page, because a browser cuts
    off what is pasted beyond it without a word.
    """

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        options.pop("max_length", None)
        options["widget"] = forms.Textarea(attrs={"rows": rows, "data-limit": PROSE_LIMIT})
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > PROSE_LIMIT:
            raise ValidationError(
                _("This text has %(length)d characters; at most %(limit)d fit. Enclose the rest."),
                code="max_length",
                params={"length": len(value), "limit": PROSE_LIMIT},
            )


class DayInput(forms.DateInput):
    """The browser's own calendar; it always sends and needs ISO dates."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar with a clock."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def formfield(field: Any, **options: Any) -> Any:
    """The form field of a model's field: prose for free text, the browser's calendar for days."""
    if isinstance(field, FreeTextField):
        options["form_class"] = ProseField
    elif field.get_internal_type() == "DateField":
        options.setdefault("widget", DayInput())
    return field.formfield(**options)
