#!/usr/bin/env python
"""`make demo`: the whole portal on one machine, until Ctrl-C. The data stay in var/ for the next start.

Starts what DATABASE_URL and REDIS_URL do not name, migrates, runs web, worker and beat, and the first time
carries one request through the real services (`manage.py demo`). `--reset` empties it.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from mla_portal.settings.environment import ROOT, environment

PREFERRED_PORT = 8000
READY_SECONDS = 120
STOP_SECONDS = 25
LOG_TAIL = 3000  # characters shown of a process that ended by itself
KEPT_BY_RESET = {"home", "static", "test", "tools"}
PROGRAMS = Path(sys.executable).parent
VAR = environment.var
FACTS = VAR / "demo.json"


class Demo:
    """The processes of one running demo; their output goes to `var/log`."""

    def __init__(self, door: socket.socket) -> None:
        port = door.getsockname()[1]
        self.url = environment.public_url
        if "public_url" not in environment.model_fields_set:
            self.url = f"http://localhost:{port}"
        self.local_url = f"http://127.0.0.1:{port}"
        self.door = door
        bind = f"fd://{door.fileno()}"
        self.environment = {**os.environ, "MLA_PUBLIC_URL": self.url, "MLA_BIND": bind}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.logs = VAR / "log"
        self.logs.mkdir(parents=True, exist_ok=True)

    def run(self, name: str, *command: str | Path) -> None:
        """Runs a step to its end; shows why it failed."""
        with (self.logs / f"{name}.log").open("wb") as log:
            done = subprocess.run(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, check=False
            )
        if done.returncode:
            self.fail(name)

    def start(self, name: str, *command: str | Path) -> None:
        """Starts a process that ends with this one, and not with Ctrl-C: it is told in good order."""
        with (self.logs / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", *command],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=[self.door.fileno()],
            )

    def start_web(self) -> None:
        self.start("web", PROGRAMS / "gunicorn")

    def start_worker(self) -> None:
        """One process for all queues, with beat inside."""
        alone = ("--without-mingle", "--without-gossip")  # there is no other worker to talk to
        command = ("-A", "mla_portal", "worker", "--beat", "--concurrency", "2", *alone)
        self.start("worker", PROGRAMS / "celery", *command)

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self._is_ready():
            if time.monotonic() > deadline:
                self.fail("web")
            self.watch()
            time.sleep(0.1)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.local_url}/health/ready", timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False

    def watch(self) -> None:
        """Fails when one of the processes has ended."""
        for name, process in self.processes.items():
            if process.poll() is not None:
                self.fail(name)

    def fail(self, name: str) -> NoReturn:
        log = self.logs / f"{name}.log"
        end = log.read_text(errors="replace")[-LOG_TAIL:]
        sys.exit(f"{end}\n{name} failed; the whole is in {log}. `make demo-reset` starts from nothing.")

    def stop(self) -> None:
        """Ends all processes: asks first, and kills what has not ended in time."""
        for process in self.processes.values():
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.processes.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def open_door() -> socket.socket:
    """Listens on the port of the last start if it is free, else on 8000, else on any free one; remembers it.

    Whoever holds the door passes it on to the web server, so that nobody can take the port in between.
    """
    remembered = VAR / "port"
    wanted = [int(os.environ.get("PORT") or 0), PREFERRED_PORT]
    if remembered.exists():
        wanted.insert(1, int(remembered.read_text()))
    for port in [*filter(None, wanted), 0]:
        try:
            door = socket.create_server(("127.0.0.1", port), backlog=128)
        except OSError:
            continue
        remembered.write_text(str(door.getsockname()[1]))
        return door
    raise AssertionError("The system always has a free port.")


def only_one() -> int:
    """Holds the lock of the running demo; ends this process where another one holds it."""
    VAR.mkdir(parents=True, exist_ok=True)
    lock = os.open(VAR / "demo.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit("The demo of this checkout is running already. Stop it with Ctrl-C where it was started.")
    return lock


def reset() -> None:
    """Removes everything the demo wrote. A database or Redis named by a URL is not ours to empty."""
    for name, url in {"DATABASE_URL": environment.database_url, "REDIS_URL": environment.redis_url}.items():
        if url:
            print(f"{name} is set: what lies there is left as it is.")
    for entry in VAR.iterdir():
        if entry.name not in KEPT_BY_RESET:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    print(f"The demo in {VAR} is empty.")


def read_facts(url: str) -> dict[str, Any]:
    """What the first start wrote down, at today's address: the port may be another one."""
    facts: dict[str, Any] = json.loads(FACTS.read_text())
    if facts["url"] != url:
        facts = json.loads(json.dumps(facts).replace(facts["url"].rstrip("/"), url))
        FACTS.write_text(json.dumps(facts, indent=2, ensure_ascii=False))
    return facts


def tell(demo: Demo) -> None:
    """Prints where everything is."""
    print(f"\nMLA Portal runs at {demo.url}\n")
    if FACTS.exists():
        facts = read_facts(demo.url)
        print("Sign in with e-mail and password; the demo shows the one-time code on the next page.")
        width = max(len(account["email"]) for account in facts["accounts"])
        for account in facts["accounts"]:
            print(
                f"  {account['email']:{width}}  {account['password']}  {account['name']}, {account['role']}"
            )
        print(f"\nA request that was drafted, approved, sealed and sent:\n  letter  {facts['letter']}")
        print(f"  verify  {facts['verify_url']}\n\nThe same for scripts: {FACTS}")
    print(f"Logs: {demo.logs}. Ctrl-C stops everything and keeps the data.", flush=True)


def main() -> None:
    os.umask(0o077)  # passwords and sealed letters of the demo are this account's alone
    lock = only_one()
    if "--reset" in sys.argv:
        return reset()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_on_signal)
    environment.start_embedded_servers()
    demo = Demo(open_door())
    try:
        demo.start_web()  # loads while the database is brought up to date
        demo.run("prepare", sys.executable, "scripts/prepare.py")
        demo.start_worker()
        demo.wait_until_ready()
        if not FACTS.exists():
            demo.run("demo", sys.executable, "manage.py", "demo")
        tell(demo)
        while True:
            demo.watch()
            time.sleep(0.5)
    finally:
        demo.stop()
        environment.postgres.release()
        environment.redis.release()
        os.close(lock)


def stop_on_signal(number: int, frame: FrameType | None) -> NoReturn:
    for later in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(later, signal.SIG_IGN)
    print("\nStopping.", flush=True)
    sys.exit(0)


if __name__ == "__main__":
    main()
