"""Background work of documents: ids in, one service call, safe to run twice."""

import logging
from typing import Any
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from celery import Task, shared_task, signals
from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from documents.clamav import ScannerError
from documents.services import destruction, orphans, scanning

logger = logging.getLogger(__name__)

PASSING = (OperationalError, InterfaceError, OSError, BotoCoreError, ClientError)
"""Database or storage out of reach: tried again, later and later."""


@shared_task(
    bind=True, autoretry_for=PASSING, retry_backoff=2, retry_backoff_max=60, retry_jitter=True, max_retries=6
)
def render_and_seal(self: "Task[[str], None]", letter_id: str) -> None:
    """Makes one letter."""
    from documents.services import production  # loads WeasyPrint and pyHanko: for workers, not for the web

    try:
        production.produce(UUID(letter_id), task=self.request.id or letter_id)
    except PASSING:
        raise
    except SoftTimeLimitExceeded:
        production.fail(UUID(letter_id), _("Making it took too long."))
        raise
    except Exception:
        production.fail(
            UUID(letter_id),
            _("An unexpected error. The administrator finds it in the log, with this letter."),
        )
        raise


@shared_task
def sweep_letters() -> None:
    """Sends again the letters that no living worker has."""
    from documents.services import production

    production.sweep()


@shared_task(autoretry_for=(ScannerError, *PASSING), retry_backoff=5, retry_jitter=True, max_retries=3)
def scan_version(version_id: str) -> None:
    """Scans one version for viruses."""
    scanning.scan(UUID(version_id))


@shared_task
def sweep_scans() -> None:
    """Sends again the versions whose scan did not come."""
    scanning.sweep()


@shared_task
def sweep_orphans() -> None:
    """Deletes uploads that belong to no version, once their transaction is surely over."""
    orphans.sweep_orphans()


@shared_task(autoretry_for=PASSING, retry_backoff=5, retry_jitter=True, max_retries=3)
def remove_destroyed() -> None:
    """Removes from the store what was ordered destroyed."""
    destruction.remove_destroyed()


@signals.worker_init.connect
def load(**_: Any) -> None:
    """Loads the libraries before the worker forks, so that its processes share their memory."""
    from documents.services import production  # noqa: F401


@signals.worker_init.connect
def warm_up(**_: Any) -> None:
    """Makes ready what a letter needs, so that a process makes its first letter as fast as the others."""
    from documents.rendering import pdf
    from documents.sealing import key

    try:
        pdf.warm_up()
        key.seal_key()
    except (pdf.RenderingError, key.SealKeyError):
        logger.exception("This worker cannot make letters.")
