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
from documents.services.letters import order_letter, retry_letter
from mla_portal.accounts.actors import Actor
from mla_portal.common.errors import Refusal, SecondFactorRequired


@transaction.atomic
def order_assignment_letter(actor: Actor, assignment_id: UUID) -> MeasureAssignment:
    """Orders the letter, or has one that failed made again. It says what the assignment says.

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
    if assignment.letter is not None:
        if assignment.letter.status != LetterStatus.FAILED:
            raise Refusal(_("There is a letter already."))
        retry_letter(actor, assignment.letter)
        return assignment
    number = next_reference(request.holder, Series.LETTERS)
    assignment.letter = order_letter(
        actor,
        authority=request.holder,
        content=compose_assignment(assignment, number=number, signatory=actor.user),
        audit_chain=request.audit_chain,
    )
    assignment.save(update_fields=["letter"])
    return assignment


def give_letter_along(letter: Letter) -> None:
    """The sealed letter joins the file's documents and those given along with the measure."""
    assignment = MeasureAssignment.objects.filter(letter=letter).first()
    if assignment is None or letter.version is None:
        return
    link = CaseDocument.objects.create(request_id=assignment.request_id, document=letter.version.document)
    AssignmentDocument.objects.create(assignment=assignment, document=link)
