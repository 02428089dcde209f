"""Background work of the exchange: ids in, one service call, safe to run twice."""

from uuid import UUID

from botocore.exceptions import BotoCoreError, ClientError
from celery import Task, shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from exchange.services import deliveries

PASSING = (OperationalError, InterfaceError, OSError, BotoCoreError, ClientError)
"""Database or storage out of reach: tried again, later and later."""


@shared_task(
    bind=True, autoretry_for=PASSING, retry_backoff=2, retry_backoff_max=60, retry_jitter=True, max_retries=6
)
def deliver(self: "Task[[str], None]", delivery_id: str) -> None:
    """Delivers one communication to another desk."""
    try:
        deliveries.deliver(UUID(delivery_id), task=self.request.id or delivery_id)
    except PASSING:
        raise
    except SoftTimeLimitExceeded:
        deliveries.fail(UUID(delivery_id), _("Delivering it took too long."))
        raise
    except Exception:
        deliveries.fail(
            UUID(delivery_id),
            _("An unexpected error. The administrator finds it in the log, with this delivery."),
        )
        raise


@shared_task
def sweep_deliveries() -> None:
    """Sends again the deliveries that no living worker has."""
    deliveries.sweep()
