"""Who may see a case file: the one rule, in SQL."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Lookup, Q, UUIDField

from casework.workflow.execution import CLOSED_TO_COMPETENT, RUNNING
from mla_portal.common.querysets import ModelT, VisibleQuerySet
from states.choices import AuthorityKind
from states.memberships import memberships_of

if TYPE_CHECKING:
    from casework.models import AssistanceRequest, MeasureAssignment, Reminder  # noqa: F401

VIEW = "view_assistancerequest"


@UUIDField.register_lookup
class AnyOf(Lookup):
    """One of an array. PostgreSQL reads a subquery's array once and goes on with the table's own indexes; the
    same subquery behind `IN` would be joined, and a list of the newest files would read all of them."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, before = self.process_lhs(compiler, connection)
        array, after = self.process_rhs(compiler, connection)
        return f"{column} = ANY ({array})", (*before, *after)


class AssistanceRequestQuerySet(VisibleQuerySet["AssistanceRequest"]):
    def visible_to(self, user: Any) -> Self:
        """The files a user may know of: those their authority holds or is assigned, up to the membership's
        confidentiality, and those granted to them by name. Being an administrator shows none."""
        members = memberships_of(user)
        if not members and not getattr(user, "is_active", False):
            return self.none()
        from casework.models import Assignment, RequestGroupGrant, RequestUserGrant

        mine = RequestUserGrant.objects.filter(user=user, permission__codename=VIEW)
        ours = RequestGroupGrant.objects.filter(group__user=user, permission__codename=VIEW)
        rule = Q(pk__any_of=ArraySubquery(mine.values("content_object")))
        rule |= Q(pk__any_of=ArraySubquery(ours.values("content_object")))
        for member in members:
            within = Q(confidentiality__lte=member.confidentiality)
            rule |= within & Q(holder=member.authority_id)
            if member.kind == AuthorityKind.COMPETENT:
                assigned = Assignment.objects.filter(authority=member.authority_id, ended_at__isnull=True)
                rule |= within & Q(pk__any_of=ArraySubquery(assigned.order_by().values("request")))
        return self.filter(rule)

    def of_officer(self, user: Any) -> Self:
        """The files this officer works on."""
        from casework.models import Assignment

        mine = Assignment.objects.filter(officer=user, ended_at__isnull=True)
        return self.filter(pk__in=mine.values("request"))


class MeasureAssignmentQuerySet(VisibleQuerySet["MeasureAssignment"]):
    def visible_to(self, user: Any) -> Self:
        """Those given to the user's own authority, and all of the files that it holds; both up to the
        membership's confidentiality. A grant or an assignment of the whole file shows none."""
        rule = Q(pk__in=())
        for member in memberships_of(user):
            within = Q(request__confidentiality__lte=member.confidentiality)
            rule |= within & (Q(authority=member.authority_id) | Q(request__holder=member.authority_id))
        return self.filter(rule)

    def running(self) -> Self:
        """Those of which a result is still expected, or waits for its review."""
        return self.filter(status__in=RUNNING)

    def open_to_competent(self) -> Self:
        """Those whose contents the competent authority may read: what was declined or revoked is closed."""
        return self.exclude(status__in=CLOSED_TO_COMPETENT)


class AssignmentPartQuerySet(VisibleQuerySet[ModelT]):
    def visible_to(self, user: Any) -> Self:
        """The parts of the assignments this user may see."""
        from casework.models import MeasureAssignment

        return self.filter(assignment__in=MeasureAssignment.objects.visible_to(user))


class CasePartQuerySet(VisibleQuerySet[ModelT]):
    def visible_to(self, user: Any) -> Self:
        """The parts of the files this user may see."""
        from casework.models import AssistanceRequest

        return self.filter(request__in=AssistanceRequest.objects.visible_to(user))


class ReminderQuerySet(VisibleQuerySet["Reminder"]):
    def visible_to(self, user: Any) -> Self:
        """One's own, of the files that one still sees and of one's office."""
        from casework.models import AssistanceRequest

        if not getattr(user, "is_active", False):
            return self.none()
        files = AssistanceRequest.objects.visible_to(user)
        of_files = Q(deadline__request__in=files) | Q(consent__request__in=files)
        of_office = ~Q(seal="") if memberships_of(user) else Q(pk__in=())
        return self.filter(of_files | of_office, recipient=user.pk)
