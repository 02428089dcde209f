"""What is done with a measure after it was given: accepted, asked about, reported, returned, reviewed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import events
from casework.choices import AssignmentStatus, CommunicationDirection, CommunicationType, MeasureOutcome
from casework.clock import today
from casework.measure_details import faults_by_field
from casework.models import (
    AssignmentDocument,
    AssistanceRequest,
    CaseDocument,
    ExecutionStep,
    Measure,
    MeasureAssignment,
)
from casework.policies import require_act, require_desk, require_in_execution
from casework.services.access import lock_request, touch
from casework.workflow.execution import CLOSED_TO_COMPETENT, EXECUTION, ExecutionRule
from documents.services.releases import why_not_released
from documents.services.uploads import new_document
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal
from states.treaties import get_treaty_rules

RESULT = "results_"
"""Before the code of a field of the outcome, where a refusal names it."""

RETURNABLE = (MeasureOutcome.EXECUTED, MeasureOutcome.EXECUTED_IN_PART, MeasureOutcome.NOT_EXECUTED)
"""What an executing authority can say became of its measure."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said with an act on an assigned measure; which parts are needed is the rule's matter.

    `executed_on` is a day in the holder's time zone, `results` are the fields of the measure's outcome in the
    treaty file, by their codes; with results, `text` is the report on the execution. `instructions` and
    `due_on` are what holds from now on where an act changes them; None leaves the instructions, `keeps_due`
    the day as they are.
    """

    text: str = ""
    outcome: str = ""
    executed_on: date | None = None
    results: Mapping[str, Any] = field(default_factory=dict)
    instructions: str | None = None
    due_on: date | None = None
    keeps_due: bool = True


@transaction.atomic
def perform_assignment(
    actor: Actor,
    assignment_id: UUID,
    name: str,
    said: Said,
    *,
    files: "Iterable[UploadedFile[bytes]]" = (),
    expected_version: int | None = None,
) -> MeasureAssignment:
    """Performs one act of the table of assigned measures, with its files, whole or not at all.

    Raises DoesNotExist where the actor may not know of the assignment, NotPermitted where the act is not
    theirs, Refusal where the status, the file or what is said stands against it, and StaleVersion if the
    assignment is no longer at `expected_version`.
    """
    assignment = lock_assignment(actor, assignment_id)
    rule = _rule_of(assignment, name)
    require_act(assignment, rule, actor)
    require_in_execution(assignment.request)
    assignment.require_version(expected_version)
    if rule.says and not said.text.strip():
        raise Refusal(_("Please correct what is marked."), fields={"text": _("Write something.")})
    if rule.takes_results:
        _take_results(assignment, said)
    text = _take_instructions(assignment, said) if rule.takes_instructions else said.text.strip()
    _attach(assignment, rule, files, actor)
    _require_reviewable(assignment, rule)
    source = assignment.status
    if rule.target is not None:
        assignment.status, assignment.status_since = rule.target, timezone.now()
    _save(assignment)
    _enter_step(assignment, rule.name, source, text, actor)
    if AssignmentStatus.RELEASED in (source, assignment.status):
        _settle(assignment.measure, actor)
    return assignment


@transaction.atomic
def enter_own_result(
    actor: Actor,
    request_id: UUID,
    measure_id: UUID,
    said: Said,
    *,
    files: "Iterable[UploadedFile[bytes]]" = (),
) -> MeasureAssignment:
    """Enters what became of a measure that the central authority executed itself. It counts as released.

    Raises what `perform_assignment` raises, and Refusal while an authority still has the measure.
    """
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    require_in_execution(request)
    measure = Measure.objects.get(pk=measure_id, request=request)
    if measure.outcome != MeasureOutcome.PENDING:
        raise Refusal(
            _("This measure has an outcome already: %(outcome)s.")
            % {"outcome": measure.get_outcome_display()}
        )
    if measure.assignments.running().exists():
        raise Refusal(_("An authority still has this measure; wait for its results, or revoke it first."))
    assignment = MeasureAssignment(
        request=request, measure=measure, authority=request.holder, assigned_by=actor.person
    )
    _take_results(assignment, said)
    assignment.save(force_insert=True)
    rule = EXECUTION["return_results"]
    _attach(assignment, rule, files, actor)
    _enter_step(assignment, rule.name, assignment.status, said.text.strip(), actor)
    _require_reviewable(assignment, EXECUTION["release"])
    assignment.status = AssignmentStatus.RELEASED
    _save(assignment)
    _settle(measure, actor)
    return assignment


def lock_assignment(actor: Actor, assignment_id: UUID) -> MeasureAssignment:
    """The assignment, locked after its file: the order in which every act on the file locks."""
    visible = MeasureAssignment.objects.visible_to(actor.person)
    request_id = visible.values_list("request_id", flat=True).get(pk=assignment_id)
    AssistanceRequest.objects.select_for_update().get(pk=request_id)
    rows = visible.select_related("request__holder", "measure", "authority")
    return rows.select_for_update(of=("self",)).get(pk=assignment_id)


def _rule_of(assignment: MeasureAssignment, name: str) -> ExecutionRule:
    rule = EXECUTION.get(name)
    if rule is None:
        raise Refusal(_("There is no such act."))
    if assignment.status not in rule.sources:
        raise Refusal(
            _("“%(act)s” is not possible now: the measure is in the status “%(status)s”.")
            % {"act": rule.label, "status": assignment.get_status_display()}
        )
    return rule


def _take_results(assignment: MeasureAssignment, said: Said) -> None:
    """Writes what was returned. Raises Refusal at each field that is missing or wrong.

    An executed measure reports every required field of its outcome; one not wholly executed says why.
    """
    kind = get_treaty_rules(assignment.request.treaty_id).measure(assignment.measure.type)
    results = {code: value for code, value in said.results.items() if value not in (None, "", [])}
    wrong = {f"{RESULT}{code}": fault for code, fault in faults_by_field(kind.outcome, results).items()}
    if said.outcome not in RETURNABLE:
        wrong["outcome"] = _("Say what became of the measure.")
    if said.outcome == MeasureOutcome.EXECUTED:
        for needed in kind.outcome.fields:
            if needed.is_required and needed.code not in results:
                wrong[f"{RESULT}{needed.code}"] = _("An executed measure is reported with this.")
    elif not said.text.strip():
        wrong["text"] = _("Say why it was not executed, or what was left.")
    if said.executed_on and said.executed_on > today(assignment.request.holder):
        wrong["executed_on"] = _("This day has not come yet.")
    if said.executed_on is None and said.outcome != MeasureOutcome.NOT_EXECUTED:
        wrong["executed_on"] = _("Say on which day.")
    assignment.outcome, assignment.executed_on = said.outcome, said.executed_on
    assignment.result_note, assignment.results = said.text.strip(), results
    try:
        assignment.clean_fields(exclude={"status", "outcome"})
    except ValidationError as error:
        wrong["text"] = " ".join(error.messages)
    if wrong:
        raise Refusal(_("Please correct what is marked."), fields=wrong)


def _take_instructions(assignment: MeasureAssignment, said: Said) -> str:
    """Writes the instructions and the day that hold from now on, and says why with what held until now.

    Raises Refusal where nothing changes, or the day has passed.
    """
    before, due = assignment.instructions, assignment.due_on
    if said.instructions is not None:
        assignment.instructions = said.instructions.strip()
    if not said.keeps_due:
        assignment.due_on = said.due_on
    if (before, due) == (assignment.instructions, assignment.due_on):
        nothing = _("Change the instructions or the day.")
        raise Refusal(_("Please correct what is marked."), fields={"instructions": nothing})
    now = assignment.due_on
    if now and now != due and now < today(assignment.request.holder):
        passed = _("This day has passed.")
        raise Refusal(_("Please correct what is marked."), fields={"due_on": passed})
    try:
        assignment.clean_fields(exclude={"status"})
    except ValidationError as error:
        fields = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        raise Refusal(_("Please correct what is marked."), fields=fields) from error
    assignment.instructed_at = timezone.now()
    lines = [said.text.strip()]
    if due != assignment.due_on:
        lines.append(_("Due until now: %(day)s") % {"day": due.isoformat() if due else "–"})
    if before != assignment.instructions:
        lines.append(_("Instructions until now: %(text)s") % {"text": before or "–"})
    return "\n".join(lines)


def _attach(
    assignment: MeasureAssignment, rule: ExecutionRule, files: "Iterable[UploadedFile[bytes]]", actor: Actor
) -> None:
    """The files become documents of the case, held by its holder, and are scanned as any other."""
    for file in files:
        if not rule.takes_files:
            raise Refusal(_("This act takes no files."), fields={"files": _("This act takes no files.")})
        request = assignment.request
        document = new_document(
            actor,
            holder=request.holder,
            title=file.name or str(rule.label),
            file=file,
            audit_chain=request.audit_chain,
        )
        link = CaseDocument.objects.create(request=request, document=document)
        AssignmentDocument.objects.create(assignment=assignment, document=link, is_result=rule.takes_results)
        record(
            events.DOCUMENT_LINKED,
            chain=request.audit_chain,
            actor=actor,
            document=str(document.pk),
            title=document.title,
        )


def _require_reviewable(assignment: MeasureAssignment, rule: ExecutionRule) -> None:
    """Raises Refusal where results would be released with a file that no scan found clean, or where what was
    released has gone to the requesting State already.
    """
    if rule.name == "take_back":
        _require_not_transmitted(assignment)
    if rule.name != "release":
        return
    for link in assignment.files.select_related("document__document").filter(is_result=True):
        version = link.document.document.versions.select_related("document").latest("number")
        if why_not := why_not_released(version):
            raise Refusal(f"{link}: {why_not}")


def _require_not_transmitted(assignment: MeasureAssignment) -> None:
    if assignment.communication_id is not None:
        raise Refusal(_("These results were transmitted to the requesting State already."))
    sealed = assignment.request.communications.filter(
        direction=CommunicationDirection.ISSUED,
        type__in=(CommunicationType.RESULTS, CommunicationType.PARTIAL_RESULTS),
        letter__isnull=False,
        letter__withdrawn_at__isnull=True,
        passed_on__isnull=True,
    )
    if sealed.exists():
        raise Refusal(_("A letter that transmits these results is sealed; discard it first."))


def _save(assignment: MeasureAssignment) -> None:
    assignment.version += 1
    assignment.save()


def _enter_step(assignment: MeasureAssignment, name: str, source: str, text: str, actor: Actor) -> None:
    """Into the assignment's own history, and into the record of the file."""
    ExecutionStep.objects.create(
        assignment=assignment,
        name=name,
        source=source,
        target=assignment.status,
        text=text,
        actor=actor.person,
    )
    record(
        events.MEASURE_STEP,
        chain=assignment.request.audit_chain,
        actor=actor,
        id=str(assignment.pk),
        measure=assignment.measure.type,
        authority=assignment.authority.name,
        name=name,
        source=source,
        target=assignment.status,
        text=text,
    )


def _settle(measure: Measure, actor: Actor) -> None:
    """The measure's outcome follows from what was released of it; what still runs leaves it in part."""
    request = measure.request
    counted = list(measure.assignments.exclude(status__in=CLOSED_TO_COMPETENT))
    released = [row for row in counted if row.status == AssignmentStatus.RELEASED]
    outcomes = {MeasureOutcome(row.outcome) for row in released}
    runs_still = len(released) < len(counted)
    if not outcomes or (runs_still and outcomes == {MeasureOutcome.NOT_EXECUTED}):
        outcome = MeasureOutcome.PENDING
    elif len(outcomes) == 1 and not runs_still:
        outcome = outcomes.pop()
    else:
        outcome = MeasureOutcome.EXECUTED_IN_PART
    days = [row.executed_on for row in released if row.executed_on]
    measure.outcome = outcome
    measure.outcome_on = (
        None if outcome == MeasureOutcome.PENDING else max(days, default=today(request.holder))
    )
    measure.save(update_fields=["outcome", "outcome_on"])
    touch(request, actor)
    record(
        events.MEASURE_OUTCOME,
        chain=request.audit_chain,
        actor=actor,
        id=str(measure.pk),
        measure=measure.type,
        outcome=outcome,
    )
