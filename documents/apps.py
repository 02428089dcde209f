from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents and letters")

    def ready(self) -> None:
        from documents import checks, events  # noqa: F401 - they register themselves
        from documents.sealing.detached import SEALER
        from mla_portal.audit.sealer import register_sealer

        register_sealer(SEALER)
