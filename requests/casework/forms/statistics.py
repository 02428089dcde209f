"""What the statistics are asked: whose files, from when to when, which of them, and split by what."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import clock
from casework.choices import Direction, Kind
from casework.selectors.statistics import DIMENSIONS, Asked
from states.models import Authority, State
from states.treaties import get_treaty_rules, treaty_codes

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ANY = [("", _("Any"))]


class StatisticsForm(forms.Form):
    """For pages and the API alike. Without days it is the year so far, as the authority's own calendar has
    it."""

    authority = forms.ModelChoiceField(
        Authority.objects.none(), to_field_name="code", label=_("Authority"), empty_label=None
    )
    first = forms.DateField(label=_("From"), widget=DAY)
    last = forms.DateField(label=_("To"), widget=DAY)
    by = forms.ChoiceField(label=_("Split by"), required=False)
    direction = forms.ChoiceField(label=_("Direction"), required=False, choices=[*ANY, *Direction.choices])
    state = forms.ModelChoiceField(
        State.objects.none(), label=_("State"), required=False, empty_label=_("Any")
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ANY, *Kind.choices])
    measure = forms.ChoiceField(label=_("Measure"), required=False)
    crime = forms.ChoiceField(label=_("Crime"), required=False)

    def __init__(self, asked: Any = None, *, authorities: QuerySet[Authority], **options: Any) -> None:
        named = [row for row in authorities if row.code == dict(asked or {}).get("authority")]
        own = named[0] if named else authorities.first()
        today = clock.today(own) if own else timezone.localdate()
        usual = {
            "authority": own.code if own else "",
            "first": date(today.year, 1, 1).isoformat(),
            "last": today.isoformat(),
        }
        given = {name: value for name, value in dict(asked or {}).items() if value}
        super().__init__({**usual, **given}, **options)
        self.fields["authority"].queryset = authorities  # type: ignore[attr-defined]
        self.fields["state"].queryset = State.objects.by_name()  # type: ignore[attr-defined]
        self.fields["by"].choices = [  # type: ignore[attr-defined]
            ("", _("not split")), *((code, label) for code, (label, _path) in DIMENSIONS.items())
        ]  # fmt: skip
        for name in ("measure", "crime"):
            self.fields[name].choices = [*ANY, *labels_of(name).items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("first") and cleaned.get("last") and cleaned["last"] < cleaned["first"]:
            self.add_error("last", _("The last day is before the first."))
        return cleaned

    @property
    def asked(self) -> Asked:
        """The question, once the form is valid."""
        given = self.cleaned_data
        names = ("direction", "state", "kind", "measure", "crime")
        narrowed = {name: str(getattr(given[name], "pk", given[name])) for name in names if given[name]}
        return Asked(given["authority"], given["first"], given["last"], narrowed)


def labels_of(dimension: str) -> dict[str, str]:
    """What the values of a dimension are called, in the reader's language; none for months."""
    match dimension:
        case "state":
            return {state.pk: str(state) for state in State.objects.by_name()}
        case "kind":
            return {code: str(label) for code, label in Kind.choices}
        case "measure" | "crime":
            rules = [get_treaty_rules(code) for code in treaty_codes()]
            entries = [(r.measures if dimension == "measure" else r.crimes) for r in rules]
            return {entry.code: str(entry.label) for found in entries for entry in found}
    return {}
