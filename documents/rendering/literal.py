"""Text by strangers, made safe to print: it appears as it was typed, whatever it looks like."""

import re
import unicodedata

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from documents.rendering.glyphs import settable

_REORDERING = re.compile("[\u202a-\u202e\u2066\u2067]")
"""Embeddings, overrides and isolates of a forced direction: they could make a sentence read differently from
its data. Isolates that follow the text's own direction cannot, and the wording sets them around values."""
_ISOLATED = re.compile("(\u2068[^\u2068\u2069]*\u2069)")
_ISOLATES = re.compile("[\u2068\u2069]")
_MARKS = "\u200e\u200f"
"""Left to right, right to left: they print nothing."""
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean(text: str) -> str:
    """Printable text: NFC, tabs as spaces, other control characters as the replacement character."""
    text = _LINE_END.sub("\n", text).replace("\t", "    ")
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _REORDERING.sub("", text))
    if _ISOLATES.search(text):
        text = "".join(
            part if _ISOLATED.fullmatch(part) else _ISOLATES.sub("", part) for part in _ISOLATED.split(text)
        )
        text = _ISOLATED.sub(_held, text)
    return settable(unicodedata.normalize("NFC", text))


def _held(isolated: re.Match[str]) -> str:
    """An isolated value between marks of its own direction: the layout sets each line by itself, and what the
    next line gets of the value must keep its brackets and full stop."""
    value = isolated[0][1:-1].strip(_MARKS)
    mark = _MARKS[direction(value) == "rtl"]
    return f"\u2068{mark}{value}{mark}\u2069"


def literal(text: str) -> SafeString:
    """HTML that shows exactly this text, its line ends kept."""
    return mark_safe(escape(clean(text)).replace("\n", "<br>"))  # noqa: S308 - escaped in the same breath


def direction(text: str, default: str = "ltr") -> str:
    """`rtl` or `ltr`, by the first letter that has a direction, as HTML's dir=auto has it.

    Isolated values do not count. Numbers without letters, such as a telephone's, are written from left to
    right in every language.
    """
    text = _ISOLATED.sub("", text) or text
    classes = {unicodedata.bidirectional(character): None for character in text}
    for found in classes:
        if found in {"R", "AL"}:
            return "rtl"
        if found == "L":
            return "ltr"
    return "ltr" if "EN" in classes else default
