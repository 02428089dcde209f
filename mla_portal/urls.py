"""The web routes: one include per app."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from mla_portal import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
]
