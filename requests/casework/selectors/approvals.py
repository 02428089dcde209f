"""What waits for an approver's eyes."""

from casework.choices import Status
from casework.models import AssistanceRequest
from casework.querysets import AssistanceRequestQuerySet
from mla_portal.accounts.models import User
from states.choices import Role
from states.memberships import authorities_where


def awaiting_approval_by(user: User) -> AssistanceRequestQuerySet:
    """The files in review that this user may approve: their authority's, without their own hand in them."""
    visible = AssistanceRequest.objects.visible_to(user)
    return (
        visible.filter(status=Status.REVIEW, holder__in=authorities_where(user, role=Role.APPROVER))
        .exclude(drafted_by=user)
        .exclude(last_changed_by=user)
    )


def count_awaiting_approval(user: User, *, at_most: int = 100) -> int:
    """How many wait, counted no further than `at_most`. No query for those who approve nothing."""
    if not authorities_where(user, role=Role.APPROVER):
        return 0
    return awaiting_approval_by(user)[:at_most].count()
