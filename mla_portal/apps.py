from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The project itself: its system checks and commands."""

    name = "mla_portal"
    label = "portal"

    def ready(self) -> None:
        from mla_portal import celery, checks  # noqa: F401 - every process knows the queues and the checks
