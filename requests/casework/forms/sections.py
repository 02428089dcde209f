"""The forms of the drafting path: one for each section that has fields of its own, and the first step."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casework.forms.base import DraftForm
from casework.letter_languages import for_request
from casework.models import AssistanceRequest
from casework.sections import SECTIONS
from states.choices import AuthorityKind
from states.models import Authority, State, Treaty


class OpenRequestForm(forms.Form):
    """The first step: whose file, to which State, under which name on the desk."""

    holder = forms.ModelChoiceField(
        Authority.objects.none(), label=_("Authority that asks"), empty_label=None
    )
    title = forms.CharField(
        label=_("Working title"),
        max_length=200,
        help_text=_("For your own desk; it is not part of the letter."),
    )
    counterpart_state = forms.ModelChoiceField(
        State.objects.none(),
        label=_("Requested State"),
        help_text=_("It can change while it is a draft."),
    )
    treaty = forms.ModelChoiceField(Treaty.objects.all(), label=_("Treaty"), empty_label=None)

    def __init__(self, *args: Any, holders: QuerySet[Authority], **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer("holder", holders)
        own = [holder.state_id for holder in holders] if len(holders) == 1 else []
        self.fields["counterpart_state"].queryset = State.objects.by_name().exclude(pk__in=own)  # type: ignore[attr-defined]
        self._offer("treaty", Treaty.objects.order_by("code"))

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        """A choice of one is no question."""
        field = self.fields[name]
        field.queryset = rows  # type: ignore[attr-defined]
        if len(rows) == 1:
            field.initial, field.widget = rows[0].pk, forms.HiddenInput()


class SectionForm(DraftForm):
    """A section of the request itself."""

    class Meta(DraftForm.Meta):
        model = AssistanceRequest
        fields: tuple[str, ...] = ()


class AddresseeForm(SectionForm):
    """To whom, under what treaty, in which language, how confidential."""

    layout = (
        ("title",),
        ("counterpart_state", "counterpart"),
        ("treaty", "confidentiality"),
        ("language", "second_language"),
    )
    compared = SECTIONS["addressee"].fields

    class Meta(SectionForm.Meta):
        fields = SECTIONS["addressee"].fields

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        states = State.objects.by_name().exclude(pk=self.instance.holder.state_id)
        self.fields["counterpart_state"].queryset = states  # type: ignore[attr-defined]
        chosen = self["counterpart_state"].value()
        counterpart = self.fields["counterpart"]
        counterpart.queryset = authorities_of(chosen).exclude(pk=self.instance.holder_id)  # type: ignore[attr-defined]
        counterpart.empty_label = _("Choose an authority") if chosen else _("Choose the State first")  # type: ignore[attr-defined]
        self.fields["confidentiality"].help_text = _(
            "Who of your authority may see this file. One that names a protected person must be confidential."
        )

        proposed = for_request(self.instance)
        self.fields["second_language"].help_text = "" if proposed.is_by_rule else proposed.why

    def clean(self) -> dict[str, Any]:
        """An authority of the State chosen before falls away with it."""
        cleaned = super().clean() or {}
        if "counterpart" in self.errors and "counterpart_state" in self.changed_data:
            del self.errors["counterpart"]
            cleaned["counterpart"] = None
        return cleaned


def authorities_of(state: Any) -> QuerySet[Authority]:
    """The central and diplomatic authorities of a State, to which a request may be addressed."""
    return (
        Authority.objects.filter(state=state or None).exclude(kind=AuthorityKind.COMPETENT).order_by("name")
    )


class ProceedingsForm(SectionForm):
    """Who asks, and in which proceedings."""

    layout = (
        ("competent_authority",),
        ("conducting_authority", "conducting_functions"),
        ("domestic_reference", "operation_name"),
        ("proceedings_stage",),
        ("subject_matter",),
    )
    compared = SECTIONS["proceedings"].fields

    class Meta(SectionForm.Meta):
        fields = SECTIONS["proceedings"].fields


class LawForm(SectionForm):
    """The text of the law, beside the list of offences."""

    compared = SECTIONS["offences"].fields

    class Meta(SectionForm.Meta):
        fields = SECTIONS["offences"].fields


class FactsForm(SectionForm):
    """What happened, and what the answer is for."""

    compared = SECTIONS["facts"].fields

    class Meta(SectionForm.Meta):
        fields = SECTIONS["facts"].fields

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["facts"].widget.attrs["rows"] = 14


class ProcedureForm(SectionForm):
    """A procedure that applies to all measures, beside the list of them."""

    compared = SECTIONS["measures"].fields

    class Meta(SectionForm.Meta):
        fields = SECTIONS["measures"].fields


class HandlingForm(SectionForm):
    """How urgent, by when, how confidential there."""

    layout = (
        ("urgency",),
        ("urgency_reason",),
        ("time_limit",),
        ("time_limit_reason",),
        ("limitation_on", "custody_until"),
    )
    compared = SECTIONS["handling"].fields

    class Meta(SectionForm.Meta):
        fields = SECTIONS["handling"].fields
        widgets: ClassVar[Mapping[str, Any]] = {"urgency": forms.RadioSelect}


SECTION_FORMS: Mapping[str, type[SectionForm]] = {
    "addressee": AddresseeForm,
    "proceedings": ProceedingsForm,
    "offences": LawForm,
    "facts": FactsForm,
    "measures": ProcedureForm,
    "handling": HandlingForm,
}
"""By the section's slug; persons and documents have rows and no fields of their own."""
