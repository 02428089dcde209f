"""Asks for 200 seals at once while the ground shakes, and proves that every letter came out once.

Exits with 0 only if all of it holds. Everything runs under `var/chaos`, on loopback and sockets.
"""

import signal
import sys

from bench.installation import Installation


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    here = Installation.named("chaos")
    here.discard()
    here.claim()
    here.postgres.use()
    try:
        import django

        django.setup()
        from bench.chaos.run import run

        return run(here.redis)
    finally:
        here.postgres.release()


if __name__ == "__main__":
    sys.exit(main())
