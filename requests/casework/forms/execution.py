"""The forms of the execution: giving a measure, and what is said with each act on it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from casework.choices import MeasureOutcome, PersonExtent
from casework.clock import today
from casework.forms.fields import DayInput, ProseField
from casework.forms.files import FilesField, files_help
from casework.forms.parts import MAKERS, from_stored, to_stored
from casework.models import AssistanceRequest, MeasureAssignment
from casework.selectors.routing import Candidate
from casework.services.execution import Instructions
from casework.services.results import RESULT, RETURNABLE, Said
from casework.workflow.execution import ExecutionRule
from states.choices import AuthorityKind
from states.models import Authority
from states.treaties.schema import Measure as MeasureKind

PERSON = "person_"
"""Before the id of a person."""


class GiveForm(forms.Form):
    """What the central authority's officer gives along with a measure."""

    authority = forms.ModelChoiceField(
        Authority.objects.none(), label=_("Competent authority"), empty_label="—"
    )
    instructions = ProseField(label=_("Instructions"), required=False)
    facts = ProseField(
        label=_("Facts they are told"),
        rows=8,
        required=False,
        help_text=_("Taken from the request. Leave out what this measure does not need."),
    )
    due_on = forms.DateField(label=_("Due on"), widget=DayInput(), required=False)
    confidentiality_note = ProseField(label=_("Confidentiality"), rows=2, required=False)
    protection_note = ProseField(label=_("Protection of persons"), rows=2, required=False)
    documents = forms.MultipleChoiceField(
        label=_("Documents given along"), required=False, widget=forms.CheckboxSelectMultiple
    )
    answer = forms.CharField(
        label=_("For what the documents are used"),
        max_length=500,
        required=False,
        help_text=_("Asked where a condition binds a document; kept in the record."),
    )

    def __init__(
        self, *args: Any, case: AssistanceRequest, candidates: Iterable[Candidate] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.case = case
        choice: Any = self.fields["authority"]
        choice.queryset = Authority.objects.filter(
            state=case.holder.state_id, kind=AuthorityKind.COMPETENT
        ).order_by("name")
        first = next(iter(candidates), None)
        self.initial.update(facts=case.facts, authority=first.authority.pk if first else None)
        for person in case.persons.all():
            self.fields[f"{PERSON}{person.pk}"] = forms.ChoiceField(
                label=f"{person} ({person.get_role_display()})",
                choices=[("", _("Not shown")), *PersonExtent.choices],
                required=False,
                initial="" if person.is_protected else PersonExtent.FULL,
                help_text=_("Protected person: show only what this measure cannot do without.")
                if person.is_protected
                else "",
            )
        documents: Any = self.fields["documents"]
        documents.choices = [(str(link.pk), str(link)) for link in case.documents.all()]
        if not documents.choices:
            del self.fields["documents"], self.fields["answer"]

    @property
    def person_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PERSON)]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if not field.name.startswith(PERSON)]

    def given(self) -> Instructions:
        """What the officer chose, for the service."""
        values = self.cleaned_data
        return Instructions(
            text=values["instructions"],
            facts=values["facts"],
            due_on=values["due_on"],
            confidentiality_note=values["confidentiality_note"],
            protection_note=values["protection_note"],
            persons={
                UUID(name.removeprefix(PERSON)): PersonExtent(extent)
                for name, extent in values.items()
                if name.startswith(PERSON) and extent
            },
            documents=[UUID(pk) for pk in values.get("documents", [])],
            answer=values.get("answer", ""),
        )


class SayForm(forms.Form):
    """Asks for exactly what an act on an assigned measure needs; the service checks that it holds."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        rule: ExecutionRule,
        kind: MeasureKind,
        case: AssistanceRequest,
        assignment: MeasureAssignment | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.rule, self.kind, self.case = rule, kind, case
        if assignment is not None:
            self.initial["version"] = assignment.version
        if rule.takes_results:
            self._ask_results(assignment)
        elif rule.says:
            self.fields["text"] = ProseField(label=rule.says)
        if rule.takes_instructions and assignment is not None:
            self.fields["instructions"] = ProseField(
                label=_("Instructions"), required=False, initial=assignment.instructions
            )
            self.fields["due_on"] = forms.DateField(
                label=_("Due on"), widget=DayInput(), required=False, initial=assignment.due_on
            )
        if rule.takes_files:
            self.fields["files"] = FilesField(label=_("Files"), required=False, help_text=files_help())

    def _ask_results(self, before: MeasureAssignment | None) -> None:
        """The outcome with the fields of its kind, as they were before the results were sent back."""
        labels: Mapping[str, Any] = dict(MeasureOutcome.choices)
        self.fields["outcome"] = forms.ChoiceField(
            label=_("What became of the measure"),
            choices=[("", "—"), *((code.value, labels[code]) for code in RETURNABLE)],
        )
        self.fields["executed_on"] = forms.DateField(
            label=_("Executed on"), widget=DayInput(), required=False, initial=today(self.case.holder)
        )
        for field in self.kind.outcome.fields:
            name = f"{RESULT}{field.code}"
            self.fields[name] = MAKERS[field.type](field)
            if field.is_required:
                self.fields[
                    name
                ].help_text = f"{self.fields[name].help_text} {_('Needed if it was executed.')}"
            if before is not None:
                self.initial[name] = from_stored(field, before.results.get(field.code))
        self.fields["text"] = ProseField(
            label=_("Report on the execution"),
            required=False,
            help_text=_("Needed where it was not executed, or only in part: say why."),
        )
        if before is not None and before.outcome:
            self.initial.update(
                outcome=before.outcome, executed_on=before.executed_on, text=before.result_note
            )

    @property
    def result_fields(self) -> list[forms.BoundField]:
        """Those of the measure's outcome in the treaty file."""
        return [self[name] for name in self.fields if name.startswith(RESULT)]

    @property
    def before_results(self) -> list[forms.BoundField]:
        return [
            self[name] for name in ("outcome", "executed_on", "instructions", "due_on") if name in self.fields
        ]

    @property
    def after_results(self) -> list[forms.BoundField]:
        return [self[name] for name in ("text", "files") if name in self.fields]

    @property
    def uploads(self) -> "list[UploadedFile[bytes]]":
        return list(self.cleaned_data.get("files") or [])

    def said(self) -> Said:
        """What was typed, for the service."""
        values = self.cleaned_data
        results = {
            name.removeprefix(RESULT): to_stored(value)
            for name, value in values.items()
            if name.startswith(RESULT) and value not in (None, "", False)
        }
        return Said(
            text=values.get("text", ""),
            outcome=values.get("outcome", ""),
            executed_on=values.get("executed_on"),
            results=results,
            instructions=values.get("instructions"),
            due_on=values.get("due_on"),
            keeps_due="due_on" not in self.fields,
        )
