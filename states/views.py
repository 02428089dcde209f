"""States, their authorities, and whether two of them can cooperate under a treaty."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from mla_portal.common.views import Access, PortalView
from states.applicability import applicability, standings
from states.choices import BindingLevel
from states.forms import AuthoritiesFilter, CooperationForm, StatesFilter
from states.memberships import memberships_of
from states.models import Authority, State, Treaty
from states.sheets import country_sheet

KIND = "mla"
"""The kind of request this page speaks of, as the treaty file's parts name it."""


class StatesView(PortalView):
    """Every State and where it stands under a treaty today."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        form = StatesFilter(request.GET)
        asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
        treaty = Treaty.objects.visible_to(self.user).first()
        states = State.objects.visible_to(self.user).by_name()
        if text := asked.get("q"):
            states = states.filter(
                _like(text, "name_en", "name_fr", "name_es") | Q(code__iexact=text) | Q(alpha3__iexact=text)
            )
        rows = standings(treaty, states, timezone.localdate()) if treaty else ()
        if level := asked.get("level"):
            rows = tuple(row for row in rows if _is_asked(row.level, level))
        context = {"form": form, "treaty": treaty, "standings": rows}
        return self.render(_part(self, "states/states.html", "states/states_results.html"), context)


class StateView(PortalView):
    """One State: its authorities, its part in each treaty, what it declared."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        state = self.get_visible(State.objects.all(), code=code.upper())
        today = timezone.localdate()
        treaties = Treaty.objects.visible_to(self.user)
        context = {
            "state": state,
            "authorities": state.authorities.order_by("kind", "name"),
            "parts": [(treaty, standings(treaty, [state], today)[0]) for treaty in treaties],
            "sheet": country_sheet(self.user, state, today),
            "today": today,
        }
        return self.render("states/state.html", context)


class AuthoritiesView(PortalView):
    """Every authority the portal knows."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        form = AuthoritiesFilter(request.GET)
        asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
        rows: QuerySet[Authority] = Authority.objects.visible_to(self.user).select_related("state")
        if text := asked.get("q"):
            rows = rows.filter(
                _like(
                    text,
                    "name",
                    "name_in_letters",
                    "code",
                    "state__name_en",
                    "state__name_fr",
                    "state__name_es",
                )
            )
        if kind := asked.get("kind"):
            rows = rows.filter(kind=kind)
        context = {"form": form, "authorities": rows}
        return self.render(_part(self, "states/authorities.html", "states/authorities_results.html"), context)


class AuthorityView(PortalView):
    """One authority: what it is competent for and how to reach it."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest, authority_id: str) -> HttpResponse:
        authority = self.get_visible(Authority.objects.select_related("state"), pk=authority_id)
        return self.render("states/authority.html", {"authority": authority})


class CooperationView(PortalView):
    """Two States, a crime and a day: a plain answer, how sure it is, and from which sources."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        if not Treaty.objects.visible_to(self.user).exists():
            raise Http404
        asked = "requesting" in request.GET
        form = CooperationForm(request.GET if asked else None, user=self.user, initial=self._first_guess())
        context = {
            "form": form,
            "answer": _answer(form) if asked and form.is_valid() else None,
            "asked": asked,
        }
        return self.render(_part(self, "states/cooperation.html", "states/cooperation_answer.html"), context)

    def _first_guess(self) -> dict[str, Any]:
        own = Authority.objects.filter(pk__in=[member.authority_id for member in memberships_of(self.user)])
        return {
            "treaty": Treaty.objects.visible_to(self.user).first(),
            "requesting": own.values_list("state_id", flat=True).first(),
            "requested": self.request.GET.get("requested"),
            "on": timezone.localdate(),
        }


def _answer(form: CooperationForm) -> dict[str, Any]:
    """The answer and its verdict: the level, unless the crime's annex is not accepted by both."""
    data = form.cleaned_data
    treaty: Treaty = data["treaty"]
    part = treaty.rules.part_for(KIND)
    found = applicability(
        treaty,
        data["requesting"],
        data["requested"],
        data["on"],
        part=part.code if part else None,
        crime=data["crime"] or None,
    )
    refused = found.level.rank >= BindingLevel.RATIFIED.rank and any(
        warning.code == "annex_not_accepted" for warning in found.warnings
    )
    return {"found": found, "verdict": "annex_not_accepted" if refused else found.level.value}


def _part(view: PortalView, page: str, part: str) -> str:
    return part if view.is_htmx else page


def _is_asked(level: BindingLevel, asked: str) -> bool:
    return level != BindingLevel.NONE if asked == "some" else level == asked


def _like(text: str, *names: str) -> Q:
    rule = Q()
    for name in names:
        rule |= Q(**{f"{name}__unaccent__icontains": text})
    return rule
