"""Whether the pages say what the data say: each label, name, number, date and text of the data is looked for.

Compared are letters and digits alone, so that line ends, hyphens and typography do not matter.
"""

import re
import time
import unicodedata
from collections.abc import Iterator
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from documents.letters.dates import long_date, partial_date
from documents.letters.wording import RIGHT_TO_LEFT
from documents.rendering.literal import clean

NOT_PRINTED = {
    "format", "language", "second_language", "code", "raw", "id", "size", "given_names", "family_name", "at",
    "kind", "what", "act",
}  # fmt: skip
"""For machines, or printed as a part of something else: a person's name is printed whole."""
ADDRESSEE = {"addressee", "requested"}
NOT_OF_ADDRESSEE = {"name_in_own_language", "email", "telephone"}
"""A letter prints the addressee's postal address alone."""
SECONDS = 10
"""The longest letter of the samples takes a fraction of one."""
SEAM = 400
"""Letters of headers and footers that may stand between the two halves of a text that a page end parts."""
ARABIC_OR_HEBREW = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
SHORTEST_PIECE = 8
"""Letters of a long word, such as a hash, that a line end in a narrow column leaves together."""
ARABIC_MARKS = re.compile("[\u064b-\u065f\u0670]")
"""Hamza above a letter, vowels: drawn as glyphs of their own, which a reader may take out before or after."""
LAM_ALEF = re.compile("[\u0627\u0644]{2,}")
"""Drawn as one glyph, whose two letters a reader may take out in either order."""


class TooMuch(Exception):  # noqa: N818 - as the examiner calls it
    """Comparing takes longer than any letter's data are worth."""


class _Patience:
    """Ends a comparison that a stranger's file was made to prolong."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def check(self) -> None:
        if time.monotonic() > self._until:
            raise TooMuch


def contradictions(content: BaseModel, pages: list[str], *, seconds: float = SECONDS) -> list[str]:
    """What the data say and no page does, each as it stands in the data. Raises TooMuch after so long."""
    patience = _Patience(seconds)
    printed = []
    for page in pages:
        patience.check()
        printed.append(_bare(page))
    language = str(getattr(content, "language", "en"))
    mixed = not {language, str(getattr(content, "second_language", ""))}.isdisjoint(RIGHT_TO_LEFT)
    missing = dict.fromkeys(
        text
        for text in _texts(content, language)
        if not _is_printed(text, printed, patience, mixed=mixed) and _bare(text)
    )
    return [" ".join(text.split())[:200] for text in missing]


def _texts(value: Any, language: str, name: str = "") -> Iterator[str]:
    """Every text of the data that a person is to read, in the words of the page; paragraphs apart."""
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            if field in NOT_PRINTED or (name in ADDRESSEE and field in NOT_OF_ADDRESSEE):
                continue
            yield from _texts(getattr(value, field), language, field)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _texts(item, language, name)
    elif isinstance(value, date):
        yield long_date(value, language)
    elif isinstance(value, str) and not isinstance(value, Enum):
        text = partial_date(value, language) if name == "birth_date" else value
        yield from (line for line in text.splitlines() if line.strip())


def _is_printed(text: str, pages: list[str], patience: _Patience, *, mixed: bool) -> bool:
    """`mixed`: some of it runs from right to left, so that a reader may reorder the words of a line."""
    patience.check()
    wanted = _bare(text)
    if any(wanted in page for page in pages) or _is_parted(wanted, pages, patience):
        return True
    if mixed or ARABIC_OR_HEBREW.search(text):
        loose = [_loose(page) for page in pages]
        return all(_is_word_printed(_loose(_bare(word)), loose, patience) for word in text.split())
    set_text = _bare(clean(text))
    return set_text != wanted and any(set_text in page for page in pages)


def _is_parted(wanted: str, pages: list[str], patience: _Patience) -> bool:
    """Whether it begins at the end of a page and goes on at the beginning of the next."""
    beginning = wanted[:SHORTEST_PIECE]
    for page, following in pairwise(pages):
        begins_here = page.find(beginning, max(0, len(page) - SEAM - len(wanted))) >= 0
        for length in range((len(wanted) if begins_here else len(beginning)) - 1, 0, -1):
            patience.check()
            if page.rfind(wanted[:length], max(0, len(page) - SEAM - length)) >= 0:
                rest = wanted[length:]
                found = following.find(rest[: 2 * SEAM], 0, SEAM + len(rest))
                if found >= 0 and (len(rest) <= 2 * SEAM or rest in following):
                    return True
                break
    return False


def _is_word_printed(word: str, pages: list[str], patience: _Patience) -> bool:
    """Beside Latin text a reader may take a ligature of lam and alef out apart from the rest of its word."""
    rest = [piece for piece in LAM_ALEF.split(word) if piece]
    return _in_pieces(word, pages, patience) or (
        word not in rest and bool(rest) and all(any(piece in page for page in pages) for piece in rest)
    )


def _in_pieces(word: str, pages: list[str], patience: _Patience) -> bool:
    """Whether the pages have the word, a long one perhaps on several lines with other columns between."""

    def has(piece: str) -> bool:
        patience.check()
        return any(piece in page for page in pages)

    while word and not has(word):
        cut = next((n for n in range(len(word) - 1, SHORTEST_PIECE - 1, -1) if has(word[:n])), 0)
        if not cut:
            return False
        word = word[cut:]
    return True


def _loose(text: str) -> str:
    bare = unicodedata.normalize("NFC", ARABIC_MARKS.sub("", unicodedata.normalize("NFD", text)))
    bare = bare.replace("\u0649", "\u064a")  # without its dots, as fonts draw it under a hamza
    return LAM_ALEF.sub(lambda run: "".join(sorted(run[0])), bare)


def _bare(text: str) -> str:
    """Letters, marks and digits only, without case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if unicodedata.category(character)[0] in "LMN")
