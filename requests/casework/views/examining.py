"""Takes what an officer finds in the formal or in the legal check."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from casework.choices import CheckKind
from casework.policies import require_examinable
from casework.services.examinations import examine
from casework.views.case import CasePage
from casework.views.checks import CheckPage
from mla_portal.common.errors import NotPermitted, Refusal, StaleVersion

TABS = {CheckKind.FORMAL: "checks", CheckKind.LEGAL: "legal"}


class ExamineView(CasePage):
    """Takes the whole check at once. Refused, it shows the tab again with what was typed."""

    def get(self, request: HttpRequest, tab: str = "", **kwargs: Any) -> HttpResponse:
        return self.redirect(self._tab())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self._tab()
        require_examinable(self.case, self.actor)
        check = self.check_page(self.kind, request.POST)
        if "fill" in request.POST:
            filled = self.check_page(self.kind, check.form.with_what_the_portal_found())
            return self.show(TABS[self.kind], check=filled, is_filled=True)
        if not check.form.is_valid():
            return self.show(TABS[self.kind], status=422, check=check)
        given = check.form.examined()
        try:
            version = check.form.cleaned_data["version"]
            examine(self.actor, self.case_id, self.kind, given, expected_version=version)
        except NotPermitted:
            raise
        except StaleVersion as stale:
            check = self._as_it_is_now(request.POST, stale)
            return self.show(TABS[self.kind], status=409, check=check)
        except Refusal as refusal:
            check.form.add_refusal(refusal)
            return self.show(TABS[self.kind], status=409, check=check)
        messages.success(request, _("Your findings are saved."))
        return self.redirect(self._tab())

    @property
    def kind(self) -> CheckKind:
        return CheckKind(self.kwargs["kind"])

    def _tab(self) -> str:
        """The address of the check's tab. Raises Http404 where there is no such check."""
        if self.kwargs["kind"] not in CheckKind.values:
            raise Http404
        return self.url("case-tab", tab=TABS[self.kind])

    def _as_it_is_now(self, typed: QueryDict, stale: StaleVersion) -> CheckPage:
        """What was typed, over the check as it stands now: each point says what was found meanwhile."""
        del self.case
        data = typed.copy()
        data["version"] = str(self.case.version)
        check = self.check_page(self.kind, data)
        check.form.add_error(None, stale.message)
        return check
