"""The forms of the rows of a draft: persons, offences, and measures with the fields of their own kind."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms.base import DraftForm
from casework.forms.fields import DayInput, MomentInput, ProseField
from casework.models import Measure, Offence, Person
from casework.sections import PART_FIELDS
from states.models import Authority, State
from states.treaties import TreatyRules, get_treaty_rules
from states.treaties.schema import TypedField
from states.treaties.vocabulary import FieldType

DETAIL = "details_"
"""Before the code of a measure's own field."""


class PersonForm(DraftForm):
    """Somebody the request concerns."""

    layout = (
        ("role",),
        ("given_names", "family_name"),
        ("aliases",),
        ("born_on", "birth_place"),
        ("nationality",),
        ("identity_documents", "location"),
        ("is_protected",),
        ("protection_note",),
    )
    compared = PART_FIELDS["persons"]

    class Meta(DraftForm.Meta):
        model = Person
        fields = PART_FIELDS["persons"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["nationality"].queryset = State.objects.by_name()  # type: ignore[attr-defined]
        self.fields["aliases"].help_text = _("One on each line, in any script: محمد, Мухаммад, Muhammad.")
        self.fields["is_protected"].help_text = _(
            "Naming a protected person makes the whole file confidential: only members cleared for it see it."
        )


class OffenceForm(DraftForm):
    """A crime of the treaty and the domestic provision that answers to it."""

    layout = (
        ("crime",),
        ("provision",),
        ("penalty",),
        ("committed_from", "committed_to"),
        ("place",),
        ("description",),
    )
    compared = PART_FIELDS["offences"]

    class Meta(DraftForm.Meta):
        model = Offence
        fields = PART_FIELDS["offences"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rules = get_treaty_rules(self.instance.request.treaty_id)
        core = [(crime.code, str(crime.label)) for crime in rules.crimes if not crime.annex]
        annexed = [
            (crime.code, f"{crime.label} ({rules.annex(crime.annex).label})")
            for crime in rules.crimes
            if crime.annex
        ]
        groups = [
            ("", _("Choose the crime")),
            (_("Core crimes"), core),
            (_("Crimes of the annexes"), annexed),
        ]
        self.fields["crime"] = forms.ChoiceField(
            label=self.fields["crime"].label,
            choices=[group for group in groups if group[1]],
            help_text=_("A crime of an annex counts only where the States accepted that annex."),
        )


class MeasureForm(DraftForm):
    """One act asked for. Its own fields are made from the treaty's data; no measure has code of its own."""

    compared = PART_FIELDS["measures"]

    class Meta(DraftForm.Meta):
        model = Measure
        fields = ("description",)

    def __init__(self, *args: Any, **options: Any) -> None:
        self.own: dict[str, TypedField] = {}
        super().__init__(*args, **options)
        self.kind = self.rules.measure(self.instance.type)
        for field in self.kind.fields:
            name = f"{DETAIL}{field.code}"
            self.own[name] = field
            self.fields[name] = MAKERS[field.type](field)
            self.initial[name] = from_stored(field, self.instance.details.get(field.code))
        self._remember(self)

    @property
    def rules(self) -> TreatyRules:
        return get_treaty_rules(self.instance.request.treaty_id)

    @property
    def authorities(self) -> list[str]:
        """Names offered where a field asks for an authority."""
        if not any(field.type is FieldType.AUTHORITY for field in self.own.values()):
            return []
        states = (self.instance.request.counterpart_state_id, self.instance.request.holder.state_id)
        return [str(authority) for authority in Authority.objects.filter(state__in=states)]

    def changes(self) -> dict[str, Any]:
        return {
            "type": self.instance.type,
            "description": self.cleaned_data["description"],
            "details": self.details(),
        }

    def details(self) -> dict[str, Any]:
        """The measure's own fields as the row keeps them, without the empty ones."""
        values = {field.code: to_stored(self.cleaned_data.get(name)) for name, field in self.own.items()}
        return {code: value for code, value in values.items() if value not in (None, "", False)}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.instance.details = self.details()


def _text(field: TypedField) -> forms.Field:
    return forms.CharField(max_length=500, **_common(field))


def _prose(field: TypedField) -> forms.Field:
    return ProseField(**_common(field))


def _day(field: TypedField) -> forms.Field:
    return forms.DateField(widget=DayInput(), **_common(field))


def _moment(field: TypedField) -> forms.Field:
    options = _common(field)
    options["help_text"] = options["help_text"] or _("By the clock of the place where it happens.")
    return forms.DateTimeField(widget=MomentInput(), **options)


def _number(field: TypedField) -> forms.Field:
    return forms.DecimalField(**_common(field))


def _boolean(field: TypedField) -> forms.Field:
    return forms.BooleanField(**_common(field))


def _choice(field: TypedField) -> forms.Field:
    options = [("", "—"), *((option.code, str(option.label)) for option in field.options)]
    return forms.ChoiceField(choices=options, **_common(field))


def _authority(field: TypedField) -> forms.Field:
    return forms.CharField(
        max_length=200, widget=forms.TextInput(attrs={"list": "authorities"}), **_common(field)
    )


MAKERS: Mapping[FieldType, Callable[[TypedField], forms.Field]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _prose,
    FieldType.DATE: _day,
    FieldType.DATETIME: _moment,
    FieldType.NUMBER: _number,
    FieldType.BOOLEAN: _boolean,
    FieldType.CHOICE: _choice,
    FieldType.AUTHORITY: _authority,
}


def _common(field: TypedField) -> dict[str, Any]:
    """A draft may be incomplete, so nothing is required here; the completeness check says what is missing."""
    return {"label": str(field.label), "help_text": str(field.help or ""), "required": False}


def to_stored(value: Any) -> Any:
    """A cleaned value as JSON keeps it: days in ISO form, moments by the clock on the wall there."""
    if isinstance(value, datetime):
        return timezone.make_naive(value).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def from_stored(field: TypedField, value: Any) -> Any:
    """The stored value as its form field takes it; one that does not fit the type as it is."""
    parsers = {FieldType.DATE: date.fromisoformat, FieldType.DATETIME: _moment_from}
    parse = parsers.get(field.type)
    if field.type is FieldType.BOOLEAN:
        return bool(value)
    if parse is None or not isinstance(value, str):
        return value
    try:
        return parse(value)
    except ValueError:
        return value


def _moment_from(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


PART_FORMS: Mapping[str, type[DraftForm]] = {
    "persons": PersonForm,
    "offences": OffenceForm,
    "measures": MeasureForm,
}
