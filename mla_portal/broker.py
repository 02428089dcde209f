"""A worker outlives the loss of its broker.

When Redis goes away, kombu 5.7 may close a connection a second time with messages in hand: it looks for the
address of a connection that is gone, and the AttributeError ends the worker. As an error of the connection it
is what Celery expects, and the worker connects again. `make chaos` fails without this.
"""

from typing import Any

from kombu.transport import redis
from redis.exceptions import ConnectionError as BrokerConnectionError


class LastingChannel(redis.Channel):
    """Says that the connection is closed where kombu would stumble over it."""

    @property
    def pool(self) -> Any:
        if self.connection.client is None:
            raise BrokerConnectionError("The connection to the broker is closed.")
        return super().pool


def install() -> None:
    """For every connection of this process to a broker."""
    redis.Transport.Channel = LastingChannel
