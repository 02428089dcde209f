"""Workers and pages outlive the loss of Redis; `make chaos` shows the whole of it."""

import pytest
from django.conf import settings
from django.test import Client, override_settings
from kombu import Connection
from redis.exceptions import ConnectionError as BrokerConnectionError

from mla_portal.celery import app
from tests.factories.casework import Cast


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


@pytest.mark.django_db
def test_pages_are_served_while_redis_is_away(client: Client) -> None:
    cast = Cast()
    client.force_login(cast.drafter)
    away = "redis://127.0.0.1:1/0"
    caches = {"default": {**settings.CACHES["default"], "LOCATION": away}}
    with override_settings(CACHES=caches, REDIS_URL=away):
        assert client.get("/").status_code == 200
        assert client.get("/no-such-page").status_code == 404
