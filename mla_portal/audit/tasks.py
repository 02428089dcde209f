"""The checkpoints of the audit record, hour by hour."""

from celery import shared_task
from django.db import InterfaceError, OperationalError

from mla_portal.audit.checkpoints import seal_checkpoints
from mla_portal.audit.sealer import SealingFailed

TROUBLE = (SealingFailed, OperationalError, InterfaceError, OSError)
"""Passing, or for an administrator to mend: tried again for some minutes, and then at the next hour."""


@shared_task(autoretry_for=TROUBLE, retry_backoff=5, retry_backoff_max=120, retry_jitter=True, max_retries=12)
def seal_audit() -> None:
    """Covers what has happened since the last checkpoint."""
    seal_checkpoints()
