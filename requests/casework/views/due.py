"""What is due: one list by day from everywhere, and the reminders that were not read."""

from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.clock import today_of
from casework.forms.clocks import DueForm
from casework.models import Reminder
from casework.querysets import ReminderQuerySet
from casework.selectors.agenda import SOURCES, agenda, reminded_of
from casework.services.reminders import read_reminders
from mla_portal.common.errors import Refusal
from mla_portal.common.views import Access, PortalView

NOTICES = 50


class DueView(PortalView):
    """The agenda; every filter stands in the address."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        today = today_of(self.user)
        form = DueForm(request.GET.dict(), user=self.user, today=today)
        found = agenda(self.user, form.wanted) if form.is_valid() else []
        unread = Reminder.objects.visible_to(self.user).filter(read_at=None)
        context: dict[str, Any] = {
            "form": form,
            "days": [(day, list(rows)) for day, rows in groupby(found, key=_day)],
            "today": today,
            "sources": SOURCES,
            "notices": [(row, reminded_of(row)) for row in _with_files(unread).order_by("-id")[:NOTICES]],
        }
        return self.render("requests/due.html", context, status=200 if form.is_valid() else 422)


class ReadRemindersView(PortalView):
    """Marks reminders of one's own as read."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.redirect(reverse("requests:due"))

    def post(self, request: HttpRequest) -> HttpResponse:
        read_reminders(self.actor, _ids(request.POST.getlist("reminder")))
        messages.success(request, _("Marked as read."))
        return self.redirect(reverse("requests:due"))


def _with_files(reminders: ReminderQuerySet) -> ReminderQuerySet:
    return reminders.select_related("deadline__request", "consent__request")


def _day(row: Any) -> date:
    day: date = row.day
    return day


def _ids(given: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in given]
    except ValueError as error:
        raise Refusal(_("There is nothing to mark as read.")) from error
