"""Forms of the clocks: a deadline by hand, the reason of an act, and what would be if."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.models import AssistanceRequest
from casework.selectors.agenda import SOURCES, Wanted, officers_beside
from casework.selectors.clocks import acts_with_clocks, is_countable
from casework.workflow import TransitionRule
from mla_portal.accounts.models import User

AHEAD = timedelta(days=30)
"""How far the list looks ahead where nobody says."""

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DueForm(forms.Form):
    """Which lines of the list of all that is due. Without days: what is overdue and the next thirty days."""

    source = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", _("Everything")), *SOURCES.items()]
    )
    officer = forms.ModelChoiceField(
        User.objects.none(), label=_("Officer"), required=False, empty_label=_("Everybody")
    )
    first = forms.DateField(label=_("From"), widget=DAY, required=False)
    last = forms.DateField(label=_("To"), widget=DAY, required=False)

    def __init__(self, asked: Mapping[str, Any], *, user: User, today: date) -> None:
        self.usual = today + AHEAD
        super().__init__({"last": self.usual.isoformat(), **{k: v for k, v in asked.items() if v}})
        officers = officers_beside(user)
        people: Any = self.fields["officer"]
        people.queryset = User.objects.filter(pk__in=[officer.pk for officer in officers])
        mine = [(user.pk, _("Only files I work on"))] if user in officers else []
        others = [(row.pk, str(row)) for row in officers if row != user]
        people.choices = [("", _("Everybody")), *mine, *others]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last") or self.usual
        if first and last < first:
            self.add_error("last", _("The last day is before the first."))
        return cleaned

    @property
    def wanted(self) -> Wanted:
        """What is asked, once the form is valid."""
        given = self.cleaned_data
        return Wanted(given["last"] or self.usual, given["first"], given["source"], given["officer"])


class DeadlineForm(forms.Form):
    """A fixed day by which something is due."""

    text = forms.CharField(label=_("What is due"), max_length=200)
    due_on = forms.DateField(label=_("Due on"), widget=DAY)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Where the day comes from. It is shown and recorded.")
    )


class ReasonForm(forms.Form):
    """Why a clock is paused, resumed or ended."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class WhatIfForm(forms.Form):
    """An act and the day on which it would be done."""

    act = forms.ChoiceField(label=_("If we record this"))
    on = forms.DateField(label=_("on this day"), widget=DAY)

    def __init__(self, *args: Any, case: AssistanceRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self._acts = {rule.name: rule for rule in acts_with_clocks(case)}
        self.fields["act"].choices = [(name, rule.label) for name, rule in self._acts.items()]  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if not is_countable(day):
            raise forms.ValidationError(_("Choose a day within ten years."))
        return day

    @property
    def rule(self) -> TransitionRule:
        """The act that was chosen, once the form is valid."""
        return self._acts[self.cleaned_data["act"]]
