"""gunicorn's settings: `gunicorn` in this folder serves the portal; WEB_CONCURRENCY sets how many workers."""

import gc
import os
from typing import Any

wsgi_app = "mla_portal.wsgi"
bind = os.environ.get("MLA_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
preload_app = True  # the workers share what the master has loaded
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
accesslog = None  # the reverse proxy writes one
control_socket_disable = True  # it would lie in HOME
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - heartbeats belong in memory


def when_ready(server: Any) -> None:
    """What is loaded by now is never collected, so its pages stay shared with the forked workers."""
    gc.collect()
    gc.freeze()
