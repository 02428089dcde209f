"""The base of every web page: it says who may enter and turns refusals into answers."""

from enum import Enum
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlencode, urlsplit, urlunsplit

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
from django.db import models
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from mla_portal.accounts.actors import Actor
from mla_portal.accounts.models import User
from mla_portal.common.answers import answer_field
from mla_portal.common.errors import AnswerNeeded, NotPermitted, Refusal, SecondFactorRequired
from mla_portal.common.querysets import VisibleQuerySet

ModelT = TypeVar("ModelT", bound=models.Model)


class Access(Enum):
    """Who may enter a page at all. What they see inside, `visible_to` and the policies decide."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    STAFF = "staff"


class PortalView(View):
    """A page that declares its `access`. One that does not is refused when its route is made.

    Raised inside a handler, these become answers: ObjectDoesNotExist → 404, NotPermitted → 403 with its
    sentence, SecondFactorRequired → the second factor and back, any other Refusal → 409 with its sentence.
    """

    access: ClassVar[Access]

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        if not isinstance(getattr(cls, "access", None), Access):
            raise ImproperlyConfigured(f"{cls.__module__}.{cls.__qualname__} does not declare its access.")
        return super().as_view(**initkwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.access is not Access.PUBLIC and not request.user.is_authenticated:
            return self._send_to_sign_in()
        try:
            if self.access is Access.STAFF and not self.user.is_staff:
                raise NotPermitted(_("Only administrators may open this page."))
            return super().dispatch(request, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error
        except SecondFactorRequired as refusal:
            return self._ask_second_factor(refusal)
        except NotPermitted as refusal:
            return self.refuse(refusal, status=403)
        except Refusal as refusal:
            return self.refuse(refusal, status=409)

    @property
    def user(self) -> User:
        """The signed-in person. Only for pages that are not public."""
        if not isinstance(self.request.user, User):
            raise TypeError("A public page has no user.")
        return self.request.user

    @property
    def actor(self) -> Actor:
        """Who acts, for the services."""
        return Actor.from_request(self.request)

    @property
    def is_htmx(self) -> bool:
        """Whether htmx asks for a part of the page, and not the browser for all of it."""
        return bool(getattr(self.request, "htmx", False)) and not self.request.headers.get("HX-Boosted")

    def get_visible(self, queryset: VisibleQuerySet[ModelT], **lookup: Any) -> ModelT:
        """The one row of the lookup that the user may know of; otherwise 404, whether it exists or not."""
        row = queryset.visible_to(self.request.user).filter(**lookup).first()
        if row is None:
            raise Http404
        return row

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        return render(self.request, template, context, status=status)

    def redirect(self, url: str) -> HttpResponse:
        """Sends the browser to another page, also where htmx asked."""
        if getattr(self.request, "htmx", False):
            return HttpResponse(headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)

    def refuse(self, refusal: Refusal, *, status: int) -> HttpResponse:
        """A page with the refusal's sentence; for htmx the sentence alone, among the page's messages."""
        context = {"refusal": refusal, "back": self.page_before()}
        if self.is_htmx:
            response = self.render("components/refusal.html", context, status=status)
            response["HX-Retarget"] = "#messages"
            response["HX-Reswap"] = "innerHTML show:top"
            return response
        return self.render("403.html" if status == 403 else "refused.html", context, status=status)

    def page_before(self) -> str:
        """The page the user came from, as a path, if it is ours; otherwise the start page."""
        for url in (self.request.headers.get("HX-Current-URL"), self.request.headers.get("Referer")):
            if url and url_has_allowed_host_and_scheme(url, allowed_hosts={self.request.get_host()}):
                return urlunsplit(("", "", *urlsplit(url)[2:4], ""))
        return "/"

    def _send_to_sign_in(self) -> HttpResponse:
        if getattr(self.request, "htmx", False):
            return self.redirect(f"{reverse('account_login')}?{urlencode({'next': self.page_before()})}")
        return redirect_to_login(self.request.get_full_path())

    def _ask_second_factor(self, refusal: SecondFactorRequired) -> HttpResponse:
        """To the user's second factor, and then back to the page that asked; without one, to set it up."""
        methods = get_adapter().get_reauthentication_methods(self.user)
        factors = [method["url"] for method in methods if method["id"].startswith("mfa")]
        if not factors:
            messages.error(self.request, _("This act asks for a second factor, and you have none. Add one."))
            return self.redirect(reverse("mfa_index"))
        messages.info(self.request, refusal.message)
        back = self.request.get_full_path() if self.request.method == "GET" else self.page_before()
        return self.redirect(f"{factors[0]}?{urlencode({'next': back})}")


def add_refusal(form: BaseForm, refusal: Refusal) -> None:
    """Puts a service's refusal where it belongs in a checked form: at its fields, or above all of them.

    Where an answer is needed the form asks for it, and tells why.
    """
    if isinstance(refusal, AnswerNeeded):
        form.fields["answer"] = answer_field()
        for reason in refusal.reasons:
            form.add_error(None, reason)
    elsewhere = [text for name, text in refusal.fields.items() if name not in form.fields]
    for name, text in refusal.fields.items():
        if name in form.fields:
            form.add_error(name, text)
    for text in elsewhere or ([] if refusal.fields else [refusal.message]):
        form.add_error(None, text)
