"""What a reader may ask about States and treaties. All by GET: a question can be shared as its address."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mla_portal.accounts.models import User
from states.choices import AuthorityKind, BindingLevel
from states.models import State, Treaty


class StatesFilter(forms.Form):
    """Narrows the list of States."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, strip=True)
    level = forms.ChoiceField(
        label=_("Participation"),
        required=False,
        choices=[("", _("Any")), ("some", _("Takes part in any way")), *BindingLevel.choices],
    )


class AuthoritiesFilter(forms.Form):
    """Narrows the list of authorities."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, strip=True)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Any")), *AuthorityKind.choices]
    )


class CooperationForm(forms.Form):
    """Two States, a crime and a day: is the treaty a basis?"""

    treaty = forms.ModelChoiceField(Treaty.objects.none(), label=_("Treaty"), empty_label=None)
    requesting = forms.ModelChoiceField(State.objects.none(), label=_("Requesting State"))
    requested = forms.ModelChoiceField(State.objects.none(), label=_("Requested State"))
    crime = forms.ChoiceField(label=_("Crime"), required=False)
    on = forms.DateField(
        label=_("On the day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        treaties = Treaty.objects.visible_to(user)
        states = State.objects.visible_to(user).by_name()
        for name, rows in (("treaty", treaties), ("requesting", states), ("requested", states)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells mypy
            field.queryset = rows
        self.crimes = {crime.code: crime for treaty in treaties for crime in treaty.rules.crimes}
        crime = self.fields["crime"]
        assert isinstance(crime, forms.ChoiceField)  # noqa: S101 - tells mypy
        crime.choices = [
            ("", _("None in particular")),
            *((code, str(crime.label)) for code, crime in self.crimes.items()),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        requesting, requested = cleaned.get("requesting"), cleaned.get("requested")
        if requesting and requesting == requested:
            self.add_error("requested", ValidationError(_("Choose two different States.")))
        treaty, crime = cleaned.get("treaty"), cleaned.get("crime")
        if treaty and crime and crime not in {known.code for known in treaty.rules.crimes}:
            self.add_error("crime", ValidationError(_("This treaty does not name that crime.")))
        return cleaned
