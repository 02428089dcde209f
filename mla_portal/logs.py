"""One identifier ties together the log lines of an HTTP request and of the tasks it queued."""

import logging
import time
from contextvars import ContextVar
from typing import Any

correlation_id: ContextVar[str] = ContextVar("correlation_id", default="-")


class UtcFormatter(logging.Formatter):
    """Times in UTC, whatever the machine's zone."""

    @staticmethod
    def converter(seconds: float | None) -> time.struct_time:
        return time.gmtime(seconds)


class CorrelationFilter(logging.Filter):
    """Adds `correlation_id` to every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.correlation_id = correlation_id.get()
        return True


def logging_settings(level: str) -> dict[str, Any]:
    """Everything to standard output, one line a record; the platform keeps and rotates."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"correlation": {"()": CorrelationFilter}},
        "formatters": {
            "line": {
                "format": "{asctime}.{msecs:03.0f}Z {levelname} {name} [{correlation_id}] {message}",
                "datefmt": "%Y-%m-%dT%H:%M:%S",
                "style": "{",
                "()": UtcFormatter,
            }
        },
        "handlers": {
            "stdout": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": "line",
                "filters": ["correlation"],
            }
        },
        "root": {"level": level, "handlers": ["stdout"]},
        "loggers": {
            "django": {"level": level, "handlers": [], "propagate": True},
            "django.server": {"level": level, "handlers": [], "propagate": True},
            # These two chatter at INFO about every glyph and every file.
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
        },
    }
