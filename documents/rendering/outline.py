"""A letter of any kind, ready to be set: a cover page, then numbered sections of clauses and tables.

All strings here are literal text. A kind of letter is a function from its content to an Outline.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

PARAGRAPH = re.compile(r"\n\s*\n")


def paragraphs(text: str) -> list[str]:
    """Free text parted at its blank lines, whatever line ends it came with."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n\n")
    return [part.strip("\n") for part in PARAGRAPH.split(text) if part.strip()]


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered paragraph: in section 4, the second is 4.2."""

    index: int
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. A header names its row and has its first line stressed."""

    lines: tuple[str, ...]
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    columns: tuple[tuple[str, int], ...]
    """Heading and width in per cent."""
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def is_short(self) -> bool:
        """Whether it should stay on one page."""
        return len(self.rows) <= 6 and sum(len(t) for row in self.rows for c in row for t in c.lines) < 1500


@dataclass(slots=True)
class Section:
    """`key` is the heading's place in the wording; `number` is given once all sections are known."""

    key: str
    heading: str
    blocks: list[Clause | Table] = field(default_factory=list)
    number: int = 0

    def add(self, text: str, label: str = "") -> None:
        """Each paragraph of the text as a clause; the label stands before the first."""
        for part in paragraphs(text):
            index = 1 + sum(isinstance(block, Clause) for block in self.blocks)
            self.blocks.append(Clause(index, part, label))
            label = ""

    def add_table(
        self, caption: str, columns: Iterable[tuple[str, int]], rows: Iterable[tuple[Cell, ...]]
    ) -> None:
        self.blocks.append(Table(caption, tuple(columns), tuple(rows)))


@dataclass(frozen=True, slots=True)
class Letterhead:
    state: str
    name: str
    name_in_own_language: str
    contact: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything that is printed, in the order of the page."""

    language: str
    title: str
    subtitle: str
    created: datetime
    letterhead: Letterhead
    addressee: tuple[str, ...]
    references: tuple[tuple[str, str], ...]
    reference: str
    """Repeated at the foot of each page."""
    notices: tuple[str, ...]
    """Sample data, demonstration seal."""
    opening: str
    brief: tuple[tuple[str, tuple[str, ...]], ...]
    closing: str
    signatory: tuple[str, ...]
    sections: tuple[Section, ...]
    attachment: bytes
    verification_page: str
    """Where the code can be typed in."""
    verification_url: str
    verification_code: str
    texts: dict[str, str]
    """The fixed words of the page, all placeholders filled."""
