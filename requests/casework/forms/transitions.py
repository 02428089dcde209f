"""The form of a transition, made from its rule in the table."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from casework.choices import CommunicationType, MeasureOutcome
from casework.clock import today
from casework.completeness import Completeness, against_channel
from casework.forms.contents import Group, grounds, parts_of
from casework.forms.fields import DayInput, ProseField
from casework.forms.files import FilesField, files_help
from casework.models import AssistanceRequest
from casework.services.communications import Particulars
from casework.workflow import ANSWERED_BY, Act, Reception, Requirement, TransitionRule
from mla_portal.common.answers import answer_field
from states.choices import LetterChannel
from states.treaties import get_treaty_rules

OUTCOME = "outcome_"
"""Before the id of a measure."""

ANYWAY = "channel_anyway"
"""Sent with a channel that was warned of."""

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

    asks_passage: ClassVar[bool] = True
    """Whether it also asks when and how it passed."""

    def __init__(
        self,
        *args: Any,
        rule: TransitionRule,
        case: AssistanceRequest,
        completeness: Completeness | None = None,
        given: Particulars | None = None,
        items: Sequence[str] = (),
        **options: Any,
    ) -> None:
        """`given` is what was said before, `items` are codes of the check that the act is about."""
        super().__init__(*args, **options)
        self.rule, self.case = rule, case
        self.initial["version"] = case.version
        self.parts = parts_of(rule, case, self.data, completeness=completeness, given=given, items=items)
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
            is_received = isinstance(rule.cause, Reception)
            if self.asks_passage:
                self._ask_passage(is_received=is_received)
            self._ask_content(is_received=is_received)
        if isinstance(rule.cause, Reception):
            self._ask_answer(rule.cause.communication)
        for part in self.parts:
            self.fields.update(part.fields())
            self.initial.update(part.initial(given or Particulars()))

    def clean(self) -> dict[str, Any]:
        """Checks the contents, and warns once of a channel that the requested State does not accept."""
        cleaned = super().clean() or {}
        for part in self.parts:
            for name, fault in part.faults(cleaned):
                self.add_error(name, str(fault))
        channel = cleaned.get("channel")
        if self.rule.issues is CommunicationType.REQUEST and channel and ANYWAY not in self.data:
            for rule in against_channel(self.case, channel):
                self.add_error("channel", f"{rule.state}: {rule.text()} {rule.citation}")
                self._ask_anyway()
        return cleaned

    def _ask_anyway(self) -> None:
        self.fields[ANYWAY] = forms.BooleanField(
            label=_("It went by this channel all the same"), required=False
        )

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
        self.fields |= passage_fields(self.case, is_received=is_received)
        if ANYWAY in self.data:
            self._ask_anyway()
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

    def _ask_content(self, *, is_received: bool) -> None:
        """What it says, and what came or goes with it."""
        if is_received or self.rule.issues is not CommunicationType.REQUEST:
            self.fields["text"] = ProseField(
                label=_("What it says"),
                rows=6,
                required=False,
                help_text=_("A summary or the whole text. The scan alone is enough too.")
                if is_received
                else "",
            )
            if "answer" in self.data and not is_received:
                self.fields["answer"] = answer_field()
            label = _("Scan of what arrived") if is_received else _("Documents sent with it")
            self.fields["files"] = FilesField(label=label, required=False, help_text=files_help())
        if ANSWERED_BY & set(self.rule.starts):
            self.fields["due_on"] = forms.DateField(
                label=_("They want the answer by") if is_received else _("Answer wanted by"),
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
                choices=list(grounds(rules, _("None stated"))),
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
    def groups(self) -> list[tuple[Group, list[forms.BoundField]]]:
        """Fields that stand together: the outcome of each measure, and every part of the contents."""
        outcomes = tuple(name for name in self.fields if name.startswith(OUTCOME))
        found = [Group(_("What became of each measure"), outcomes)] if outcomes else []
        found += [group for part in self.parts for group in part.groups()]
        return [(self._as_it_is(group), [self[name] for name in group.names]) for group in found]

    def _as_it_is(self, group: Group) -> Group:
        """A row with something in it is no longer spare."""
        is_blank = not any(self[name].value() or self[name].errors for name in group.names)
        return replace(group, is_spare=group.is_spare and is_blank)

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        grouped = {name for group, _fields in self.groups for name in group.names}
        return [field for field in self.visible_fields() if field.name not in grouped]

    @property
    def uploads(self) -> "list[UploadedFile[bytes]]":
        return list(self.cleaned_data.get("files") or [])

    def particulars(self, documents: Iterable[UUID] = ()) -> Particulars:
        """What the officer said, for the service. `documents` are the uploads, linked to the case already."""
        given = self.cleaned_data
        names = ("reason", "override_reason", "channel", "counterpart_reference", "text", "proof", "ground",
                 "answer")  # fmt: skip
        texts: dict[str, Any] = {name: given.get(name) or "" for name in names}
        return Particulars(
            **texts,
            dated_on=given.get("dated_on"),
            passed_on=given.get("passed_on"),
            due_on=given.get("due_on"),
            outcomes={
                UUID(name.removeprefix(OUTCOME)): MeasureOutcome(value)
                for name, value in given.items()
                if name.startswith(OUTCOME) and value
            },
            documents=tuple(documents),
            **{name: value for part in self.parts for name, value in part.read(given).items()},
        )


def passage_fields(
    case: AssistanceRequest, *, is_received: bool = False, channels: Iterable[Any] = LetterChannel.choices
) -> dict[str, forms.Field]:
    """Channel and day, and for what we send the proof of dispatch."""
    fields: dict[str, forms.Field] = {
        "channel": forms.ChoiceField(label=_("Channel"), choices=[("", _("Choose the channel")), *channels]),
        "passed_on": forms.DateField(
            label=_("Received on") if is_received else _("Sent on"),
            widget=DayInput(),
            initial=today(case.holder),
        ),
    }
    if not is_received:
        fields["proof"] = forms.CharField(
            label=_("Proof of dispatch"),
            max_length=200,
            required=False,
            help_text=_("Tracking number, delivery receipt, message id."),
        )
    return fields
