"""Prints what the portal costs beside the bare work beneath it, all in one run.

As an officer who may see a third of 100,000 requests. Everything runs under `var/bench`, on loopback and
sockets; the register stays there for the next run.
"""

import platform
import signal
import sys

from bench.installation import Installation


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    here = Installation.named("bench")
    if not here.is_seeded:
        here.discard()
    here.claim(MLA_API_REQUESTS_PER_MINUTE="1000000", MLA_LOG_LEVEL="ERROR")
    here.postgres.use()
    here.redis.use()
    try:
        import django

        django.setup()
        from bench.speed import letters, matching, measure, memory, pages
        from bench.speed.seed import seed
        from bench.speed.statements import Bare

        cast = seed(here)
        wanted = [*pages.pages(cast.officer), *pages.desk_pages(cast)]
        print(f"\nOn {platform.machine()}, Python {platform.python_version()}; medians of runs in turns\n")
        bare = Bare(here.postgres.url)
        matched, how = matching.measure(cast, here.postgres.url)
        print(measure.table([*pages.measure(wanted, bare), matched, letters.measure(cast)]))
        print(f"\n{pages.plans(wanted)}\n\nIntake, matching: {how}")
        print(f"\n{memory.table(memory.measure(cast, here))}")
        return 0
    finally:
        here.redis.release()
        here.postgres.release()


if __name__ == "__main__":
    sys.exit(main())
