"""Querysets that show nothing until a rule says otherwise."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from mla_portal.accounts.models import User

ModelT = TypeVar("ModelT", bound=models.Model, covariant=True)


class VisibleQuerySet(models.QuerySet[ModelT]):
    """The one visibility rule of a model, in SQL. Pages, API, admin, exports and tasks all start here."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The rows this user may know of. A subclass states the rule; without one there are none."""
        return self.none()
