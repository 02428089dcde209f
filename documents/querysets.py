"""Who may see a document: whatever the apps that link to documents say, and nobody else."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from mla_portal.common.querysets import VisibleQuerySet

if TYPE_CHECKING:
    from documents.models import Document, Version  # noqa: F401

VisibilityRule = Callable[[Any], Q]
"""Takes a user, answers a condition on `Document` in SQL."""

_rules: list[VisibilityRule] = []


def register_visibility(rule: VisibilityRule) -> None:
    """Called at start-up by an app that links to documents: its rule adds to who may see one."""
    _rules.append(rule)


class DocumentQuerySet(VisibleQuerySet["Document"]):
    def visible_to(self, user: Any) -> Self:
        """Documents that at least one linking app shows to this user."""
        if not _rules:
            return self.none()
        condition = Q()
        for rule in _rules:
            condition |= rule(user)
        return self.filter(condition)


class VersionQuerySet(VisibleQuerySet["Version"]):
    def visible_to(self, user: Any) -> Self:
        """Versions of the documents visible to this user."""
        from documents.models import Document

        return self.filter(document__in=Document.objects.visible_to(user))
