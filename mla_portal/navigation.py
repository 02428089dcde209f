"""What frames every page: where its reader may go, and what the installation is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.models import Reminder
from casework.selectors.approvals import count_awaiting_approval
from casework.selectors.execution import competent_authorities_of, count_given
from casework.workflow import DESK
from exchange.policies import has_intake, registers
from exchange.selectors import count_waiting, failed_deliveries
from mla_portal.accounts.models import User
from mla_portal.accounts.second_factor import second_factor_confirmed_at
from mla_portal.settings.environment import Mode
from states.choices import Role
from states.memberships import memberships_of
from states.models import Authority

COUNTED = 99
"""Beyond this the navigation says 99+."""
FAILURES_SHOWN = 5
"""Letters not delivered that the worklist names at once; it goes on to the next as they are seen to."""


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of the main navigation. `count` is what waits there, empty where nothing does."""

    label: str | Promise
    url: str
    icon: str
    is_here: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A line at the head of the worklist: something the desk has to see to."""

    text: str
    url: str
    is_warning: bool = False


class Frame:
    """What `templates/base.html` asks about the reader. Nothing is looked up unless the page shows it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        user = getattr(request, "user", None)
        self.user: User | None = user if isinstance(user, User) else None

    @property
    def is_demo(self) -> bool:
        return bool(settings.MODE is Mode.DEMO)

    @property
    def codes_on_screen(self) -> bool:
        """Whether sign-in shows the demo accounts and their one-time codes."""
        return bool(settings.DEMO_CODES_ON_SCREEN)

    @property
    def is_desk(self) -> bool:
        """Whether the reader works on files, and not only reads them."""
        return self.user is not None and any(member.role in DESK for member in memberships_of(self.user))

    @cached_property
    def authorities(self) -> list[str]:
        """The names of the authorities the reader serves in."""
        if self.user is None:
            return []
        serving = [member.authority_id for member in memberships_of(self.user)]
        return list(Authority.objects.filter(pk__in=serving).values_list("name", flat=True))

    @cached_property
    def lacks_second_factor(self) -> bool:
        """Whether the reader should be led to set one up. A session signed in with one needs no query."""
        if self.user is None or not memberships_of(self.user):
            return False
        if second_factor_confirmed_at(self.request):
            return False
        return not is_mfa_enabled(self.user)

    @property
    def is_counting(self) -> bool:
        """Whether the statistics are the reader's to see."""
        return self.user is not None and any(
            member.role in (Role.APPROVER, Role.AUDITOR) for member in memberships_of(self.user)
        )

    @property
    def is_approver(self) -> bool:
        return self.user is not None and any(m.role == Role.APPROVER for m in memberships_of(self.user))

    @cached_property
    def arrivals_waiting(self) -> int:
        """How many arrivals wait to be placed, counted up to a limit."""
        return count_waiting(self.user, at_most=COUNTED + 1) if self.user is not None else 0

    @cached_property
    def notices(self) -> list[Notice]:
        """What the worklist says above the files: letters that were not delivered, and what waits in the
        intake."""
        return list(self._notices())

    def _notices(self) -> Iterator[Notice]:
        if self.user is None or not self.is_desk:
            return
        for delivery in failed_deliveries(self.user)[:FAILURES_SHOWN]:
            request = delivery.communication.request
            words = {
                "letter": delivery.communication.get_type_display(),
                "file": request.own_reference,
                "to": delivery.to.name,
            }
            yield Notice(
                _("%(letter)s of the file %(file)s has not reached %(to)s.") % words,
                reverse("requests:case-tab", args=[request.pk, "communications"]),
                is_warning=True,
            )
        if registers(self.user) and (waiting := self.arrivals_waiting):
            text = ngettext(
                "%(count)s arrival is not placed in a file yet.",
                "%(count)s arrivals are not placed in a file yet.",
                waiting,
            )
            yield Notice(text % {"count": _shown(waiting)}, reverse("exchange:intake"))

    @cached_property
    def items(self) -> list[NavigationItem]:
        """The main navigation for this reader."""
        return list(self._items())

    def _items(self) -> Iterator[NavigationItem]:
        if self.user is not None:
            yield self._item(_("Worklist"), "requests:worklist", "list-details")
            if competent_authorities_of(self.user):
                given = count_given(self.user, at_most=COUNTED + 1)
                yield self._item(
                    _("Measures given to us"), "requests:measures-given", "clipboard-list", _shown(given)
                )
            if has_intake(self.user):
                yield self._item(_("Intake"), "exchange:intake", "inbox", _shown(self.arrivals_waiting))
            if self.is_approver:
                waiting = count_awaiting_approval(self.user, at_most=COUNTED + 1)
                yield self._item(_("Approvals"), "requests:approvals", "checks", _shown(waiting))
            if self.is_desk:
                yield self._item(_("New request"), "requests:new", "file-plus")
            if memberships_of(self.user):
                unread = Reminder.objects.visible_to(self.user).filter(read_at=None)
                count = unread[: COUNTED + 1].count()
                yield self._item(_("Due"), "requests:due", "calendar-due", _shown(count))
            if self.is_counting:
                yield self._item(_("Statistics"), "requests:statistics", "chart-bar")
            yield self._item(_("Can we cooperate?"), "states:cooperation", "scale")
            yield self._item(_("States"), "states:states", "world")
            yield self._item(_("Authorities"), "states:authorities", "building-bank")
        yield self._item(_("Verify a letter"), "verify", "rosette-discount-check")
        if self.user is not None and self.user.is_staff:
            yield self._item(_("Administration"), "admin:index", "settings")

    def _item(self, label: str | Promise, route: str, icon: str, count: str = "") -> NavigationItem:
        url = reverse(route)
        is_here = self.request.path == url if url == "/" else self.request.path.startswith(url)
        return NavigationItem(label, url, icon, is_here, count)


def _shown(waiting: int) -> str:
    return f"{COUNTED}+" if waiting > COUNTED else str(waiting or "")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` in every template."""
    return {"frame": Frame(request)}
