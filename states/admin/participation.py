"""Who has done what about a treaty, with declarations and provisionally applied parts below it."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from mla_portal.common.administration import StackedInline, TabularInline
from states.admin.base import ReferenceAdmin, ReferenceInlineFormSet
from states.models import Declaration, Participation, ProvisionalApplication


class ProvisionalApplicationInline(TabularInline):
    model = ProvisionalApplication
    formset = ReferenceInlineFormSet
    extra = 0


class DeclarationInline(StackedInline):
    model = Declaration
    formset = ReferenceInlineFormSet
    extra = 0


@admin.register(Participation)
class ParticipationAdmin(ReferenceAdmin):
    list_display = ("state", "treaty", "signed_on", "bound_on", "in_force_on", "in_force_confidence")
    list_filter = ("treaty", "confidence", "in_force_confidence")
    list_select_related = ("state", "treaty")
    search_fields = ("state__code", "state__name_en__unaccent")
    autocomplete_fields = ("state",)
    inlines = (ProvisionalApplicationInline, DeclarationInline)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return ("treaty", "state") if obj else ()
