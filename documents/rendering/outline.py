"""A letter of any kind, ready to be set: the parties, and numbered sections of clauses and tables.

All strings here are literal text. A kind of letter is a function from its content to an Outline. A letter in
two languages is an Outline with the other beside it, piece by piece (`side_by_side`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

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
    remark: str = ""
    """On the text itself, such as that it is a machine translation."""
    language: str = ""
    """Of the text, where it is not the letter's."""
    second: Self | None = None
    """The same clause in the second language."""

    @property
    def is_short(self) -> bool:
        """Whether it should stay on one page."""
        return len(self.text) < 1200


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. A header names its row and has its first line stressed."""

    lines: tuple[str, ...]
    is_header: bool = False
    second: tuple[str, ...] = ()
    """Its lines in the second language, as far as they differ."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Of a column, with its width in per cent."""

    text: str
    width: int
    second: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    columns: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    second: str = ""
    """The caption in the second language."""

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
    second: str = ""
    """The heading in the second language."""

    def add(
        self, text: str | Iterable[str], label: str = "", *, remark: str = "", language: str = ""
    ) -> None:
        """A text as one clause, several as several; the label stands before the first, the remark after the
        last. What is empty is left out.
        """
        parts = [part for part in ([text] if isinstance(text, str) else text) if part.strip()]
        for place, part in enumerate(parts, start=1):
            index = 1 + sum(isinstance(block, Clause) for block in self.blocks)
            self.blocks.append(Clause(index, part, label, remark if place == len(parts) else "", language))
            label = ""

    def add_table(
        self, caption: str, columns: Iterable[tuple[str, int]], rows: Iterable[tuple[Cell, ...]]
    ) -> None:
        """A table, unless it has no rows."""
        if filled := tuple(rows):
            self.blocks.append(Table(caption, tuple(Heading(*column) for column in columns), filled))


@dataclass(frozen=True, slots=True)
class Letterhead:
    state: str
    name: str
    name_in_own_language: str
    contact: tuple[str, ...]


Row = tuple[str, tuple[str, ...]]
"""A label and its lines."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything that is printed, in the order of the page."""

    language: str
    title: str
    subtitle: str
    created: datetime
    letterhead: Letterhead
    addressee: tuple[str, ...]
    references: tuple[Row, ...]
    reference: str
    """Repeated at the foot of each page."""
    notices: tuple[str, ...]
    """Sample data, demonstration seal."""
    opening: str
    brief: tuple[Row, ...]
    """What a cover page sums up. Below it come the sections; a letter without it is signed at its end."""
    closing: str
    signatory: tuple[str, ...]
    sections: tuple[Section, ...]
    attachment: bytes
    attachment_name: str
    verification_page: str
    """Where the code can be typed in."""
    verification_url: str
    verification_code: str
    texts: dict[str, str]
    """The fixed words of the page, all placeholders filled."""
    second: Self | None = None
    """The letter in its second language. Sections, clauses and tables of the first hold those of this one."""

    @property
    def sides(self) -> tuple[Self, ...]:
        """The letter in each of its languages."""
        return (self, self.second) if self.second else (self,)

    @property
    def reference_rows(self) -> list[tuple[str, str, Cell]]:
        """Label, label in the second language, and what stands beside them."""
        return _rows(self.references, self.second.references if self.second else None)

    @property
    def brief_rows(self) -> list[tuple[str, str, Cell]]:
        return _rows(self.brief, self.second.brief if self.second else None)


def _rows(first: tuple[Row, ...], second: tuple[Row, ...] | None) -> list[tuple[str, str, Cell]]:
    if second is None:
        return [(label, "", Cell(lines)) for label, lines in first]
    return [
        (label, other, _cells(Cell(lines), Cell(others)))
        for (label, lines), (other, others) in zip(first, second, strict=True)
    ]


def side_by_side(first: Outline, second: Outline) -> Outline:
    """One letter in two languages: each section, clause and cell of the first beside that of the second.

    Raises ValueError where the two are not built alike.
    """
    pairs = zip(first.sections, second.sections, strict=True)
    return replace(first, second=second, sections=tuple(_sections(*pair) for pair in pairs))


def _sections(first: Section, second: Section) -> Section:
    blocks = [_blocks(*pair) for pair in zip(first.blocks, second.blocks, strict=True)]
    return Section(first.key, first.heading, blocks, first.number, second.heading)


def _blocks(first: Clause | Table, second: Clause | Table) -> Clause | Table:
    if isinstance(first, Clause) and isinstance(second, Clause):
        return replace(first, second=second)
    if isinstance(first, Table) and isinstance(second, Table):
        columns = zip(first.columns, second.columns, strict=True)
        return Table(
            first.caption,
            tuple(replace(a, second=b.text if b.text != a.text else "") for a, b in columns),
            tuple(
                tuple(_cells(*pair) for pair in zip(*rows, strict=True))
                for rows in zip(first.rows, second.rows, strict=True)
            ),
            second.caption,
        )
    raise ValueError("A clause stands beside a clause and a table beside a table.")


def _cells(first: Cell, second: Cell) -> Cell:
    return first if first.lines == second.lines else replace(first, second=_differing(first, second))


def _differing(first: Cell, second: Cell) -> tuple[str, ...]:
    return tuple(line for line in second.lines if line not in first.lines)
