"""The sealed letter that gives a measure to its competent authority, for one that wants it on paper too."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from casework.letters import compose_assignment
from casework.models import AssignmentDocument, CaseDocument, MeasureAssignment
from casework.numbering import Series, next_reference
from casework.policies import require_desk, require_in_execution
from casework.services.results import lock_assignment
from casework.workflow.execution import RUNNING
from documents.choices import LetterStatus
from documents.models import Letter
from documents.services.letters import order_letter, retry_letter, supersede_letter
from mla_portal.accounts.actors import Actor
from mla_portal.common.errors import Refusal, SecondFactorRequired


@transaction.atomic
def order_assignment_letter(actor: Actor, assignment_id: UUID) -> MeasureAssignment:
    """Orders the letter, or has one that failed made again. It says what the assignment says; once the
    instructions changed, a new letter takes the place of the one before, which then verifies as superseded.

    An officer of the holder may seal it, with a fresh second factor. Raises Refusal where there is one
    already or the measure is no longer with the authority.
    """
    assignment = lock_assignment(actor, assignment_id)
    request = assignment.request
    require_desk(request, actor)
    require_in_execution(request)
    if not actor.has_fresh_second_factor:
        raise SecondFactorRequired(_("Confirm your second factor first; it counts for five minutes."))
    if assignment.status not in RUNNING or assignment.authority_id == request.holder_id:
        raise Refusal(_("The measure is not with a competent authority."))
    earlier = assignment.letter
    if earlier is not None:
        if earlier.status == LetterStatus.FAILED:
            retry_letter(actor, earlier)
            return assignment
        if not says_otherwise(assignment):
            raise Refusal(_("There is a letter already."))
    number = next_reference(request.holder, Series.LETTERS)
    assignment.letter = order_letter(
        actor,
        authority=request.holder,
        content=compose_assignment(assignment, number=number, signatory=actor.user),
        audit_chain=request.audit_chain,
    )
    assignment.save(update_fields=["letter"])
    return assignment


def says_otherwise(assignment: MeasureAssignment) -> bool:
    """Whether the instructions changed since the assignment's sealed letter was ordered."""
    letter, changed = assignment.letter, assignment.instructed_at
    done = letter is not None and letter.status == LetterStatus.READY
    return bool(done and letter and changed and changed > letter.ordered_at)


def give_letter_along(letter: Letter) -> None:
    """The sealed letter joins the file and what was given along; it takes the place of one given before."""
    assignment = MeasureAssignment.objects.filter(letter=letter).first()
    if assignment is None or letter.version is None:
        return
    given = assignment.files.values("document__document")
    for earlier in Letter.objects.filter(version__document__in=given, kind=letter.kind, superseded_by=None):
        supersede_letter(Actor.portal(), earlier, by=letter)
    link = CaseDocument.objects.create(request_id=assignment.request_id, document=letter.version.document)
    AssignmentDocument.objects.create(assignment=assignment, document=link)
