"""Cases in the administration: read only, and only those that the administrator may see as a member. And the
periods and routing rules of office policy, which administrators set.

Being an administrator shows no case. What is listed here is what `visible_to` shows that person anyway.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import wording
from casework.models import AssistanceRequest, ChaserPolicy, DeadlinePolicy, RoutingRule
from mla_portal.common.administration import ModelForm, ReadingAdmin
from states.admin.base import ReferenceAdmin
from states.choices import AuthorityKind
from states.models import Authority
from states.treaties import get_treaty_rules, treaty_codes


@admin.register(AssistanceRequest)
class AssistanceRequestAdmin(ReadingAdmin):
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


class DeadlinePolicyForm(ModelForm):
    """Offers the periods that are office policy; those of a treaty are not an office's to set."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = Authority.objects.filter(is_hosted=True)  # type: ignore[attr-defined]
        rules = (rule for code in treaty_codes() for rule in get_treaty_rules(code).deadlines)
        labels = {rule.code: str(rule.label) for rule in rules if rule.basis == "policy"}
        self.fields["code"] = forms.ChoiceField(
            label=_("Rule"),
            choices=list(labels.items()),
            help_text=_("Deadlines that run already keep the period they began with."),
        )


@admin.register(DeadlinePolicy)
class DeadlinePolicyAdmin(ReferenceAdmin):
    """How long an authority gives itself, in place of the period of the treaty file."""

    form = DeadlinePolicyForm
    list_display = ("authority", "code", "days", "unit")
    list_filter = ("authority",)
    list_select_related = ("authority",)


@admin.register(ChaserPolicy)
class ChaserPolicyAdmin(ReferenceAdmin):
    """When an authority asks again for what is overdue, and how often."""

    fields = ("authority", "again_after", "most")
    list_display = ("authority", "again_after", "most")
    list_select_related = ("authority",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "authority":
            kwargs["queryset"] = Authority.objects.filter(is_hosted=True, kind=AuthorityKind.CENTRAL)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class RoutingRuleForm(ModelForm):
    """Measures and crimes are chosen by their names in the treaty files."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [get_treaty_rules(code) for code in treaty_codes()]
        for name, entries in (
            ("measures", [entry for rules in known for entry in rules.measures]),
            ("crimes", [entry for rules in known for entry in rules.crimes]),
        ):
            self.fields[name] = forms.MultipleChoiceField(
                label=self.fields[name].label,
                choices=[(entry.code, str(entry.label)) for entry in entries],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("None chosen: the rule fits every one."),
            )


@admin.register(RoutingRule)
class RoutingRuleAdmin(ReferenceAdmin):
    """Which authority is competent for a measure. A rule proposes; the officer decides."""

    form = RoutingRuleForm
    fields = ("central", "competent", "measures", "crimes", "places", "priority", "note")
    list_display = ("central", "competent", "measure_names", "places", "priority", "is_sample")
    list_filter = ("central", "is_sample")
    list_select_related = ("central", "competent")
    ordering = ("central", "priority")

    @admin.display(description=gettext_lazy("measures"))
    def measure_names(self, rule: RoutingRule) -> str:
        return ", ".join(wording.part_name(code) for code in rule.measures) or "–"
