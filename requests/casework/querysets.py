"""Who may see a case file: the one rule, in SQL."""

from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import connection
from django.db.models import Q

from mla_portal.common.querysets import ModelT, VisibleQuerySet
from states.choices import AuthorityKind
from states.memberships import memberships_of

if TYPE_CHECKING:
    from casework.models import AssistanceRequest  # noqa: F401

VIEW = "view_assistancerequest"
_CACHE = "_granted_requests"
_GRANTED = """
SELECT mine.content_object_id FROM requests_requestusergrant mine
JOIN auth_permission permission ON permission.id = mine.permission_id
WHERE mine.user_id = %(user)s AND permission.codename = %(view)s
UNION
SELECT ours.content_object_id FROM requests_requestgroupgrant ours
JOIN auth_permission permission ON permission.id = ours.permission_id
JOIN accounts_user_groups member ON member.group_id = ours.group_id
WHERE member.user_id = %(user)s AND permission.codename = %(view)s
"""


class AssistanceRequestQuerySet(VisibleQuerySet["AssistanceRequest"]):
    def visible_to(self, user: Any) -> Self:
        """The files a user may know of: those their authority holds or is assigned, up to the membership's
        confidentiality, and those granted to them by name. Being an administrator shows none."""
        members = memberships_of(user)
        if not members and not getattr(user, "is_active", False):
            return self.none()
        from casework.models import Assignment

        rule = Q(pk__in=())
        for member in members:
            within = Q(confidentiality__lte=member.confidentiality)
            rule |= within & Q(holder=member.authority_id)
            if member.kind == AuthorityKind.COMPETENT:
                assigned = Assignment.objects.filter(authority=member.authority_id, ended_at__isnull=True)
                rule |= within & Q(pk__in=assigned.values("request"))
        if granted := _granted_to(user):
            rule |= Q(pk__in=granted)
        return self.filter(rule)

    def of_officer(self, user: Any) -> Self:
        """The files this officer works on."""
        from casework.models import Assignment

        mine = Assignment.objects.filter(officer=user, ended_at__isnull=True)
        return self.filter(pk__in=mine.values("request"))


class CasePartQuerySet(VisibleQuerySet[ModelT]):
    def visible_to(self, user: Any) -> Self:
        """The parts of the files this user may see."""
        from casework.models import AssistanceRequest

        return self.filter(request__in=AssistanceRequest.objects.visible_to(user))


def _granted_to(user: Any) -> tuple[UUID, ...]:
    """The files granted by name. They are few, and asked for first: as a subquery in the rule they would keep
    every list of an authority's files from its indexes. Asked once per user object, like memberships."""
    if not hasattr(user, _CACHE):
        with connection.cursor() as cursor:
            cursor.execute(_GRANTED, {"user": user.pk, "view": VIEW})
            setattr(user, _CACHE, tuple(file for (file,) in cursor.fetchall()))
    granted: tuple[UUID, ...] = getattr(user, _CACHE)
    return granted
