"""Giving measures to competent authorities."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework import events
from casework.choices import MeasureOutcome, PersonExtent
from casework.clock import today
from casework.models import (
    AssignmentDocument,
    AssignmentPerson,
    AssistanceRequest,
    ExecutionStep,
    Measure,
    MeasureAssignment,
)
from casework.policies import require_desk, require_in_execution
from casework.services.access import lock_request
from casework.services.enclosures import newest
from documents.choices import Purpose
from documents.services.releases import release
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal
from states.choices import AuthorityKind
from states.models import Authority

_DECIDED_OTHERWISE = frozenset({MeasureOutcome.REFUSED, MeasureOutcome.POSTPONED})


@dataclass(frozen=True, slots=True)
class Instructions:
    """What the central authority's officer gives along with a measure.

    `due_on` is a day in the holder's time zone. `persons` maps a person's id to how much is shown of them;
    who is not named is not shown. `documents` are documents of the case, `answer` for what those are given
    that conditions bind.
    """

    text: str = ""
    facts: str = ""
    due_on: date | None = None
    confidentiality_note: str = ""
    protection_note: str = ""
    persons: Mapping[UUID, PersonExtent] = field(default_factory=dict)
    documents: Collection[UUID] = ()
    answer: str = ""


@transaction.atomic
def assign_measure(
    actor: Actor, request_id: UUID | str, measure_id: UUID, authority: Authority, given: Instructions
) -> MeasureAssignment:
    """Gives one measure of an incoming request to a competent authority, which then sees that and no more.

    Raises NotPermitted unless the actor works on the holder's files, DoesNotExist where the measure is not of
    this file, Refusal where the file is not in execution, the measure was refused or postponed, it runs with
    this authority already, or something that is given is not of this file.
    """
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    require_in_execution(request)
    measure = Measure.objects.get(pk=measure_id, request=request)
    if authority.kind != AuthorityKind.COMPETENT or authority.state_id != request.holder.state_id:
        raise Refusal(
            _("Only a competent authority of your own State can be given a measure."),
            fields={"authority": _("Choose a competent authority of your State.")},
        )
    if measure.outcome in _DECIDED_OTHERWISE:
        raise Refusal(
            _("This measure was not granted (%(outcome)s).") % {"outcome": measure.get_outcome_display()}
        )
    if measure.assignments.running().filter(authority=authority).exists():
        raise Refusal(_("%(authority)s has this measure already.") % {"authority": authority})
    assignment = _write(request, measure, authority, given, actor)
    _give(assignment, given, actor)
    ExecutionStep.objects.create(
        assignment=assignment, name="assign", target=assignment.status, actor=actor.person
    )
    record(
        events.MEASURE_ASSIGNED,
        chain=request.audit_chain,
        actor=actor,
        id=str(assignment.pk),
        measure=measure.type,
        authority=authority.name,
    )
    return assignment


def _write(
    request: AssistanceRequest, measure: Measure, authority: Authority, given: Instructions, actor: Actor
) -> MeasureAssignment:
    wrong: dict[str, str] = {}
    if given.due_on and given.due_on < today(request.holder):
        wrong["due_on"] = _("This day has passed.")
    assignment = MeasureAssignment(
        request=request,
        measure=measure,
        authority=authority,
        instructions=given.text.strip(),
        facts=given.facts.strip(),
        due_on=given.due_on,
        confidentiality_note=given.confidentiality_note.strip(),
        protection_note=given.protection_note.strip(),
        assigned_by=actor.person,
    )
    try:
        assignment.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        wrong |= {name: " ".join(messages) for name, messages in error.message_dict.items()}
    if wrong:
        raise Refusal(_("Please correct what is marked."), fields=wrong)
    assignment.save(force_insert=True)
    return assignment


def _give(assignment: MeasureAssignment, given: Instructions, actor: Actor) -> None:
    """The persons and documents chosen; each document leaves through the gate.

    Raises Refusal where one is not of this file or a condition forbids it, AnswerNeeded where one asks.
    """
    request = assignment.request
    persons = set(request.persons.filter(pk__in=given.persons).values_list("pk", flat=True))
    chosen = dict(request.documents.filter(pk__in=given.documents).values_list("pk", "document"))
    documents = set(chosen)
    if persons != set(given.persons):
        raise Refusal(_("A person named here is not of this file."), fields={"persons": _("Choose again.")})
    if documents != set(given.documents):
        raise Refusal(
            _("A document named here is not of this file."), fields={"documents": _("Choose again.")}
        )
    for version in newest(chosen.values()):
        release(actor, version, Purpose.ASSIGNMENT, given.answer)
    AssignmentPerson.objects.bulk_create(
        AssignmentPerson(assignment=assignment, person_id=pk, extent=extent)
        for pk, extent in given.persons.items()
    )
    AssignmentDocument.objects.bulk_create(
        AssignmentDocument(assignment=assignment, document_id=pk) for pk in documents
    )
