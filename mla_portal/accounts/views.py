"""Pages about accounts beyond allauth's own."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from mla_portal.accounts.demonstration import code_for
from mla_portal.common.views import Access, PortalView


class DemoCodes(PortalView):
    """The one-time code at hand, asked for again and again by the page that shows it."""

    access = Access.PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        if not settings.DEMO_CODES_ON_SCREEN:
            raise Http404
        response = self.render("demonstration/codes.html", {"code": code_for(request)})
        response["Cache-Control"] = "no-store"
        return response


class Closed(PortalView):
    """A page of allauth that is not opened here: administrators alone change the address of a user."""

    access = Access.PUBLIC

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise Http404
