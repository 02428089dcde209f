"""Writes every kind of letter in every language, sealed with the demonstration key, for a person to look at.

Into var/letters: the PDFs, and for each language or pair a contact sheet of first pages as PNG.
"""

import os
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "var" / "letters"
COLUMNS, GAP = 5, 8
DOTS_PER_INCH = 60


def main() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "requests")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mla_portal.settings.test")
    import django

    django.setup()
    from documents.choices import LetterKind
    from documents.letters.samples import letters_of

    TARGET.mkdir(parents=True, exist_ok=True)
    sheets: dict[str, list[Path]] = defaultdict(list)
    for kind in LetterKind:
        for name, letter in letters_of(kind):
            path = TARGET / f"{name}.pdf"
            path.write_bytes(sealed(letter))
            sheets[name.removeprefix(f"{kind}-")].append(path)
            print(path.relative_to(ROOT))
    for languages, paths in sheets.items():
        print(contact_sheet(languages, paths).relative_to(ROOT))


def sealed(letter: Any) -> bytes:
    """The letter with the standard wording and the demonstration seal."""
    from documents.choices import LetterLanguage
    from documents.letters.codes import LENGTH, grouped
    from documents.letters.outlines import Frame, outline
    from documents.letters.wording import standard_texts
    from documents.rendering.pdf import render
    from documents.sealing.key import seal_key
    from documents.sealing.seal import seal

    texts = {
        language: standard_texts(letter.kind, LetterLanguage(language))
        for language in (letter.language, letter.second_language)
        if language
    }
    frame = replace(
        Frame.draft(),
        code=grouped("0" * LENGTH),
        url="https://example.org/verify/sample",
        is_demonstration=True,
        attachment=letter.frozen(),
    )
    pdf = render(outline(letter, texts, frame))
    return seal(pdf, seal_key(), reason="Sample", location="", contact="")[0]


def contact_sheet(languages: str, paths: list[Path]) -> Path:
    """The first pages side by side, as one picture."""
    pages = [pypdfium2.PdfDocument(path)[0].render(scale=DOTS_PER_INCH / 72).to_pil() for path in paths]
    width, height = pages[0].width + GAP, pages[0].height + GAP
    sheet = Image.new("RGB", (COLUMNS * width, -(-len(pages) // COLUMNS) * height), "#777777")
    for index, page in enumerate(pages):
        sheet.paste(page, (index % COLUMNS * width, index // COLUMNS * height))
    target = TARGET / f"sheet-{languages}.png"
    sheet.save(target)
    return target


if __name__ == "__main__":
    main()
