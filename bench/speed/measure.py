"""Times two ways of doing one thing, in turns, so that the machine's moods meet both."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]
WARM_UP = 5


@dataclass(frozen=True, slots=True)
class Time:
    """Medians, in milliseconds. CPU is this process's own; the database's is in the wall time."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Pair:
    """The portal's way beside the bare way."""

    name: str
    ours: Time
    bare: Time
    runs: int
    aim: float | None = None
    """So many times the bare CPU time."""

    @property
    def ratio(self) -> float:
        return self.ours.cpu / self.bare.cpu

    @property
    def verdict(self) -> str:
        if self.aim is None:
            return ""
        return f"{'within' if self.ratio <= self.aim else 'above'} {self.aim:g}"


def compare(name: str, ours: Work, bare: Work, *, runs: int, aim: float | None = None) -> Pair:
    """Runs both in turns, so many times each."""
    for _ in range(WARM_UP):
        ours()
        bare()
    gc.collect()
    gc.freeze()  # as the web processes do
    samples = [(_timed(ours), _timed(bare)) for _ in range(runs)]
    return Pair(name, _median([one for one, _ in samples]), _median([two for _, two in samples]), runs, aim)


def _timed(work: Work) -> Time:
    cpu, wall = time.process_time_ns(), time.perf_counter_ns()
    work()
    return Time((time.process_time_ns() - cpu) / 1e6, (time.perf_counter_ns() - wall) / 1e6)


def _median(times: list[Time]) -> Time:
    return Time(statistics.median(t.cpu for t in times), statistics.median(t.wall for t in times))


def table(pairs: list[Pair]) -> str:
    """All pairs as a table in Markdown."""
    lines = [
        "| what | CPU ms | bare CPU ms | **ratio** | aim | wall ms | bare wall ms | n |",
        "|---|--:|--:|--:|---|--:|--:|--:|",
    ]
    lines += [
        f"| {pair.name} | {pair.ours.cpu:.2f} | {pair.bare.cpu:.2f} | **{pair.ratio:.2f}** | {pair.verdict} "
        f"| {pair.ours.wall:.2f} | {pair.bare.wall:.2f} | {pair.runs} |"
        for pair in pairs
    ]
    return "\n".join(lines)
