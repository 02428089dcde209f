"""Chasers that the portal prepares: numbered, ready to be sealed, up to a limit. It never sends one."""

from datetime import date
from uuid import UUID

from django.db import transaction

from casework.calendars import last_day
from casework.choices import CommunicationDirection, CommunicationType
from casework.clock import days_left, today
from casework.deadlines import calendar_for
from casework.models import AssistanceRequest, ChaserPolicy, Communication, Deadline
from casework.services.access import lock_request
from casework.services.communications import Particulars
from casework.services.correspondence import begin, chasers_of
from casework.workflow import table_for
from mla_portal.accounts.actors import Actor
from states.treaties.vocabulary import CalendarOf, DayUnit


@transaction.atomic
def prepare_chaser(request_id: UUID | str, deadline_id: UUID | str) -> Communication | None:
    """The next chaser of an overdue deadline, ready to be sealed: the first at once, a further one so many
    working days after the last was sent (or discarded) as the office's policy says.

    Safe to ask any number of times at once: while one is not sent it answers with that one. None where it is
    not time yet, the limit is reached, the deadline is not overdue, or the file's status lets no chaser out.
    """
    request = lock_request(Actor.portal(), request_id)
    deadline = Deadline.objects.get(pk=deadline_id, request=request)
    if not _is_overdue(deadline):
        return None
    standing = list(chasers_of(request, deadline.pk))
    if waiting := next((row for row in standing if row.passed_on is None), None):
        return waiting
    policy, now = policy_of(request), today(request.holder)
    if len(standing) >= policy.most or _rests(request, deadline, standing, policy, now):
        return None
    chaser, issued = CommunicationType.CHASER, CommunicationDirection.ISSUED
    row = table_for(request.kind, request.direction).corresponds(request.status, issued, chaser)
    if row is None:
        return None
    given = Particulars(deadline=deadline.pk, chaser_number=len(standing) + 1)
    begun = begin(request, chaser, row, given, Actor.portal())
    deadline.chased_on = now
    deadline.save(update_fields=["chased_on"])
    return begun


def is_chased_in_vain(deadline: Deadline) -> bool:
    """Whether the last chaser that the policy allows was sent, and the time for another has passed since."""
    request = deadline.request
    standing = list(chasers_of(request, deadline.pk))
    policy = policy_of(request)
    return (
        _is_overdue(deadline)
        and len(standing) >= policy.most
        and all(row.passed_on for row in standing)
        and not _rests(request, deadline, standing, policy, today(request.holder))
    )


def policy_of(request: AssistanceRequest) -> ChaserPolicy:
    """The policy of the file's authority; without its own, the usual one."""
    own = ChaserPolicy.objects.filter(authority=request.holder_id).first()
    return own or ChaserPolicy(authority=request.holder)


def _is_overdue(deadline: Deadline) -> bool:
    return deadline.ended_at is None and deadline.paused_on is None and days_left(deadline) < 0


def _rests(
    request: AssistanceRequest,
    deadline: Deadline,
    standing: list[Communication],
    policy: ChaserPolicy,
    now: date,
) -> bool:
    """Whether the counterpart still has time since the last chaser, or the desk since it discarded one."""
    told = [day for day in (deadline.chased_on, *(row.passed_on for row in standing)) if day]
    if not told:
        return False
    calendar = calendar_for(request, CalendarOf.HOLDER)
    return now < last_day(max(told), policy.again_after, DayUnit.WORKING, calendar)
