"""Placing an arrival with one confirmation: a new file, a file that exists, or by hand."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from casework.choices import CommunicationDirection, CommunicationType, Status
from casework.models import AssistanceRequest
from casework.selectors.case import cases
from casework.workflow import Reception, TransitionRule, table_for
from exchange.choices import Disposition
from exchange.forms import EnterForm, JoinForm, OpenForm
from exchange.policies import may_place
from exchange.services.placing import join_by_hand, join_by_letter, open_file
from exchange.views.intake import ArrivalView
from mla_portal.common.errors import NotPermitted, Refusal, StaleVersion
from mla_portal.common.views import add_refusal


class PlacingView(ArrivalView):
    """Takes one form of the arrival's page. Refused, it shows the page again with what was typed."""

    context_name: str

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.redirect(reverse("exchange:arrival", args=[kwargs["arrival_id"]]))

    def require_desk(self) -> None:
        if not may_place(self.actor, self.arrival):
            raise NotPermitted(_("Only officers of the central authority it came to may do this."))
        if self.arrival.disposition != Disposition.WAITING:
            done = self.arrival.get_disposition_display()
            raise Refusal(_("This is done already: %(what)s.") % {"what": done})

    def take(self, form: forms.Form, act: Callable[[dict[str, Any]], AssistanceRequest]) -> HttpResponse:
        if not form.is_valid():
            return self.show(status=422, **{self.context_name: form})
        try:
            request = act(form.cleaned_data)
        except (NotPermitted, StaleVersion):
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self.show(status=409, **{self.context_name: form})
        return self.placed(request)

    def placed(self, request: AssistanceRequest) -> HttpResponse:
        messages.success(
            self.request, _("Placed in the file %(reference)s.") % {"reference": request.own_reference}
        )
        return self.redirect(reverse("requests:case", args=[request.pk]))


class OpenView(PlacingView):
    """Opens a file, also for what will then be returned or forwarded."""

    context_name = "open_form"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_desk()
        return self.take(
            OpenForm(request.POST, arrival=self.arrival),
            lambda given: open_file(
                self.actor,
                self.arrival.pk,
                treaty=given.get("treaty"),
                title=given["title"],
                confirmed=given.get("confirmed", ""),
                expected_version=given["version"],
            ),
        )


class JoinView(PlacingView):
    """Joins it to a file: by its data where they are relied on, else by hand on a page of its own."""

    context_name = "join_form"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_desk()
        form = JoinForm(request.POST, arrival=self.arrival, user=self.user)
        if form.is_valid() and not self.arrival.reliance.may_fill:
            chosen = form.cleaned_data["request"]
            return self.redirect(reverse("exchange:enter", args=[self.arrival.pk, chosen.pk]))
        return self.take(
            form,
            lambda given: join_by_letter(
                self.actor,
                self.arrival.pk,
                given["request"].pk,
                confirmed=given.get("confirmed", ""),
                expected_version=given["version"],
            ),
        )


class EnterView(PlacingView):
    """Enters by hand what arrived in a file: first what it is, then what it says."""

    @cached_property
    def case(self) -> AssistanceRequest:
        return self.get_visible(cases(), pk=self.kwargs["case_id"], holder=self.arrival.holder)

    @cached_property
    def rules(self) -> dict[str, TransitionRule]:
        """What may arrive in this file now, by the type of communication; what moves the file comes first."""
        table, status = table_for(self.case.kind, self.case.direction), Status(self.case.status)
        received = CommunicationDirection.RECEIVED
        found = {
            str(rule.cause.communication): rule
            for rule in table.from_status(status)
            if isinstance(rule.cause, Reception)
        }
        for row in table.correspondence:
            if row.direction == received and status in row.sources:
                label: str | Promise = CommunicationType(row.type).label
                kept = TransitionRule(row.type, label, row.sources, status, Reception(row.type))
                found.setdefault(str(row.type), kept)
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_desk()
        chosen = request.GET.get("type", "")
        return self._page(chosen, self._form(chosen) if chosen else None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_desk()
        chosen = request.GET.get("type", "")
        form = self._form(chosen, request.POST)
        if not form.is_valid():
            return self._page(chosen, form, status=422)
        try:
            placed = join_by_hand(
                self.actor,
                self.arrival.pk,
                self.case.pk,
                CommunicationType(chosen),
                form.particulars(),
                expected_version=form.cleaned_data["version"],
            )
        except (NotPermitted, StaleVersion):
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self._page(chosen, form, status=409)
        return self.placed(placed)

    def _form(self, chosen: str, *data: Any) -> EnterForm:
        if chosen not in self.rules:
            raise Http404
        return EnterForm(*data, rule=self.rules[chosen], case=self.case, arrival=self.arrival)

    def _page(self, chosen: str, form: EnterForm | None, status: int = 200) -> HttpResponse:
        labels = {code: CommunicationType(code).label for code in self.rules}
        context = {
            "arrival": self.arrival,
            "case": self.case,
            "types": labels,
            "chosen": chosen,
            "form": form,
        }
        return self.render("exchange/enter.html", context, status=status)
