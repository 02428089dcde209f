from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The project itself: its system checks and commands."""

    name = "mla_portal"
    label = "portal"

    def ready(self) -> None:
        from mla_portal import checks  # noqa: F401 - registers them
