"""The portal that is shaken: web, worker with beat, and a Redis that loses all it knows when it ends."""

import os
import signal
import subprocess
import time

from bench.portal import LoopbackPortal
from mla_portal.embedded import EmbeddedRedis, make_private

PATIENCE_SECONDS = 60


class ForgetfulRedis:
    """Writes nothing to disk: whatever waited in its queues is gone after a restart."""

    def __init__(self, server: EmbeddedRedis) -> None:
        self._server = server
        self._log = server.folder / "log"
        make_private(server.folder)
        make_private(server.sockets)

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *self._server.prepare()], stdout=log, stderr=log
            )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._server.answers():
            if time.monotonic() > deadline:
                raise RuntimeError(f"Redis does not start; see {self._log}.")
            time.sleep(0.05)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


class ShakenPortal(LoopbackPortal):
    """The processes of `make demo`, whose worker can be killed with all its children."""

    def __init__(self) -> None:
        super().__init__()
        self.killed = 0

    def kill_worker(self) -> None:
        """SIGKILL to the whole group: no task, no connection and no file is closed in good order."""
        worker = self.processes.pop("worker")
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        self.killed += 1
        (self.logs / "worker.log").rename(self.logs / f"worker-killed-{self.killed}.log")
