"""The Celery application: its queues, the schedule of beat, and what holds for every worker."""

import gc
import os
from typing import Any

from celery import Celery, Task, signals
from celery.schedules import crontab
from kombu import Queue

from mla_portal import broker
from mla_portal.logs import correlation_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mla_portal.settings.base")

broker.install()
app = Celery("mla_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.task_default_queue = "default"
app.conf.task_create_missing_queues = False
app.conf.task_queues = [Queue("default"), Queue("letters"), Queue("deliveries")]
# Rendering is heavy: with a queue of its own, other work does not wait behind letters.
app.conf.task_routes = {
    "documents.tasks.render_and_seal": {"queue": "letters"},
    "exchange.tasks.deliver": {"queue": "deliveries"},
}

# Every periodic task, one line each: name, task, seconds or crontab.
app.conf.beat_schedule = {
    "sweep-letters": {"task": "documents.tasks.sweep_letters", "schedule": 15.0},
    "sweep-deliveries": {"task": "exchange.tasks.sweep_deliveries", "schedule": 15.0},
    "sweep-scans": {"task": "documents.tasks.sweep_scans", "schedule": 60.0},
    "sweep-orphans": {"task": "documents.tasks.sweep_orphans", "schedule": crontab(hour="3", minute="50")},
    "remove-destroyed": {"task": "documents.tasks.remove_destroyed", "schedule": 600.0},
    "tidy-api": {"task": "mla_portal.tasks.tidy_api", "schedule": crontab(hour="3", minute="30")},
    "remind": {"task": "casework.tasks.remind", "schedule": crontab(minute="5")},
    "seal-audit": {"task": "mla_portal.audit.tasks.seal_audit", "schedule": crontab(minute="0")},
}


@signals.celeryd_init.connect
@signals.beat_init.connect
def make_ready(**_: Any) -> None:
    """Before a worker or beat connects: the embedded servers run, and an unsafe production ends here."""
    from django.core.exceptions import ImproperlyConfigured

    from mla_portal.checks import refuse_unsafe_production
    from mla_portal.settings.environment import environment

    environment.start_embedded_servers()
    try:
        refuse_unsafe_production()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from None  # Celery goes on after any other exception of a receiver


@signals.setup_logging.connect
def leave_logging_to_django(**_: Any) -> None:
    """A receiver of this signal keeps Celery from installing handlers of its own."""


@signals.worker_before_create_process.connect
def share_memory_with_children(**_: Any) -> None:
    """What is loaded by now is never collected, so the pages stay shared with the forked children."""
    gc.freeze()


@signals.before_task_publish.connect
def send_correlation_id(headers: dict[str, Any], **_: Any) -> None:
    headers["correlation_id_of_request"] = correlation_id.get()


@signals.task_prerun.connect
def take_correlation_id(task_id: str, task: Task[..., Any], **_: Any) -> None:
    """The lines of a task bear the identifier of the request that queued it, else the task's own."""
    sent = getattr(task.request, "correlation_id_of_request", None)
    correlation_id.set(sent if sent and sent != "-" else task_id)
