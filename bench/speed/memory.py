"""Resident memory of the whole service as `make demo` runs it, after it has worked."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psutil

from bench.browser import Browser
from bench.files import approved_request
from bench.installation import Installation
from bench.portal import LoopbackPortal
from bench.speed.seed import Cast
from documents.choices import LetterStatus
from documents.models import Letter
from mla_portal.embedded import EmbeddedServer

LETTERS = 12
ROUNDS = 40
AIM = 600
PATIENCE_SECONDS = 120
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Footprint:
    """Megabytes of a group of processes. PSS shares out what several of them have in common; the sum of RSS
    counts it for each."""

    name: str
    processes: int
    pss: float
    rss: float


def measure(cast: Cast, installation: Installation) -> list[Footprint]:
    """Starts web, worker and beat, lets them serve pages and make letters, and weighs them."""
    portal = LoopbackPortal()
    try:
        portal.start_web()
        portal.start_worker()
        portal.wait_until_ready()
        _work(portal, cast)
        groups = {name: psutil.Process(process.pid) for name, process in portal.processes.items()}
        found = [_weigh(name, [leader, *leader.children(recursive=True)]) for name, leader in groups.items()]
        servers = {"PostgreSQL": installation.postgres, "Redis": installation.redis}
        return [*found, *(_weigh(name, _processes_of(server)) for name, server in servers.items())]
    finally:
        portal.stop()


def _work(portal: LoopbackPortal, cast: Cast) -> None:
    """Every web process serves lists, case pages and the seal; every worker process makes letters."""
    browser = Browser(portal.local_url, cast.approver)
    browser.sign_in()
    cases = [approved_request(cast.drafter, cast.approver, f"Memory {n}") for n in range(LETTERS)]
    addresses = ["/?tab=authority", "/?tab=all&q=petrov", *(f"/requests/{case}/" for case in cases)]
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(browser.read, addresses * (ROUNDS // len(addresses) + 1)))
    for case in cases:
        browser.ask_for_seal(case)
    waiting = Letter.objects.filter(communication__request__in=cases).exclude(status=LetterStatus.READY)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while waiting.exists() and time.monotonic() < deadline:
        time.sleep(0.5)


def _processes_of(server: EmbeddedServer) -> list[psutil.Process]:
    """The server with its keeper, which was told the path of the server's lock."""
    lock = str(server.folder / "users.lock")
    keepers = [
        process for process in psutil.process_iter(["cmdline"]) if lock in (process.info["cmdline"] or ())
    ]
    return [one for keeper in keepers for one in (keeper, *keeper.children(recursive=True))]


def _weigh(name: str, processes: list[psutil.Process]) -> Footprint:
    details = [process.memory_full_info() for process in processes]
    return Footprint(
        name,
        len(processes),
        sum(detail.pss for detail in details) / MEGABYTE,
        sum(detail.rss for detail in details) / MEGABYTE,
    )


def table(footprints: list[Footprint]) -> str:
    """All groups and their sums, as a table in Markdown."""
    service = [f for f in footprints if f.name in ("web", "worker")]
    sums = [_sum("**service** (web, worker, beat)", service), _sum("with both servers", footprints)]
    lines = ["| what | processes | PSS, MB | sum of RSS, MB |", "|---|--:|--:|--:|"]
    lines += [
        f"| {row.name} | {row.processes} | {row.pss:.0f} | {row.rss:.0f} |" for row in [*footprints, *sums]
    ]
    return "\n".join(lines)


def _sum(name: str, footprints: list[Footprint]) -> Footprint:
    return Footprint(
        name,
        sum(f.processes for f in footprints),
        sum(f.pss for f in footprints),
        sum(f.rss for f in footprints),
    )
