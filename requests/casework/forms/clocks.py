"""Forms of the clocks: a deadline by hand, the reason of an act, and what would be if."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.models import AssistanceRequest
from casework.selectors.clocks import acts_with_clocks, is_countable
from casework.workflow import TransitionRule

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


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
