"""Whose seals are known, in the administration."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from exchange.models import KnownSeal
from mla_portal.common.administration import ModelAdmin
from states.admin.base import ReferenceAdmin


@admin.register(KnownSeal)
class KnownSealAdmin(ReferenceAdmin):
    """Each row added, changed or deleted is an audit event; a seal that was given up is deleted."""

    list_display = ("authority", "fingerprint", "source")
    list_select_related = ("authority",)
    search_fields = ("fingerprint", "authority__name")
    autocomplete_fields = ("authority",)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return ModelAdmin.has_delete_permission(self, request, obj)
