"""Runs one server for as long as somebody uses it: `python -I -S keeper.py LOCK SIGNAL COMMAND...`.

Whoever uses the server holds LOCK shared. When nobody does any more, however they went, the lock can be taken
exclusively; then the server gets SIGNAL, and the keeper ends with it. A server that dies is started again.
Started by `embedded.py`; it needs the standard library alone, so that it stays small.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time

POLL_SECONDS = 0.1
LONG_ENOUGH = 5.0  # seconds; a server that ran this long was well, and is started again
TRIES = 20  # PostgreSQL refuses while what is left of its killed processes still ends
STOP_SECONDS = 60


def nobody_uses(lock: int) -> bool:
    """Takes the lock exclusively if it is free; it stays taken until the keeper ends."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def keep(lock: int, stop_signal: signal.Signals, command: list[str]) -> int:
    """Runs the command until nobody uses it; the answer is the keeper's exit code."""
    tries_left = 1  # a server that cannot start at all is not tried again
    while tries_left:
        started = time.monotonic()
        # setpriv ends the server when the keeper itself is killed.
        server = subprocess.Popen(["setpriv", "--pdeathsig", stop_signal.name.removeprefix("SIG"), *command])  # noqa: S603, S607
        while server.poll() is None:
            if nobody_uses(lock):
                server.send_signal(stop_signal)
                return server.wait(STOP_SECONDS)
            time.sleep(POLL_SECONDS)
        if time.monotonic() - started >= LONG_ENOUGH:
            tries_left = TRIES
        tries_left -= 1
        time.sleep(POLL_SECONDS)
    return 1


def main() -> int:
    lock, stop_signal, *command = sys.argv[1:]
    return keep(os.open(lock, os.O_RDWR), signal.Signals[stop_signal], command)


if __name__ == "__main__":
    sys.exit(main())
