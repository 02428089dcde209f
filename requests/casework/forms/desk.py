"""Small forms of the case page: notes, assignments, conditions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.choices import ConditionType
from casework.forms.fields import DayInput, ProseField
from casework.models import AssistanceRequest
from casework.workflow import DESK
from mla_portal.accounts.models import User
from states.choices import AuthorityKind
from states.models import Authority


class NoteForm(forms.Form):
    """An internal remark."""

    text = ProseField(label=_("Internal note"), rows=3, help_text=_("Never leaves your authority."))


class AssignForm(forms.Form):
    """Gives the file to an officer, or opens it to a competent authority of the same State."""

    officer = forms.ModelChoiceField(User.objects.none(), label=_("Officer"), required=False, empty_label="—")
    authority = forms.ModelChoiceField(
        Authority.objects.none(), label=_("or a competent authority"), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, case: AssistanceRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["officer"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            memberships__authority=case.holder_id, memberships__role__in=DESK, is_active=True
        ).order_by("full_name")
        self.fields["authority"].queryset = Authority.objects.filter(  # type: ignore[attr-defined]
            state=case.holder.state_id, kind=AuthorityKind.COMPETENT
        ).order_by("name")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("officer")) == bool(cleaned.get("authority")):
            self.add_error("officer", _("Choose an officer or a competent authority, one of the two."))
        return cleaned

    @property
    def chosen(self) -> User | Authority:
        return self.cleaned_data["officer"] or self.cleaned_data["authority"]  # type: ignore[no-any-return]


class GrantForm(forms.Form):
    """Opens one file to one person of another authority of the same State."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Person"), empty_label="—")

    def __init__(self, *args: Any, case: AssistanceRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        people = User.objects.filter(
            memberships__authority__state=case.holder.state_id, is_active=True, is_service=False
        ).exclude(memberships__authority=case.holder_id)
        self.fields["person"].queryset = people.distinct().order_by("full_name")  # type: ignore[attr-defined]
        self.fields["person"].help_text = _("They read the whole file, whatever its confidentiality.")


class ConditionForm(forms.Form):
    """A condition of ours in the draft, or one that a communication of theirs set."""

    type = forms.ChoiceField(label=_("Kind of condition"), choices=ConditionType.choices)
    text = ProseField(label=_("Condition"), rows=3)
    due_on = forms.DateField(
        label=_("By"), required=False, widget=DayInput(), help_text=_("For return and destruction.")
    )
    documents = forms.MultipleChoiceField(
        label=_("Documents bound"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None marked: all that came with it."),
    )
    communication = forms.ChoiceField(label=_("Set by"), required=False)

    def __init__(self, *args: Any, case: AssistanceRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        received = case.communications.filter(direction="received").order_by("-id")
        choices = [(str(row.pk), f"{row} ({row.passed_on})") for row in received]
        if choices:
            self.fields["communication"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["communication"]
        passed = [link for link in case.documents.all() if link.communication_id]
        if marked := [(str(link.pk), str(link)) for link in passed]:
            self.fields["documents"].choices = marked  # type: ignore[attr-defined]
        else:
            del self.fields["documents"]
