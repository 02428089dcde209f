from django.apps import AppConfig
from django.contrib.admin import apps as administration


class PortalConfig(AppConfig):
    """The project itself: its system checks and commands."""

    name = "mla_portal"
    label = "portal"

    def ready(self) -> None:
        from mla_portal import celery, checks  # noqa: F401 - every process knows the queues and the checks


class AdministrationConfig(administration.AdminConfig):
    """Django's administration, at the portal's own door."""

    default = False
    default_site = "mla_portal.administration.PortalAdminSite"
