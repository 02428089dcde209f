"""The administration's door: the portal's own sign-in, and a second factor proved in this session."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mla_portal.accounts.models import User
from mla_portal.accounts.second_factor import second_factor_confirmed_at


class PortalAdminSite(AdminSite):
    """Django's administration behind allauth. It has no sign-in or password pages of its own."""

    site_title = site_header = gettext_lazy("MLA Portal – administration")
    index_title = gettext_lazy("Reference data, users and letter texts")

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and second_factor_confirmed_at(request) is not None

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sends whoever may not enter yet to the page where they get what they lack."""
        wanted = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
            wanted = reverse("admin:index")
        if self.has_permission(request):
            return HttpResponseRedirect(wanted)
        if not isinstance(request.user, User):
            return redirect_to_login(wanted)
        if not request.user.is_staff:
            raise PermissionDenied
        if not is_mfa_enabled(request.user):
            messages.error(request, _("The administration asks for a second factor, and you have none."))
            return HttpResponseRedirect(reverse("mfa_index"))
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': wanted})}")

    def logout(  # type: ignore[override] # the base promises a page where it, too, redirects
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_change_password"))
