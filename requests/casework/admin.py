"""Cases in the administration: read only, and only those that the administrator may see as a member.

Being an administrator shows no case. What is listed here is what `visible_to` shows that person anyway.
"""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from casework.models import AssistanceRequest

if TYPE_CHECKING:
    RequestModelAdmin = admin.ModelAdmin[AssistanceRequest]
else:
    RequestModelAdmin = admin.ModelAdmin


@admin.register(AssistanceRequest)
class AssistanceRequestAdmin(RequestModelAdmin):
    """Where a file stands. Its content is read, and everything done, on the case's own page."""

    fields = (
        "own_reference", "counterpart_reference", "holder", "kind", "direction", "status", "status_since",
        "counterpart_state", "counterpart", "treaty", "confidentiality", "opened_at", "next_due_on",
        "version",
    )  # fmt: skip
    list_display = ("own_reference", "status", "holder", "counterpart_state", "confidentiality", "opened_at")
    list_filter = ("status", "holder")
    list_select_related = ("holder", "counterpart_state")
    search_fields = ("own_reference", "counterpart_reference")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[AssistanceRequest]:
        return AssistanceRequest.objects.visible_to(request.user).order_by("-id")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
