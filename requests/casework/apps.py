from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """Labelled `requests`, so that tables and permissions carry the field's word (ADR 0001)."""

    name = "casework"
    label = "requests"
    verbose_name = _("Requests")

    def ready(self) -> None:
        from casework import checks, handlers  # noqa: F401 - importing the checks registers them

        handlers.register()
