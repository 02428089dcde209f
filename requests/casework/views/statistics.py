"""The statistics of an authority: for its approvers and auditors."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.choices import Direction, Status
from casework.deadlines import BY_HAND, label_of
from casework.forms.statistics import StatisticsForm, labels_of
from casework.policies import counted_authorities
from casework.selectors import statistics
from casework.selectors.durations import durations
from casework.selectors.statistics import FIGURES
from casework.wording import communication, transition
from mla_portal.common.errors import NotPermitted
from mla_portal.common.views import Access, PortalView
from states.treaties import get_treaty_rules, treaty_codes


class StatisticsView(PortalView):
    """Figures, times, grounds, deadlines and events of a period."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        form = self.form()
        if not form.is_valid():
            return self.render("requests/statistics.html", {"form": form}, status=422)
        asked, by = form.asked, form.cleaned_data["by"]
        today = timezone.localdate(timezone=asked.zone)
        context = {
            "form": form,
            "asked": asked,
            "columns": list(FIGURES.values()),
            "rows": _rows(statistics.figures(self.user, asked, by), by),
            "by": by,
            "refusals": _refusals(statistics.refusals(self.user, asked)),
            "durations": durations(self.user, asked),
            "deadlines": _deadlines(statistics.deadlines(self.user, asked, today)),
            "events": _events(statistics.events(self.user, asked)),
            "status_labels": dict(Status.choices),
            "direction_labels": dict(Direction.choices),
            "query": request.GET.urlencode(),
        }
        return self.render("requests/statistics.html", context)

    def form(self) -> StatisticsForm:
        """What is asked. Raises NotPermitted for readers who are neither approver nor auditor anywhere."""
        authorities = counted_authorities(self.user)
        if not authorities.exists():
            raise NotPermitted(_("Statistics are for the approvers and auditors of an authority."))
        return StatisticsForm(self.request.GET.dict(), authorities=authorities)


class StatisticsCsvView(StatisticsView):
    """The figures as a table for a spreadsheet."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = self.form()
        if not form.is_valid():
            return self.render("requests/statistics.html", {"form": form}, status=422)
        asked, by = form.asked, form.cleaned_data["by"]
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        name = f"statistics-{asked.authority.code}-{asked.first}-{asked.last}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        writer = csv.writer(response)
        writer.writerow(["direction", by or "value", *FIGURES])
        for (direction, value), counts in statistics.figures(self.user, asked, by).items():
            writer.writerow([direction, _as_text(value), *counts.values()])
        return response


def _as_text(value: str) -> str:
    """So that no spreadsheet takes it for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _rows(found: dict[tuple[str, str], dict[str, int]], by: str) -> list[tuple[str, str, list[int]]]:
    labels = labels_of(by)
    return [
        (str(Direction(direction).label), labels.get(value, value), list(counts.values()))
        for (direction, value), counts in found.items()
    ]


def _refusals(found: dict[tuple[str, str], int]) -> list[tuple[str, str, int]]:
    rules = [get_treaty_rules(code) for code in treaty_codes()]
    labels = {ground.code: str(ground.label) for rule in rules for ground in rule.grounds}
    return [
        (str(Direction(direction).label), labels.get(ground, ground) or _("No ground named"), n)
        for (direction, ground), n in found.items()
    ]


def _deadlines(found: dict[tuple[str, str], dict[str, int]]) -> list[tuple[str, str, dict[str, int]]]:
    return [
        (str(Direction(direction).label), _due(code), counts) for (direction, code), counts in found.items()
    ]


def _due(code: str) -> str:
    """What was due, in the words of whichever treaty has this deadline."""
    if code == BY_HAND:
        return _("Set by hand")
    words = (label_of(code, treaty) for treaty in treaty_codes())
    return next((label for label in words if label != code), code)


def _events(found: dict[tuple[str, str, str], int]) -> list[tuple[str, str, int]]:
    told: list[Any] = []
    for (direction, what, name), n in found.items():
        words = transition(name) if what == "act" else communication(name)
        if what != "act":
            words = _("%(letter)s, received") % {"letter": words} if what == "received" else words
        told.append((str(Direction(direction).label), words, n))
    return told
