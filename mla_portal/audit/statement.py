"""The statement of a checkpoint: plain text that a person can read and any program can take apart.

MLA Portal audit checkpoint 17
time 2026-11-22T02:00:00Z
previous 9f2c… (SHA-256 of the statement before; zeros in the first)
request:0198… 12 4be0… (a chain, its length, the hash of its last event)
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Self

TITLE = "MLA Portal audit checkpoint"
NOTHING_BEFORE = "0" * 64
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_FORM = re.compile(
    rf"{TITLE} (?P<number>[1-9][0-9]*)\n"
    r"time (?P<time>[0-9TZ:-]{20})\n"
    r"previous (?P<previous>[0-9a-f]{64})\n"
    r"(?P<points>(?:[A-Za-z0-9:._-]+ [1-9][0-9]* [0-9a-f]{64}\n)+)"
)


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A chain was that long, and that was the hash of its last event."""

    chain: str
    length: int
    head: str


@dataclass(frozen=True, slots=True)
class Statement:
    number: int
    at: datetime
    previous: str
    points: tuple[Point, ...]

    @property
    def text(self) -> str:
        lines = [
            f"{TITLE} {self.number}",
            f"time {self.at.astimezone(UTC).strftime(_TIME)}",
            f"previous {self.previous}",
            *(f"{point.chain} {point.length} {point.head}" for point in self.points),
        ]
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError where the text is not exactly as a statement is written."""
        if not (form := _FORM.fullmatch(text)):
            raise ValueError("not a statement")
        lines = (line.split(" ") for line in form["points"].splitlines())
        points = tuple(Point(chain, int(length), head) for chain, length, head in lines)
        if list(points) != sorted({point.chain: point for point in points}.values()):
            raise ValueError("chains out of order")
        at = datetime.strptime(form["time"], _TIME).replace(tzinfo=UTC)
        return cls(int(form["number"]), at, form["previous"], points)


def digest(statement: str) -> str:
    """What the next checkpoint calls `previous`, and what is worth writing down elsewhere."""
    return sha256(statement.encode()).hexdigest()
