"""Pieces that letters of several kinds have in common."""

from collections.abc import Iterable, Sequence

from babel.numbers import format_decimal

from documents.letters.content import Detail, Enclosure
from documents.letters.passages import Column
from documents.letters.wording import Wording
from documents.rendering.outline import Cell, Section


def open_section(say: Wording, key: str) -> Section:
    return Section(key, say(key))


def numbered(sections: Iterable[Section]) -> list[Section]:
    """Those sections that have something to say, numbered as they come."""
    filled = [section for section in sections if section.blocks]
    for number, section in enumerate(filled, start=1):
        section.number = number
    return filled


def lines(say: Wording, *values: str) -> Cell:
    """What is known, a line each; or that it was not given."""
    return Cell(tuple(value for value in values if value.strip()) or (say("none_given"),))


def details(section: Section, caption: str, given: Sequence[Detail], column: Column, at: str) -> None:
    """A table of particulars; `at` is their JSON Pointer."""
    columns = ((column.say("detail_label"), 30), (column.say("detail_value"), 70))
    rows = [
        (
            Cell((detail.label,), is_header=True),
            lines(column.say, *_value(detail, column, f"{at}/{place}/value")),
        )
        for place, detail in enumerate(given)
    ]
    section.add_table(caption, columns, rows)


def _value(detail: Detail, column: Column, at: str) -> tuple[str, ...]:
    """Typed text is free text and may be translated; days, choices and the like are the portal's words."""
    return column.lines(column.free(detail.value, at)) if detail.raw == detail.value else (detail.value,)


def enclosures(files: Iterable[Enclosure], say: Wording) -> Section:
    """What comes with the letter, by its hash."""
    section = open_section(say, "enclosures")
    columns = (
        (say("enclosure_number"), 6),
        (say("enclosure_title"), 28),
        (say("enclosure_file"), 22),
        (say("enclosure_size"), 12),
        (say("enclosure_sha256"), 32),
    )
    rows = [
        (
            Cell((str(number),)),
            Cell((enclosure.title,), is_header=True),
            Cell((enclosure.filename,)),
            Cell((f"{format_decimal(-(-enclosure.size // 1024), locale=say.language)} KiB",)),
            Cell((enclosure.sha256,)),
        )
        for number, enclosure in enumerate(files, start=1)
    ]
    section.add_table(say("enclosures_caption"), columns, rows)
    return section
