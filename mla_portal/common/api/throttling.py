"""Limits per client in windows of a minute, counted in Redis and told in the RateLimit headers."""

import logging
import time
from functools import cache
from typing import Any

import redis
from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

logger = logging.getLogger(__name__)

WINDOW = 60


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2)


def count(name: str, window: int = WINDOW) -> int:
    """Counts one more event of this name in the running window (seconds) and answers how many there were.

    Answers 0 where Redis does not: a limit protects the portal from load, it is no permission.
    """
    key = f"{settings.REDIS_PREFIX}:rate:{name}:{int(time.time()) // window}"
    try:
        number = int(_redis().incr(key))
        if number == 1:
            _redis().expire(key, window)
    except redis.RedisError:
        logger.warning("The rate limit cannot be counted: Redis does not answer.")
        return 0
    return number


def counted(name: str, window: int = WINDOW) -> int:
    """How many events of this name the running window has seen."""
    key = f"{settings.REDIS_PREFIX}:rate:{name}:{int(time.time()) // window}"
    try:
        return int(_redis().get(key) or 0)
    except redis.RedisError:
        return 0


class ClientThrottle(BaseThrottle):
    """So many requests a minute for each client, or for each address where there is none.

    `view.throttle_limit` names the setting in `API_RATES`.
    """

    def allow_request(self, request: Request, view: Any) -> bool:
        limit = settings.API_RATES[view.throttle_limit]
        who = getattr(request.auth, "client_id", None) or request.META.get("REMOTE_ADDR", "")
        used = count(f"{view.throttle_limit}:{who}")
        self.left = WINDOW - int(time.time()) % WINDOW
        request._request.rate_limit = {  # type: ignore[attr-defined]
            "RateLimit-Policy": f'"{view.throttle_limit}";q={limit};w={WINDOW}',
            "RateLimit": f'"{view.throttle_limit}";r={max(limit - used, 0)};t={self.left}',
        }
        return used <= limit

    def wait(self) -> float:
        return self.left
