"""Which characters the fonts can set, and what each of their glyphs stands for."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from fontTools import agl
from fontTools.ttLib import TTFont

from documents.rendering.fonts import FILES

_INVISIBLE = {"Cf", "Mn", "Me"}
"""Left out where no font has them: format characters, and marks such as variation selectors."""
_ISOLATES = {0x200E, 0x200F, 0x2068, 0x2069}
"""Seen by the layout, which prints nothing for them."""
_NOTHING = "\N{ZERO WIDTH SPACE}"


@cache
def coverage() -> frozenset[int]:
    """The code points that one of the families has a glyph for."""
    covered: set[int] = set()
    for name in ("Noto-Serif", "Noto-Sans", "Scheherazade-New"):
        with TTFont(FILES[name], lazy=True) as font:
            covered |= (font.getBestCmap() or {}).keys()
    return frozenset(covered | _ISOLATES)


def settable(text: str) -> str:
    """The text with each character no font has written as its code, `[U+4E2D]`.

    PDF/A and PDF/UA refuse missing glyphs; a code says more than an empty box, and the data keep the
    character.
    """
    covered = coverage()
    missing = {character for character in set(text) if ord(character) not in covered and character != "\n"}
    if not missing:
        return text
    return text.translate(
        {
            ord(character): None
            if unicodedata.category(character) in _INVISIBLE
            else f"[U+{ord(character):04X}]"
            for character in missing
        }
    )


@dataclass(frozen=True, slots=True)
class Glyphs:
    """What the glyphs of one font stand for: the characters mapped to each, and each one's name."""

    characters: dict[int, str]
    names: tuple[str, ...]

    def meaning(self, glyph: int, guess: str) -> str:
        """The text of a glyph. `guess` is the text where it was first used, which may be of more glyphs."""
        own = self.characters.get(glyph, "")
        if guess and guess in own:
            return guess
        return unicodedata.normalize("NFKC", own[:1]) or agl.toUnicode(self.names[glyph]) or guess or _NOTHING


@cache
def glyphs_of(name: str) -> Glyphs:
    """Of a font by the name a PDF gives it. Raises KeyError for a font that is not one of ours."""
    with TTFont(FILES[name], lazy=True) as font:
        characters: dict[int, str] = {}
        for code, glyph in (font.getBestCmap() or {}).items():
            identifier = font.getGlyphID(glyph)
            characters[identifier] = characters.get(identifier, "") + chr(code)
        return Glyphs(characters, tuple(font.getGlyphOrder()))
