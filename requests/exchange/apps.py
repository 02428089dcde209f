from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Intake and delivery."""

    name = "exchange"
    verbose_name = _("Exchange between authorities")

    def ready(self) -> None:
        from exchange import handlers

        handlers.register()
