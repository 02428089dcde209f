"""States, and treaties with the rules of their files, which are changed by review and not here."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from mla_portal.common.administration import ModelAdmin
from states.admin.base import ReferenceAdmin
from states.models import State, Treaty
from states.treaties import UnknownTreatyError


@admin.register(State)
class StateAdmin(ReferenceAdmin):
    list_display = ("code", "name_en", "name_fr", "name_es", "source")
    list_filter = ("source",)
    search_fields = ("code", "alpha3", "name_en__unaccent", "name_fr__unaccent", "name_es__unaccent")

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()


@admin.register(Treaty)
class TreatyAdmin(ModelAdmin):
    """Read only: a treaty is its reviewed data file."""

    list_display = ("short_title", "code", "adopted_on")
    fields = ("code", "title", "short_title", "adopted_on", "shown_rules")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    @admin.display(description=_("rules"))
    def shown_rules(self, treaty: Treaty) -> SafeString | str:
        """Everything the file says, each entry with its article, source and confidence."""
        try:
            rules = treaty.rules
        except UnknownTreatyError:
            return str(_("There is no data file for this treaty."))
        lists = [
            (_("Parts"), rules.parts),
            (_("Articles"), rules.articles),
            (_("Annexes"), rules.annexes),
            (_("Crimes"), rules.crimes),
            (_("Principles"), rules.principles),
            (_("Measures"), rules.measures),
            (_("Contents of a request"), rules.requirements),
            (_("Grounds of refusal and postponement"), rules.grounds),
            (_("Periods"), rules.deadlines),
            (_("Figures met in parent treaties"), rules.provisional_values),
        ]
        context = {"lists": lists, "sources": sorted(rules.sources.items())}
        return render_to_string("states/admin/treaty_rules.html", context)
