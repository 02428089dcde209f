"""The web routes: one include per app."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import TemplateView

from mla_portal import errors, health
from mla_portal.accounts.views import Closed, DemoCodes

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("api/v1/", include(("mla_portal.api", "api"))),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    path("admin/", admin.site.urls),
    path("accounts/demo-codes/", DemoCodes.as_view(), name="demo-codes"),
    path("accounts/email/", Closed.as_view(), name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("documents.urls")),
    path("", include("states.urls")),
    path("", include("exchange.urls")),
    path("", include("casework.urls")),
]
