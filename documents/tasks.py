"""Background work of documents: ids in, one service call, safe to run twice."""

import logging
from typing import Any
from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from celery import Task, shared_task, signals
from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from documents import rendering, sealing
from documents.clamav import ScannerError
from documents.services import production, scanning

logger = logging.getLogger(__name__)

PASSING = (OperationalError, InterfaceError, OSError, BotoCoreError, ClientError)
"""Database or storage out of reach: tried again, later and later."""


@shared_task(
    bind=True, autoretry_for=PASSING, retry_backoff=2, retry_backoff_max=60, retry_jitter=True, max_retries=6
)
def render_and_seal(self: "Task[[str], None]", letter_id: str) -> None:
    """Makes one letter."""
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
    production.sweep()


@shared_task(autoretry_for=(ScannerError, *PASSING), retry_backoff=5, retry_jitter=True, max_retries=3)
def scan_version(version_id: str) -> None:
    """Scans one version for viruses."""
    scanning.scan(UUID(version_id))


@shared_task
def sweep_scans() -> None:
    """Sends again the versions whose scan did not come."""
    scanning.sweep()


@signals.worker_process_init.connect
def warm_up(**_: Any) -> None:
    """Loads what letters need, so that a worker's first letter is as quick as the others."""
    try:
        rendering.warm_up()
        sealing.seal_key()
    except (rendering.RenderingError, sealing.SealKeyError):
        logger.exception("Letters cannot be made by this worker.")
