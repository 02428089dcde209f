"""Forms about evidence: consent to a use, the end of a condition, certificates, use elsewhere, export."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.choices import CertificateKind, CommunicationDirection
from casework.clock import today
from casework.forms.fields import DayInput, ProseField
from casework.models import AssistanceRequest
from casework.services.certificates import Done
from casework.services.conditions import Wanted
from documents.choices import Purpose
from mla_portal.common.answers import answer_field
from states.models import State

ASKED_FOR = (Purpose.ANOTHER_CASE, Purpose.ENCLOSURE, Purpose.ASSIGNMENT, Purpose.EXPORT)
"""The uses for which consent is asked."""


def _communications(case: AssistanceRequest, direction: CommunicationDirection, label: Any) -> Any:
    """A choice among what passed in one direction, the newest first."""
    rows = case.communications.filter(direction=direction, passed_on__isnull=False).order_by("-id")
    choices = [("", "—"), *((str(row.pk), f"{row} ({row.passed_on})") for row in rows)]
    return forms.TypedChoiceField(label=label, choices=choices, required=False, coerce=UUID, empty_value=None)


class ConsentForm(forms.Form):
    """Asks the side that set a condition to allow one use."""

    purpose = forms.ChoiceField(label=_("For"), choices=[(p.value, p.label) for p in ASKED_FOR])
    state = forms.ModelChoiceField(
        State.objects.none(), label=_("To the State"), required=False, empty_label="—",
        help_text=_("For an enclosure."),
    )  # fmt: skip
    reference = forms.CharField(
        label=_("In the file"),
        max_length=60,
        required=False,
        help_text=_("Your reference of the other case."),
    )
    use = ProseField(label=_("The use, as you ask it"), rows=3)

    def __init__(self, *args: Any, case: AssistanceRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        states = State.objects.exclude(pk=case.holder.state_id).order_by("name_en")
        self.fields["state"].queryset = states  # type: ignore[attr-defined]
        self.fields["communication"] = _communications(
            case, CommunicationDirection.ISSUED, _("Asked in the letter")
        )

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(
            Purpose(given["purpose"]),
            given["use"],
            given["state"],
            given["reference"],
            given["communication"],
        )


class ConsentAnswerForm(forms.Form):
    """What they answered."""

    is_given = forms.TypedChoiceField(
        label=_("They"),
        choices=[("yes", _("consent")), ("no", _("refuse"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    answered_on = forms.DateField(label=_("On"), widget=DayInput())
    until = forms.DateField(
        label=_("Given until"),
        widget=DayInput(),
        required=False,
        help_text=_("The last day, where they set one. You are reminded before it runs out."),
    )
    proof = ProseField(label=_("What they answered, or what proves it"), rows=2, required=False)

    def __init__(self, *args: Any, case: AssistanceRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answered_on"].initial = today(case.holder)
        self.fields["communication_id"] = _communications(
            case, CommunicationDirection.RECEIVED, _("In the letter")
        )


class EndConditionForm(forms.Form):
    """Ends a condition for every use."""

    ended_on = forms.DateField(label=_("Ended on"), widget=DayInput())
    end_proof = ProseField(label=_("Why it ended, and the proof"), rows=2, required=False)

    def __init__(self, *args: Any, case: AssistanceRequest, binds_us: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        direction = CommunicationDirection.RECEIVED if binds_us else CommunicationDirection.ISSUED
        self.fields["ended_on"].initial = today(case.holder)
        self.fields["communication_id"] = _communications(case, direction, _("In the letter"))


class CertificateForm(forms.Form):
    """That items were returned or destroyed."""

    documents = forms.MultipleChoiceField(label=_("Items"), widget=forms.CheckboxSelectMultiple)
    done_on = forms.DateField(label=_("Done on"), widget=DayInput())
    done_by = forms.CharField(label=_("Done by"), max_length=200, help_text=_("Name and function."))
    witness = forms.CharField(
        label=_("Witness"), max_length=200, required=False, help_text=_("Name and function.")
    )
    note = ProseField(label=_("How it was done"), rows=3, required=False)

    def __init__(self, *args: Any, case: AssistanceRequest, kind: CertificateKind, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        items = (
            case.documents.filter(communication__direction=CommunicationDirection.RECEIVED)
            .exclude(document__versions__destroyed_at__isnull=False)
            .select_related("document")
        )
        self.fields["documents"].choices = [(str(link.pk), str(link)) for link in items]  # type: ignore[attr-defined]
        self.fields["done_on"].initial = today(case.holder)
        if kind is CertificateKind.DESTRUCTION:
            self.fields["witness"].required = True

    def done(self) -> Done:
        given = self.cleaned_data
        return Done(
            kind=self.kind,
            done_on=given["done_on"],
            done_by=given["done_by"],
            documents=[UUID(pk) for pk in given["documents"]],
            witness=given["witness"],
            note=given["note"],
        )


class UseElsewhereForm(forms.Form):
    """Uses a document in another file of the same authority."""

    reference = forms.CharField(
        label=_("In the file"), max_length=60, help_text=_("Your reference of the other case.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "answer" in self.data:
            self.fields["answer"] = answer_field()


class ExportForm(forms.Form):
    """Exports the documents; says for what where a condition asks."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "answer" in self.data:
            self.fields["answer"] = answer_field()
