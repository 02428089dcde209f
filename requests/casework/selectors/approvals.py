"""What waits for an approver's eyes."""

from typing import Any

from django.db.models import Q, QuerySet

from casework.choices import CommunicationDirection, CommunicationType, Status
from casework.models import AssistanceRequest, Communication, Decision
from casework.policies import OFFICER_SEALS
from casework.querysets import AssistanceRequestQuerySet
from mla_portal.accounts.models import User
from states.choices import Role
from states.memberships import authorities_where


def awaiting_approval_by(user: User) -> AssistanceRequestQuerySet:
    """The requests in review and the decisions proposed that this user may take, without their own hand in
    them."""
    own = Q(status=Status.REVIEW) & (Q(drafted_by=user) | Q(last_changed_by=user))
    own |= Q(status=Status.DECISION, pk__in=_proposed_by(user))
    visible = AssistanceRequest.objects.visible_to(user)
    waiting = visible.filter(
        status__in=(Status.REVIEW, Status.DECISION), holder__in=authorities_where(user, role=Role.APPROVER)
    )
    return waiting.exclude(own)


def _proposed_by(user: User) -> QuerySet[Decision, Any]:
    """The files with a decision that this user proposed and nobody took yet."""
    waiting = Decision.objects.filter(proposed_by=user, decided_at=None, communication=None)
    return waiting.order_by().values("request")


def letters_awaiting_seal_by(user: User) -> QuerySet[Communication]:
    """The prepared letters that only an approver of this user's authorities seals, the oldest first."""
    visible = AssistanceRequest.objects.visible_to(user)
    letters = Communication.objects.filter(
        request__in=visible.filter(holder__in=authorities_where(user, role=Role.APPROVER)),
        direction=CommunicationDirection.ISSUED,
        letter=None,
        passed_on=None,
    )
    waiting = letters.exclude(type__in=OFFICER_SEALS).exclude(type=CommunicationType.REQUEST)
    return waiting.select_related("request", "prepared_by", "changed_by").order_by("id")


def count_awaiting_approval(user: User, *, at_most: int = 100) -> int:
    """How many files and letters wait, counted no further than `at_most`.

    One query, and none for those who approve nothing.
    """
    if not authorities_where(user, role=Role.APPROVER):
        return 0
    letters = letters_awaiting_seal_by(user).exclude(prepared_by=user).exclude(changed_by=user)
    files = awaiting_approval_by(user).order_by().values("pk")
    return files.union(letters.order_by().values("pk"))[:at_most].count()
