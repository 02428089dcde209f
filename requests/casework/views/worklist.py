"""The worklist: where an officer's day begins."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from casework.choices import Direction, Status, Urgency
from casework.clock import today_of
from casework.models import AssistanceRequest
from casework.selectors.people import PersonMatch, search_people
from casework.selectors.worklist import (
    DUE_LABELS,
    LAST_PAGE,
    OPEN,
    SORT_LABELS,
    TAB_LABELS,
    Question,
    Tab,
    find_requests,
    worklist_page,
)
from casework.workflow import DESK
from mla_portal.common.views import Access, PortalView
from states.choices import Role
from states.memberships import memberships_of
from states.models import State
from states.querysets import NAME_LANGUAGES
from states.treaties import get_treaty_rules, treaty_codes

STATUS_LABELS = dict(Status.choices)
SOON = timedelta(days=7)


class WorklistView(PortalView):
    """Mine, my authority's, those to approve, or all I may see; every filter stands in the address."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        if not memberships_of(self.user) and not AssistanceRequest.objects.visible_to(self.user).exists():
            return self.render("requests/no_membership.html")
        measures = measure_labels()
        question = Question.read(request.GET.dict(), measures=measures)
        named = search_people(self.user, question.q) if question.q else []
        today = today_of(self.user)
        found = find_requests(self.user, question, today=today, named=named)
        context: dict[str, Any] = {
            "question": question,
            "tabs": self._tabs(question),
            "page": worklist_page(found, question.page),
            "status_labels": STATUS_LABELS,
            "found_by": _by_request(named),
            "today": today,
            "soon": today + SOON,
            "address": self._address(question, page=question.page),
            "previous": self._address(question, page=question.page - 1) if question.page > 1 else "",
            "next": self._address(question, page=question.page + 1) if question.page < LAST_PAGE else "",
            "is_desk": any(member.role in DESK for member in memberships_of(self.user)),
        }
        if self.is_htmx:
            response = self.render("requests/worklist_results.html", context)
            response["HX-Push-Url"] = context["address"]
        else:
            context["choices"] = _choices(question, measures)
            response = self.render("requests/worklist.html", context)
        response["Vary"] = "HX-Request"
        return response

    def _tabs(self, question: Question) -> list[dict[str, Any]]:
        approves = any(member.role == Role.APPROVER for member in memberships_of(self.user))
        return [
            {"label": label, "url": self._address(question, tab=tab), "is_here": tab is question.tab}
            for tab, label in TAB_LABELS.items()
            if tab is not Tab.APPROVAL or approves
        ]

    def _address(self, question: Question, **changes: Any) -> str:
        asked = question.asked(**changes)
        return f"{self.request.path}?{urlencode(asked)}" if asked else self.request.path


def measure_labels() -> dict[str, Any]:
    """Every measure the treaty files know, in the reader's language."""
    return {
        measure.code: measure.label for code in treaty_codes() for measure in get_treaty_rules(code).measures
    }


def _by_request(named: Iterable[PersonMatch]) -> dict[Any, list[PersonMatch]]:
    found: dict[Any, list[PersonMatch]] = {}
    for match in named:
        found.setdefault(match.request_id, []).append(match)
    return found


def _choices(question: Question, measures: Mapping[str, Any]) -> dict[str, SafeString]:
    """The options of each filter, ready-made: two hundred States are not worth a template loop."""
    code = (get_language() or "en").split("-")[0]
    name = f"name_{code if code in NAME_LANGUAGES else 'en'}"
    states = State.objects.by_name().values_list("code", name)
    return {
        "status": _options({OPEN: _("Open files"), **STATUS_LABELS}, question.status),
        "state": _options(dict(states), question.state),
        "measure": _options(measures, question.measure),
        "urgency": _options(dict(Urgency.choices), question.urgency),
        "direction": _options(dict(Direction.choices), question.direction),
        "due": _options(DUE_LABELS, question.due),
        "sort": _options(SORT_LABELS, question.sort),
    }


def _options(labels: Mapping[Any, object], chosen: str) -> SafeString:
    """Escaped here and joined plainly: `format_html` for each of them costs a sixth of the page."""
    options = (
        f"<option value='{escape(value)}'{' selected' * (value == chosen)}>{escape(label)}</option>"
        for value, label in labels.items()
    )
    return mark_safe("".join(options))  # noqa: S308 - every part is escaped
