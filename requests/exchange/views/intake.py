"""The intake: what arrived and waits, entering it, and looking at one arrival."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.letters.content import RequestLetter
from exchange.choices import Disposition
from exchange.forms import FindForm, JoinForm, OpenForm, RegisterForm, SetAsideForm
from exchange.models import Arrival
from exchange.policies import desks_of, has_intake, may_place
from exchange.selectors import PAGE, arrivals, candidates, enclosures_of, find_arrivals, said_by
from exchange.services.arrivals import register_arrival, set_aside
from mla_portal.common.errors import NotPermitted, Refusal, StaleVersion
from mla_portal.common.views import Access, PortalView, add_refusal


class IntakeView(PortalView):
    """What arrived, the newest first: what waits, or the whole register."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        if not has_intake(self.user):
            raise NotPermitted(_("Only central authorities have an intake."))
        everything = request.GET.get("show") == "all"
        page = request.GET.get("page", "1")
        number = max(1, int(page)) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
        form = FindForm(request.GET.dict())
        found = find_arrivals(self.user, **form.cleaned_data) if form.is_valid() else Arrival.objects.none()
        found = found if everything else found.waiting()
        rows = list(found[(number - 1) * PAGE : number * PAGE + 1])
        context = {
            "form": form,
            "rows": rows[:PAGE],
            "everything": everything,
            "is_narrowed": form.has_changed(),
            "waiting_url": self._address(show=None),
            "all_url": self._address(show="all"),
            "number": number,
            "has_next": len(rows) > PAGE,
            "previous": self._address(page=number - 1) if number > 1 else "",
            "next": self._address(page=number + 1),
            "registers": bool(desks_of(self.user)),
        }
        return self.render("exchange/intake.html", context, status=200 if form.is_valid() else 422)

    def _address(self, **changes: object) -> str:
        """This page, otherwise asked; a change of anything but the page begins at the first."""
        asked = {name: self.request.GET.get(name, "") for name in ("show", "q", "since", "until")} | changes
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"


class RegisterView(PortalView):
    """Enters what arrived."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            arrival = register_arrival(
                self.actor,
                holder=form.cleaned_data["holder"],
                stated=form.stated(),
                files=form.cleaned_data["documents"],
            )
        except NotPermitted:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self._page(form, status=409)
        messages.success(request, _("Registered as %(reference)s.") % {"reference": arrival.reference})
        if not Arrival.objects.visible_to(self.user).filter(pk=arrival.pk).exists():
            messages.warning(
                request, _("It is more confidential than you may see; a colleague goes on with it.")
            )
            return self.redirect(reverse("exchange:intake"))
        return self.redirect(reverse("exchange:arrival", args=[arrival.pk]))

    def _form(self, *data: Any) -> RegisterForm:
        desks = desks_of(self.user)
        if not desks:
            raise NotPermitted(_("Only officers of a central authority register what arrives."))
        return RegisterForm(*data, desks=desks)

    def _page(self, form: RegisterForm, status: int = 200) -> HttpResponse:
        return self.render("exchange/register.html", {"form": form}, status=status)


class ArrivalView(PortalView):
    """One arrival: what it is, what it says, and what can be done with it."""

    access = Access.SIGNED_IN

    @cached_property
    def arrival(self) -> Arrival:
        return self.get_visible(arrivals(), pk=UUID(str(self.kwargs["arrival_id"])))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def show(self, status: int = 200, **forms: Any) -> HttpResponse:
        """The page, with forms that were refused, if any, as they were typed."""
        arrival, letter = self.arrival, self.arrival.letter
        context: dict[str, Any] = {
            "arrival": arrival,
            "registers": may_place(self.actor, arrival),
            "letter": letter,
            "said": said_by(letter) if letter else None,
            "enclosures": enclosures_of(arrival),
        }
        if arrival.disposition == Disposition.WAITING and may_place(self.actor, arrival):
            offered = candidates(self.user, arrival)
            context |= {
                "set_aside_form": SetAsideForm(initial={"version": arrival.version}),
                "open_form": OpenForm(arrival=arrival),
                "join_form": JoinForm(arrival=arrival, user=self.user),
                "candidates": offered,
                "returned": next((one for one in offered if one.is_revised_by(arrival)), None),
                "is_request": letter is None or isinstance(letter, RequestLetter),
            }
        return self.render("exchange/arrival.html", context | forms, status=status)


class SetAsideView(ArrivalView):
    """Ends an arrival that belongs in no file."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.redirect(reverse("exchange:arrival", args=[kwargs["arrival_id"]]))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SetAsideForm(request.POST)
        if not may_place(self.actor, self.arrival):
            raise NotPermitted(_("Only officers of the central authority it came to may do this."))
        if not form.is_valid():
            return self.show(status=422, set_aside_form=form)
        given = form.cleaned_data
        try:
            set_aside(self.actor, self.arrival.pk, reason=given["reason"], expected_version=given["version"])
        except (NotPermitted, StaleVersion):
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self.show(status=409, set_aside_form=form)
        messages.success(request, _("Set aside. It stays in the register."))
        return self.redirect(reverse("exchange:arrival", args=[self.arrival.pk]))
