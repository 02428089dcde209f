"""In which authorities a user serves, as what, and how far they may see: the ground of every policy."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from mla_portal.accounts.models import User
from mla_portal.common.confidentiality import Confidentiality
from states.choices import AuthorityKind, Role
from states.models import Membership

_CACHE = "_members"


@dataclass(frozen=True, slots=True)
class Member:
    """One service of one user, without the database behind it. `kind` and `time_zone` are the authority's."""

    authority_id: UUID
    role: Role
    confidentiality: Confidentiality
    kind: AuthorityKind
    time_zone: str = "UTC"


def memberships_of(user: User | AnonymousUser) -> tuple[Member, ...]:
    """The user's services; none for the inactive and the anonymous.

    Asked of the database once per user object, that is once per page request: a membership changed
    meanwhile counts from the next request.
    """
    if not isinstance(user, User) or not user.is_active:
        return ()
    if not hasattr(user, _CACHE):
        rows = Membership.objects.filter(user_id=user.pk).values_list(
            "authority_id", "role", "confidentiality", "authority__kind", "authority__time_zone"
        )
        members = tuple(
            Member(authority, Role(role), Confidentiality(level), AuthorityKind(kind), zone)
            for authority, role, level, kind, zone in rows.order_by("authority_id")
        )
        setattr(user, _CACHE, members)
    return cast("tuple[Member, ...]", getattr(user, _CACHE))


def serve_as(user: User, member: Member) -> None:
    """Lets the user act in this one service alone: an API client is bound to one authority."""
    setattr(user, _CACHE, (member,))


def authorities_where(
    user: User | AnonymousUser, *, role: Role | None = None, kind: AuthorityKind | None = None
) -> frozenset[UUID]:
    """The authorities in which the user serves, in this role and of this kind where they are named."""
    return frozenset(
        member.authority_id
        for member in memberships_of(user)
        if (role is None or member.role == role) and (kind is None or member.kind == kind)
    )


def membership_in(user: User | AnonymousUser, authority_id: UUID) -> Member | None:
    """The user's service in one authority, or None where they do not serve in it."""
    return next((member for member in memberships_of(user) if member.authority_id == authority_id), None)
