"""The form of a transition, made from its rule in the table."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from casework.choices import CommunicationType, MeasureOutcome
from casework.clock import today
from casework.completeness import Completeness
from casework.forms.fields import DayInput, ProseField
from casework.forms.files import FilesField, files_help
from casework.models import AssistanceRequest
from casework.services.communications import Particulars
from casework.workflow import Act, DeadlineCode, Reception, Requirement, TransitionRule
from states.choices import LetterChannel
from states.treaties import TreatyRules, get_treaty_rules
from states.treaties.vocabulary import GroundEffect

OUTCOME = "outcome_"
"""Before the id of a measure."""

_WITH_OUTCOMES = {
    CommunicationType.RESULTS,
    CommunicationType.PARTIAL_RESULTS,
    CommunicationType.REFUSAL,
    CommunicationType.POSTPONEMENT,
}
_WITH_GROUND = {CommunicationType.REFUSAL, CommunicationType.POSTPONEMENT}


class TransitionForm(forms.Form):
    """Asks for exactly what the rule needs; the service checks that it holds."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        rule: TransitionRule,
        case: AssistanceRequest,
        completeness: Completeness | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.rule, self.case = rule, case
        self.initial["version"] = case.version
        if (
            completeness
            and not completeness.is_complete
            and Requirement.COMPLETE_OR_OVERRIDDEN in rule.requires
        ):
            self._ask_override()
        if isinstance(rule.cause, Act) and rule.cause.reason:
            self.fields["reason"] = ProseField(
                label=_("Reason"), help_text=_("Kept in the record of the file.")
            )
        if rule.passes_something:
            self._ask_passage(is_received=isinstance(rule.cause, Reception))
        if isinstance(rule.cause, Reception):
            self._ask_answer(rule.cause.communication)

    def _ask_override(self) -> None:
        if self.rule.name == "approve":
            self.fields["override_reason"] = ProseField(
                label=_("Why it may be sent although contents are missing"),
                help_text=_("The letter lists what is missing and your reason. The record keeps both."),
                error_messages={
                    "required": _("Required contents are missing: say why, or return the draft.")
                },
            )

    def _ask_passage(self, *, is_received: bool) -> None:
        """When and how something passed between the two authorities."""
        choices = [("", _("Choose the channel")), *LetterChannel.choices]
        self.fields["channel"] = forms.ChoiceField(label=_("Channel"), choices=choices)
        self.fields["passed_on"] = forms.DateField(
            label=_("Received on") if is_received else _("Sent on"),
            widget=DayInput(),
            initial=today(self.case.holder),
        )
        if is_received:
            self.fields["dated_on"] = forms.DateField(
                label=_("Date on the letter"), widget=DayInput(), required=False
            )
            self.fields["counterpart_reference"] = forms.CharField(
                label=_("Their reference"),
                max_length=100,
                required=False,
                initial=self.case.counterpart_reference,
            )
        else:
            self.fields["proof"] = forms.CharField(
                label=_("Proof of dispatch"),
                max_length=200,
                required=False,
                help_text=_("Tracking number, delivery receipt, message id."),
            )
        if is_received or self.rule.issues is not CommunicationType.REQUEST:
            self.fields["text"] = ProseField(
                label=_("What it says"),
                rows=6,
                required=False,
                help_text=_("A summary or the whole text. The scan alone is enough too.")
                if is_received
                else "",
            )
            label = _("Scan of what arrived") if is_received else _("Documents sent with it")
            self.fields["files"] = FilesField(label=label, required=False, help_text=files_help())
        if DeadlineCode.INFORMATION_SUPPLY in self.rule.starts:
            self.fields["due_on"] = forms.DateField(
                label=_("They want the answer by"),
                widget=DayInput(),
                required=False,
                help_text=_("Empty: the office's own period counts."),
            )

    def _ask_answer(self, communication: CommunicationType) -> None:
        """What their answer decides, for the request and for each measure."""
        rules = get_treaty_rules(self.case.treaty_id)
        if communication in _WITH_GROUND:
            self.fields["ground"] = forms.ChoiceField(
                label=_("Ground they rely on"),
                choices=list(_grounds(rules)),
                required=False,
                help_text=_("Each ground is marked with how sure its place in the treaty is."),
            )
        if communication in _WITH_OUTCOMES:
            partial = communication is CommunicationType.PARTIAL_RESULTS
            unchanged = _("As before") if partial else _("As the letter says of the whole request")
            for measure in self.case.measures.all():
                self.fields[f"{OUTCOME}{measure.pk}"] = forms.ChoiceField(
                    label=str(rules.measure(measure.type).label),
                    choices=[("", unchanged), *MeasureOutcome.choices],
                    required=False,
                )

    @property
    def outcome_fields(self) -> list[forms.BoundField]:
        """One for each measure whose outcome the communication may settle."""
        return [self[name] for name in self.fields if name.startswith(OUTCOME)]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if not field.name.startswith(OUTCOME)]

    @property
    def uploads(self) -> "list[UploadedFile[bytes]]":
        return list(self.cleaned_data.get("files") or [])

    def particulars(self, documents: Iterable[UUID] = ()) -> Particulars:
        """What the officer said, for the service. `documents` are the uploads, linked to the case already."""
        given = self.cleaned_data
        names = ("reason", "override_reason", "channel", "counterpart_reference", "text", "proof", "ground")
        return Particulars(
            **{name: given.get(name) or "" for name in names},
            dated_on=given.get("dated_on"),
            passed_on=given.get("passed_on"),
            due_on=given.get("due_on"),
            outcomes={
                UUID(name.removeprefix(OUTCOME)): MeasureOutcome(value)
                for name, value in given.items()
                if name.startswith(OUTCOME) and value
            },
            documents=tuple(documents),
        )


def _grounds(rules: TreatyRules) -> Iterable[Any]:
    yield "", _("None stated")
    for effect in GroundEffect:
        group = [
            (ground.code, f"{ground.label} — {ground.confidence.label}")
            for ground in rules.grounds
            if ground.effect == effect
        ]
        if group:
            yield effect.label, group
