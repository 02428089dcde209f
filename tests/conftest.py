"""What every test stands on: real PostgreSQL and Redis, and a browser where there is one."""

import shutil
from collections.abc import Iterator

import pgtrigger
import pytest
import redis
from django.conf import settings
from django.test import TransactionTestCase

from mla_portal.settings.environment import environment

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}
NO_CHROMIUM = "Chromium is not on this machine (Debian: apt-get install chromium)"


def pytest_configure(config: pytest.Config) -> None:
    """The servers run from here on, until the last process of this run ends."""
    environment.start_embedded_servers()
    if not hasattr(config, "workerinput"):
        shutil.rmtree(settings.VAR / "files", ignore_errors=True)


def pytest_report_header() -> list[str]:
    servers = {"PostgreSQL": environment.database_url, "Redis": environment.redis_url}
    where = ", ".join(
        f"{name} {'at the given address' if url else 'embedded'}" for name, url in servers.items()
    )
    return [f"servers: {where}", f"browser tests: {CHROMIUM or f'skipped, because {NO_CHROMIUM}'}"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what touches the database, and skips what needs a browser where there is none.

    Browser tests come last: Playwright leaves an event loop in the process, beside which pyHanko runs none.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)
        if item.get_closest_marker("browser") and not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


@pytest.fixture(scope="session", autouse=True)
def audit_record_may_be_emptied_between_tests() -> Iterator[None]:
    """Django empties the tables after a transactional test; the audit record's trigger would refuse that."""
    with pytest.MonkeyPatch.context() as patch:
        flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

        def flush_with_audit(self: TransactionTestCase) -> None:
            with pgtrigger.ignore(
                "audit.AuditEvent:events_are_not_truncated",
                "audit.AuditCheckpoint:checkpoints_are_not_truncated",
            ):
                flush(self)

        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_with_audit)
        yield


@pytest.fixture(autouse=True)
def empty_redis() -> Iterator[None]:
    """Nothing is left in this process's namespace of Redis: no counter of a rate limit, no queued task."""
    yield
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        keys = list(client.scan_iter(match=f"{settings.REDIS_PREFIX}:*", count=1000))
        if keys:
            client.delete(*keys)
