"""The pinned fonts of letters.

fontconfig is pointed at `fonts.conf`, which names those files and nothing else, before WeasyPrint loads it.
So every machine sets the same glyphs, and no font of the machine can slip in.
"""

import os
from pathlib import Path

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

os.environ["FONTCONFIG_FILE"] = str(CONFIGURATION)
