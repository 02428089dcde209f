"""Country rules: what each State asks of requests. A rule is confirmed on its country sheet, not here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mla_portal.common.administration import ModelForm
from states.admin.base import ReferenceAdmin
from states.choices import LetterChannel
from states.models import CountryRule


class CountryRuleForm(ModelForm):
    channels = forms.MultipleChoiceField(
        label=_("channels"), required=False, choices=LetterChannel, widget=forms.CheckboxSelectMultiple
    )


class FreshnessFilter(admin.SimpleListFilter):
    """Only those that are to be confirmed again."""

    title = _("confirmation")
    parameter_name = "freshness"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("stale", _("To be confirmed again"))]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[CountryRule]
    ) -> models.QuerySet[CountryRule]:
        if self.value() != "stale":
            return queryset
        stale = CountryRule.objects.stale(timezone.localdate())
        return queryset.filter(pk__in=stale.order_by().values("pk"))


@admin.register(CountryRule)
class CountryRuleAdmin(ReferenceAdmin):
    form = CountryRuleForm
    list_display = (
        "text_en",
        "state",
        "category",
        "level",
        "confidence",
        "owner",
        "last_confirmed_on",
        "is_fresh",
    )
    list_filter = (FreshnessFilter, "category", "level", "confidence", "is_sample", "owner")
    list_select_related = ("state", "owner")
    search_fields = ("code", "text_en", "state__code", "state__name_en__unaccent", "source")
    autocomplete_fields = ("state", "authority", "owner")
    readonly_fields = ("confirmed_on", "confirmed_by", "confirmed_how")
    fieldsets = (
        (None, {"fields": ("state", "authority", "code", "category", "level")}),
        (
            _("What it says"),
            {
                "fields": (
                    ("label_en", "label_fr", "label_es"),
                    "text_en",
                    "text_fr",
                    "text_es",
                    "fix_en",
                    "fix_fr",
                    "fix_es",
                )
            },
        ),
        (
            _("How it is checked"),
            {"fields": ("check_by", "languages", "channels", "field", "minimum", "words")},
        ),
        (
            _("When it applies"),
            {"fields": ("treaty", "measures", "crimes", "urgency", "excuses", "last_day")},
        ),
        (
            _("Where it is from"),
            {"fields": ("provision", "source", "confidence", "note", "is_sample", "source_read_on")},
        ),
        (
            _("Who keeps it true"),
            {"fields": ("owner", "stale_after_days", "confirmed_on", "confirmed_by", "confirmed_how")},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return (*self.readonly_fields, "state", "code") if obj else self.readonly_fields

    @admin.display(description=_("last confirmed on"))
    def last_confirmed_on(self, rule: CountryRule) -> Any:
        return rule.last_confirmed_on

    @admin.display(description=_("confirmed"), boolean=True)
    def is_fresh(self, rule: CountryRule) -> bool:
        return not rule.is_stale(timezone.localdate())
