"""The private servers: they start once, outlive nobody, and are reachable by this account alone."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis
from kombu import Connection

from mla_portal.embedded import EmbeddedError, EmbeddedPostgres, EmbeddedRedis, EmbeddedServer, make_private
from mla_portal.settings.services import broker_url

PROGRAM = """
import sys, pathlib
from mla_portal import embedded
server = getattr(embedded, sys.argv[1])(pathlib.Path(sys.argv[2]))
server.use()
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture(params=[EmbeddedPostgres, EmbeddedRedis])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EmbeddedServer]:
    """A server nobody uses yet."""
    server: EmbeddedServer = request.param(tmp_path / "server")
    yield server
    server.release()


def user_of(server: EmbeddedServer) -> subprocess.Popen[str]:
    """Another process that uses the server."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, type(server).__name__, str(server.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_until_up(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    assert process.stdout.readline() == "up\n"


def wait_until_down(server: EmbeddedServer) -> None:
    deadline = time.monotonic() + 15
    while server.answers():
        assert time.monotonic() < deadline, "the server still runs"
        time.sleep(0.05)


def test_a_server_answers_where_its_url_says(server: EmbeddedServer) -> None:
    server.use()
    if isinstance(server, EmbeddedRedis):
        assert redis.Redis.from_url(server.url).ping() is True
    else:
        with psycopg.connect(server.url) as connection:
            found = connection.execute(
                "SELECT current_database(), current_setting('server_version_num')::int / 10000"
            )
            assert found.fetchone() == ("mla_portal", 18)


def test_a_released_server_has_stopped(server: EmbeddedServer) -> None:
    server.use()
    server.release()
    assert not server.answers()


def test_what_was_written_is_there_after_a_restart(server: EmbeddedServer) -> None:
    for expected in (1, 2):
        server.use()
        if isinstance(server, EmbeddedRedis):
            assert redis.Redis.from_url(server.url).incr("starts") == expected
        else:
            with psycopg.connect(server.url) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS starts (at timestamptz DEFAULT now())")
                connection.execute("INSERT INTO starts DEFAULT VALUES")
                assert connection.execute("SELECT count(*) FROM starts").fetchone() == (expected,)
        server.release()


def test_processes_that_start_at_once_share_one_server(server: EmbeddedServer) -> None:
    users = [user_of(server) for _ in range(3)]
    for user in users:
        wait_until_up(user)
    for user in users[:-1]:
        user.communicate()
    time.sleep(0.3)
    assert server.answers(), "it stopped under its last user"
    users[-1].communicate()
    wait_until_down(server)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_does_not_outlive_a_killed_user(server: EmbeddedServer, how: signal.Signals) -> None:
    user = user_of(server)
    wait_until_up(user)
    user.send_signal(how)
    user.communicate()
    wait_until_down(server)


def test_a_server_that_was_killed_is_started_again(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.use()
    time.sleep(5.2)  # one that dies within five seconds would not do better the next time
    for process in psutil.process_iter(["name", "cmdline"]):
        command = " ".join(process.info["cmdline"] or [])
        if process.info["name"] in ("postgres", "redis-server") and str(server.folder) in command:
            os.kill(process.pid, signal.SIGKILL)
    time.sleep(0.3)
    deadline = time.monotonic() + 15
    while not server.answers():
        assert time.monotonic() < deadline, "the keeper did not start it again"
        time.sleep(0.1)


def test_only_this_account_reaches_the_sockets(server: EmbeddedServer) -> None:
    server.use()
    assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700


def test_a_folder_too_deep_for_a_socket_works(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path / ("d" * 60) / ("e" * 60))
    assert len(os.fsencode(server.socket)) < 107
    server.use()
    assert redis.Redis.from_url(server.url).ping() is True
    server.release()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(EmbeddedError, match="file/server cannot be used: Not a directory"):
        make_private(tmp_path / "file" / "server")


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path)
    server.use()
    server.release()
    (tmp_path / "data" / "postgresql.conf").write_text("shared_buffers = nonsense\n")
    with pytest.raises(EmbeddedError, match="shared_buffers"):
        server.use()


def test_celery_reaches_the_embedded_redis_in_a_folder_with_a_space(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path / "a folder")
    server.use()
    with Connection(broker_url(server.url)) as connection:
        connection.SimpleQueue("letters").put({"id": 1})
        assert redis.Redis.from_url(server.url).llen("letters") == 1
    server.release()
