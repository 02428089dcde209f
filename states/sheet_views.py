"""Country rules that are to be confirmed again, and the page on which one is."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mla_portal.common.errors import Refusal
from mla_portal.common.views import Access, PortalView, add_refusal
from states.models import CountryRule
from states.services.country_rules import confirm_rule, require_confirmer
from states.sheets import stale_rules


class ConfirmForm(forms.Form):
    """That a rule is still true, since when that is known, and how."""

    on = forms.DateField(
        label=_("Confirmed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    how = forms.CharField(
        label=_("How you learned it"),
        max_length=300,
        help_text=_("The depositary's record, a letter, a call with the central authority. No names."),
    )


class StaleRulesView(PortalView):
    """The rules nobody confirmed for too long: one's own first, for those who keep any."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        rules = list(stale_rules(timezone.localdate()).visible_to(self.user))
        own = [rule for rule in rules if rule.owner_id == self.user.pk]
        others = [rule for rule in rules if rule.owner_id != self.user.pk]
        context = {"own": own, "others": others, "confirms_all": self.user.is_staff}
        return self.render("states/stale_rules.html", context)


class ConfirmRuleView(PortalView):
    """Confirms one rule: “still true”."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_confirmer(self.actor, self.rule)
        return self._page(ConfirmForm(initial={"on": timezone.localdate()}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_confirmer(self.actor, self.rule)
        form = ConfirmForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            confirm_rule(self.actor, self.rule.pk, **form.cleaned_data)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self._page(form, status=409)
        messages.success(request, gettext("The rule is confirmed."))
        return self.redirect(f"{reverse('requests:sheet', args=[self.rule.state_id])}#rule-{self.rule.code}")

    @cached_property
    def rule(self) -> CountryRule:
        rules = CountryRule.objects.select_related("state", "authority", "owner", "confirmed_by")
        return self.get_visible(rules, state=self.kwargs["code"].upper(), code=self.kwargs["rule"])

    def _page(self, form: ConfirmForm, status: int = 200) -> HttpResponse:
        return self.render("states/rule_confirm.html", {"form": form, "rule": self.rule}, status=status)
