"""The pinned fonts: where they are, which characters they can set, and what each of their glyphs means.

fontconfig is pointed at `fonts.conf`, which names those files and nothing else, before WeasyPrint loads it.
So every machine sets the same glyphs, and no font of the machine can slip in.
"""

import os
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools import agl
from fontTools.ttLib import TTFont

CONFIGURATION = Path(__file__).parent / "fonts.conf"
_FOLDER = Path(__file__).resolve().parents[2] / "node_modules" / "@expo-google-fonts"
FILES = {
    "Noto-Serif": _FOLDER / "noto-serif/400Regular/NotoSerif_400Regular.ttf",
    "Noto-Serif-Italic": _FOLDER / "noto-serif/400Regular_Italic/NotoSerif_400Regular_Italic.ttf",
    "Noto-Serif-Bold": _FOLDER / "noto-serif/700Bold/NotoSerif_700Bold.ttf",
    "Noto-Sans": _FOLDER / "noto-sans/400Regular/NotoSans_400Regular.ttf",
    "Noto-Sans-Semi-Bold": _FOLDER / "noto-sans/600SemiBold/NotoSans_600SemiBold.ttf",
    "Scheherazade-New": _FOLDER / "scheherazade-new/400Regular/ScheherazadeNew_400Regular.ttf",
    "Scheherazade-New-Bold": _FOLDER / "scheherazade-new/700Bold/ScheherazadeNew_700Bold.ttf",
}
"""By the name a PDF gives them. Scheherazade New has one glyph per Arabic letter; Noto's Arabic fonts build
letters from parts shared between letters, so that no reader could tell from the PDF which one was meant."""

_INVISIBLE = {"Cf", "Mn", "Me"}
"""Left out where no font has them: format characters, and marks such as variation selectors."""
_NOTHING = "\N{ZERO WIDTH SPACE}"

os.environ["FONTCONFIG_FILE"] = str(CONFIGURATION)


@cache
def coverage() -> frozenset[int]:
    """The code points that one of the families has a glyph for."""
    covered: set[int] = set()
    for name in ("Noto-Serif", "Noto-Sans", "Scheherazade-New"):
        with TTFont(FILES[name], lazy=True) as font:
            covered |= (font.getBestCmap() or {}).keys()
    return frozenset(covered)


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
def glyphs(name: str) -> Glyphs:
    """Of a font by the name a PDF gives it. Raises KeyError for a font that is not one of ours."""
    with TTFont(FILES[name], lazy=True) as font:
        characters: dict[int, str] = {}
        for code, glyph in (font.getBestCmap() or {}).items():
            identifier = font.getGlyphID(glyph)
            characters[identifier] = characters.get(identifier, "") + chr(code)
        return Glyphs(characters, tuple(font.getGlyphOrder()))
