"""A worker outlives the loss of its broker; `make chaos` shows the whole of it."""

import pytest
from django.conf import settings
from kombu import Connection
from redis.exceptions import ConnectionError as BrokerConnectionError

from mla_portal.celery import app


def test_a_closed_connection_says_that_it_is_closed() -> None:
    connection = Connection(settings.CELERY_BROKER_URL, transport_options=app.conf.broker_transport_options)
    with connection.channel() as channel:
        assert channel.pool is not None
        channel._disconnect_pools()
        address, channel.connection.client = channel.connection.client, None
        with pytest.raises(BrokerConnectionError, match="closed"):
            channel.basic_ack("a message in hand")
        channel.connection.client = address
    connection.release()


def test_what_a_closed_connection_says_is_an_error_that_the_worker_expects() -> None:
    connection = Connection(settings.CELERY_BROKER_URL)
    assert issubclass(BrokerConnectionError, connection.connection_errors)
