from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatesConfig(AppConfig):
    name = "states"
    verbose_name = _("States and treaties")

    def ready(self) -> None:
        from states import checks  # noqa: F401 - registers the system checks
