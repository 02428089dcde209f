"""Who may see reference data and memberships, and in which order States are listed."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import DurationField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import get_language

from mla_portal.accounts.models import User
from mla_portal.common.querysets import VisibleQuerySet

if TYPE_CHECKING:
    from states.models import (  # noqa: F401
        Authority,
        CountryRule,
        Declaration,
        Membership,
        Participation,
        State,
        Treaty,
    )

NAME_LANGUAGES = ("en", "fr", "es")

ModelT = TypeVar("ModelT", bound=models.Model, covariant=True)


class ReferenceQuerySet(VisibleQuerySet[ModelT]):
    """Reference data is no secret, but the portal tells it only to those who work with it."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everything, to whoever serves in an authority and to administrators; else nothing."""
        from states.memberships import memberships_of

        administers = isinstance(user, User) and user.is_active and user.is_staff
        return self.all() if administers or memberships_of(user) else self.none()


class StateQuerySet(ReferenceQuerySet["State"]):
    def by_name(self, language: str | None = None) -> Self:
        """In the order of a language's names (by default the reader's), accents set aside."""
        code = (language or get_language() or "en").split("-")[0]
        return self.order_by(f"name_{code if code in NAME_LANGUAGES else 'en'}__unaccent")


class AuthorityQuerySet(ReferenceQuerySet["Authority"]):
    pass


class CountryRuleQuerySet(ReferenceQuerySet["CountryRule"]):
    def in_effect(self, on: date) -> Self:
        """The rules that have not ended on a day."""
        return self.exclude(last_day__lt=on)

    def stale(self, on: date) -> Self:
        """The rules in effect that nobody has confirmed for longer than they stay fresh, the oldest first."""
        last = Greatest("confirmed_on", "source_read_on")  # PostgreSQL's ignores what is null
        return (
            self.in_effect(on)
            .annotate(age=ExpressionWrapper(Value(on) - last, DurationField()))
            .filter(Q(age=None) | Q(age__gt=F("stale_after_days") * timedelta(days=1)))
            .order_by(F("age").desc(nulls_first=True), "state", "id")
        )


class TreatyQuerySet(ReferenceQuerySet["Treaty"]):
    pass


class ParticipationQuerySet(ReferenceQuerySet["Participation"]):
    pass


class DeclarationQuerySet(ReferenceQuerySet["Declaration"]):
    def expiring(self, before: date, *, after: date | None = None) -> Self:
        """Those that lapse before a date and have not lapsed yet (on `after`, by default today)."""
        return self.filter(expires_on__gt=after or timezone.localdate(), expires_on__lt=before).order_by(
            "expires_on"
        )


class MembershipQuerySet(VisibleQuerySet["Membership"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The services in the authorities in which the user serves."""
        from states.memberships import authorities_where

        return self.filter(authority__in=authorities_where(user))
