"""Tests leave nothing to each other, although the audit record refuses to be emptied."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction

from mla_portal.accounts.actors import Actor
from mla_portal.audit.events import event_type
from mla_portal.audit.models import AuditEvent
from mla_portal.audit.services import record

TRIED = event_type("test.tried", "Tried")


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_finds_an_empty_audit_record(time: str) -> None:
    assert AuditEvent.objects.count() == 0
    record(TRIED, chain="test", actor=Actor.portal())


@pytest.mark.django_db
def test_the_audit_record_itself_refuses_to_be_emptied() -> None:
    with (
        pytest.raises(DatabaseError, match="The audit record is never emptied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE audit_auditevent")


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_test_finds_an_empty_cache(time: str) -> None:
    assert cache.get("left by a test") is None
    cache.set("left by a test", time)
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        assert [key for key in client.scan_iter() if b"left by a test" in key] == [
            f"{settings.REDIS_PREFIX}:1:left by a test".encode()
        ]


@pytest.mark.parametrize("process", ["gw0", "gw1"])
def test_each_process_of_the_suite_has_files_of_its_own(process: str) -> None:
    ask = "from django.conf import settings; print(settings.STORAGES['default']['OPTIONS']['location'])"
    told = subprocess.run(
        [sys.executable, "-c", ask],
        env={**os.environ, "PYTEST_XDIST_WORKER": process},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(told.stdout.strip()).parts[-2:] == ("files", process)
