"""The country sheet with what its rules were worth, and the page that records why a request came back."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms.fields import ProseField
from casework.models import Communication
from casework.policies import require_desk
from casework.selectors.rule_worth import RuleWorth, Worth, proposals, rules_worth
from casework.services.returns import CAUSING, known_rules, record_causes
from casework.views.base import CaseWithPartsView
from mla_portal.common.errors import Refusal
from mla_portal.common.views import Access, PortalView, add_refusal
from states.models import CountryRule, State
from states.services.country_rules import may_confirm
from states.sheets import SheetLine, country_sheet


@dataclass(frozen=True, slots=True)
class Line:
    """One rule of the sheet with its worth, for a reader who may confirm it or not."""

    sheet: SheetLine
    worth: RuleWorth
    may_confirm: bool

    @property
    def rule(self) -> CountryRule:
        return self.sheet.rule


@dataclass(frozen=True, slots=True)
class Bar:
    """A rule's share in the chart, in hundredths of the longest bar."""

    rule: CountryRule
    worth: Worth
    flagged: int
    returned: int


class SheetView(PortalView):
    """What a State asks of requests, rule by rule, and how often a request came back for it."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        state = self.get_visible(State.objects.all(), code=code.upper())
        worth = rules_worth(self.user, state.pk)
        sections = [
            (section.category, [self._line(line, worth) for line in section.lines])
            for section in country_sheet(self.user, state, timezone.localdate())
        ]
        lines = [line for _category, rows in sections for line in rows]
        context = {
            "state": state,
            "sections": sections,
            "stale": sum(line.sheet.is_stale for line in lines),
            "bars": _bars(lines),
            "years": sorted({year for line in lines for year in line.worth.years}, reverse=True),
            "proposals": proposals(self.user, state.pk),
        }
        return self.render("states/sheet.html", context)

    def _line(self, line: SheetLine, worth: dict[str, RuleWorth]) -> Line:
        known = worth.get(line.rule.key, RuleWorth())
        return Line(line, known, may_confirm(self.actor, line.rule))


def _bars(lines: list[Line]) -> list[Bar]:
    """The rules that ever warned or caused a return, those of the most returns first."""
    told = [line for line in lines if line.worth.total.flagged or line.worth.total.returned]
    longest = max((max(line.worth.total.flagged, line.worth.total.returned) for line in told), default=0)
    told.sort(key=lambda line: (-line.worth.total.returned, -line.worth.total.flagged))
    return [
        Bar(
            line.rule,
            line.worth.total,
            100 * line.worth.total.flagged // longest,
            100 * line.worth.total.returned // longest,
        )
        for line in told
    ]


class CausesForm(forms.Form):
    """Which rules a return or a question names, or what rule was missing."""

    rules = forms.MultipleChoiceField(
        label=_("Rules it names"), required=False, widget=forms.CheckboxSelectMultiple
    )
    proposal = ProseField(
        label=_("A rule we did not have"),
        required=False,
        rows=3,
        help_text=_("What the State asks, in a sentence, for whoever keeps its sheet. Name no persons."),
    )

    def __init__(self, *args: Any, rules: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["rules"].choices = list(rules.items())  # type: ignore[attr-defined]


class CausesView(CaseWithPartsView):
    """Why the counterpart returned our request, or asked."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        said = list(self.communication.returns.all())
        initial = {
            "rules": [cause.rule for cause in said if cause.rule],
            "proposal": "".join(cause.proposal for cause in said),
        }
        return self._page(CausesForm(initial=initial, rules=known_rules(self.case)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        form = CausesForm(request.POST, rules=known_rules(self.case))
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            record_causes(self.actor, self.case_id, self.communication.pk, **form.cleaned_data)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self._page(form, status=409)
        messages.success(request, gettext("It is recorded why it came back."))
        return self.redirect(self.url("case-tab", tab="communications"))

    @cached_property
    def communication(self) -> Communication:
        """404 for one that is no return and no question of theirs."""
        found = self.case.communications.filter(
            pk=self.kwargs["communication_id"], type__in=CAUSING, direction="received"
        ).first()
        if found is None:
            raise Http404
        return found

    def _page(self, form: CausesForm, status: int = 200) -> HttpResponse:
        context = {"case": self.case, "communication": self.communication, "form": form}
        return self.render("requests/return_causes.html", context, status=status)
