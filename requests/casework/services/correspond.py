"""What passes between the authorities and does not move the file, and the one way in for whatever arrived."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from casework import deadlines
from casework.choices import CommunicationDirection, CommunicationType
from casework.clock import today
from casework.models import AssistanceRequest, Communication
from casework.policies import require_correspondence
from casework.requirements import unmet
from casework.services import communications
from casework.services.access import lock_request, touch
from casework.services.communications import Particulars
from casework.services.prepared import with_prepared
from casework.services.substance import open_questions
from casework.services.transition import perform
from casework.workflow import Correspondence, Requirement, table_for
from mla_portal.accounts.actors import Actor
from mla_portal.common.errors import Refusal


@transaction.atomic
def correspond(
    actor: Actor,
    request_id: UUID | str,
    direction: CommunicationDirection,
    kind: CommunicationType,
    given: Particulars,
    *,
    expected_version: int | None = None,
) -> Communication:
    """Records what was sent or received while the file stays where it is.

    Raises as `perform` does; Refusal where the table does not let this pass in the file's status.
    """
    request = lock_request(actor, request_id)
    row = table_for(request.kind, request.direction).corresponds(request.status, direction, kind)
    if row is None:
        raise Refusal(
            _("“%(type)s” cannot pass now: the request is in the status “%(status)s”.")
            % {"type": kind.label, "status": request.get_status_display()}
        )
    require_correspondence(request, row, actor)
    request.require_version(expected_version)
    given = with_prepared(request, given, kind=kind)
    if direction == CommunicationDirection.RECEIVED:
        communication = communications.receive(request, kind, given, actor)
    else:
        communication = communications.issue(request, kind, given, actor)
    if not _leaves_questions(request, row):
        on = given.passed_on or today(request.holder)
        deadlines.apply(request, row, on=on, by=row.type, due_on=given.due_on)
    touch(request, actor, "next_due_on", "counterpart_reference")
    return communication


@transaction.atomic
def take_in(
    actor: Actor, request_id: UUID | str, kind: CommunicationType, given: Particulars
) -> AssistanceRequest:
    """Enters whatever arrived: it moves the file where the table says so, else it is only kept.

    An answer that leaves questions open moves nothing. Raises as `perform` does.
    """
    request = lock_request(actor, request_id)
    rule = table_for(request.kind, request.direction).reception(request.status, kind)
    answers = tuple(r for r in rule.requires if r is Requirement.QUESTIONS_ANSWERED) if rule else ()
    if rule is not None and not unmet(request, answers, given):
        return perform(actor, request_id, rule.name, given)
    correspond(actor, request_id, CommunicationDirection.RECEIVED, kind, given)
    return lock_request(actor, request_id)


def _leaves_questions(request: AssistanceRequest, row: Correspondence) -> bool:
    """Whether the clocks stay as they are, because an answer is only a part of what was asked."""
    return row.type is CommunicationType.SUPPLEMENT and open_questions(request.pk).exists()
