"""Makes letters without a database, and reads them back with programs that are not ours."""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import page
import pytest

from documents.choices import LetterLanguage
from documents.letters.codes import grouped
from documents.letters.content import LetterContent
from documents.letters.outlines import Frame, outline
from documents.letters.wording import standard_texts
from documents.rendering.outline import Outline
from documents.rendering.pdf import render
from documents.sealing.key import seal_key
from documents.sealing.seal import seal
from tests.documents.samples import request_letter

CODE = "7Q2M9XK4TR0VB3HJ8NWEC5DGA"
URL = f"https://portal.example.org/verify/{grouped(CODE)}"

# `page` takes a CR that ends a stream's data for part of the line end after it (see ADR 0015).
STREAM_LENGTH = "PDFA3A-STREAM-LENGTH-001"


def outline_of(content: LetterContent, texts: Mapping[str, str] | None = None) -> Outline:
    """The letter with the standard texts; `texts` replace some of those in its first language."""
    languages = filter(None, (content.language, content.second_language))
    wording = {language: standard_texts(content.kind, LetterLanguage(language)) for language in languages}
    wording[content.language] = {**wording[content.language], **(texts or {})}
    frame = Frame(
        created=datetime(2026, 11, 22, 1, 0, tzinfo=UTC),
        code=grouped(CODE),
        url=URL,
        is_demonstration=True,
        attachment=content.frozen(),
    )
    return outline(content, wording, frame)


def rendered(language: str = "en", **changes: Any) -> bytes:
    """The sample letter, not sealed; the unchanged ones are made once."""
    return render(outline_of(request_letter(language, **changes))) if changes else _plain(language)


@cache
def _plain(language: str) -> bytes:
    return render(outline_of(request_letter(language)))


def sealed(pdf: bytes) -> bytes:
    return seal(pdf, seal_key(), reason="Request", location="Slovenia", contact="mla@example.org")[0]


def findings(pdf: bytes) -> list[str]:
    """The rules of PDF/A-3a and PDF/UA-1 that the file breaks."""
    broken = [
        failure.rule_id
        for profile in ("3a", "ua1")
        for failure in page.validate_pdf_bytes(pdf, profile=profile).failures
    ]
    return [rule for rule in broken if not (rule == STREAM_LENGTH and b"\r\nendstream" in pdf)]


def poppler(program: str, pdf: bytes, folder: Path, *options: str) -> str:
    """What one of poppler's programs prints about the file; skips the test where it is missing."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not on this machine (Debian: apt-get install poppler-utils)")
    path = folder / "letter.pdf"
    path.write_bytes(pdf)
    target = ["-"] if program == "pdftotext" else []
    return subprocess.run(
        [program, *options, str(path), *target], check=True, capture_output=True, text=True
    ).stdout


def words(pdf: bytes, folder: Path, order: str = "-raw") -> str:
    """The letter's text as a reader extracts it, in one line. `-layout` follows the page and sorts Arabic."""
    text = " ".join(poppler("pdftotext", pdf, folder, order).split())
    return unicodedata.normalize("NFC", re.sub("[\u200b\u200e\u200f\u202a-\u202e]", "", text))
