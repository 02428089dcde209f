"""What is due: one list by day from everywhere, and the reminders that were not read."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.models import Reminder
from casework.selectors.agenda import SOURCES, agenda
from casework.services.reminders import read_reminders
from mla_portal.common.errors import Refusal
from mla_portal.common.views import Access, PortalView

AHEAD = {"7": gettext_lazy("A week"), "30": gettext_lazy("Thirty days"), "365": gettext_lazy("A year")}
"""How many days ahead the list may look."""

NOTICES = 50


class DueView(PortalView):
    """The agenda; every filter stands in the address."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET
        source = asked.get("source", "") if asked.get("source", "") in SOURCES else ""
        ahead = asked.get("ahead", "30") if asked.get("ahead", "30") in AHEAD else "30"
        today, mine = timezone.localdate(), asked.get("mine") == "on"
        until = today + timedelta(days=int(ahead))
        found = agenda(self.user, until=until, today=today, source=source, mine=mine)
        unread = Reminder.objects.visible_to(self.user).filter(read_at=None)
        context: dict[str, Any] = {
            "days": [(day, list(rows)) for day, rows in groupby(found, key=_day)],
            "today": today,
            "sources": SOURCES,
            "source": source,
            "ahead": ahead,
            "choices": AHEAD,
            "mine": mine,
            "notices": unread.select_related("deadline__request").order_by("-id")[:NOTICES],
        }
        return self.render("requests/due.html", context)


class ReadRemindersView(PortalView):
    """Marks reminders of one's own as read."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.redirect(reverse("requests:due"))

    def post(self, request: HttpRequest) -> HttpResponse:
        read_reminders(self.actor, _ids(request.POST.getlist("reminder")))
        messages.success(request, _("Marked as read."))
        return self.redirect(reverse("requests:due"))


def _day(row: Any) -> date:
    day: date = row.day
    return day


def _ids(given: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in given]
    except ValueError as error:
        raise Refusal(_("There is nothing to mark as read.")) from error
