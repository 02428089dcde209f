"""Finds and locks the file a service acts on, as the actor sees it."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import AssistanceRequest
from mla_portal.accounts.actors import Actor
from mla_portal.common.errors import NotPermitted


def lock_request(actor: Actor, request_id: UUID | str) -> AssistanceRequest:
    """The file, locked until the transaction ends. Raises DoesNotExist where the actor may not know of it."""
    visible = AssistanceRequest.objects.all()
    if actor.user is not None:
        visible = visible.visible_to(actor.user)
    return visible.select_for_update(of=("self",)).get(pk=request_id)


def touch(request: AssistanceRequest, actor: Actor, *fields: str, content: bool = False) -> None:
    """Writes these fields and the next version. `content`: what the request says changed, and by whom."""
    request.version += 1
    request.updated_at = timezone.now()
    written = {"version", "updated_at", *fields}
    if content and actor.user is not None:
        request.last_changed_by = actor.user
        written.add("last_changed_by")
    request.save(update_fields=written)


def require_still_visible(request: AssistanceRequest, actor: Actor) -> None:
    """Raises NotPermitted where the write would put the file out of the actor's own sight."""
    user: Any = actor.user
    if not AssistanceRequest.objects.visible_to(user).filter(pk=request.pk).exists():
        raise NotPermitted(
            _("Your own membership does not reach this confidentiality."),
            fields={"confidentiality": _("Higher than you may see yourself.")},
        )
