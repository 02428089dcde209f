"""WeasyPrint, kept warm: fonts, style sheet and fetcher are made once per process and serve every letter."""

import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pydyf
import segno
from django.template.loader import get_template

from documents.rendering import fonts, glyphs  # `fonts` before WeasyPrint, which loads fontconfig
from documents.rendering.finisher import add_seal_field, claim_pdf_ua, mend_text
from documents.rendering.outline import Outline

import weasyprint  # isort: skip
from documents.rendering.tagging import tag_texts  # isort: skip
from weasyprint.text.fonts import FontConfiguration  # isort: skip
from weasyprint.urls import URLFetcher  # isort: skip

STYLE = Path(__file__).parent / "letter.css"
_rendering = threading.Lock()
"""FontConfiguration is not made for threads."""


class RenderingError(Exception):
    """The letter cannot be set. The message says why, for a person."""


@dataclass(frozen=True, slots=True)
class _Press:
    """Only `data:` URLs are fetched: nothing from the network and no file, whatever a page asks for."""

    fetcher: URLFetcher
    fonts: FontConfiguration
    style: weasyprint.CSS


@cache
def _press() -> _Press:
    if missing := [path for path in fonts.FILES.values() if not path.is_file()]:
        raise RenderingError(f"The letters' fonts are not installed; run npm ci. Missing: {missing[0]}")
    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    configuration = FontConfiguration()
    style = weasyprint.CSS(string=STYLE.read_text(), font_config=configuration, url_fetcher=fetcher)
    return _Press(fetcher, configuration, style)


def html(outline: Outline) -> str:
    """The page before it is set."""
    code = segno.make(outline.verification_url, error="m", micro=False)
    return get_template("letters/letter.html").render(
        {"letter": outline, "qr": code.svg_data_uri(border=0, dark="#14213d")}
    )


def typeset(source: str, outline: Outline) -> bytes:
    """HTML to PDF/A-3a and PDF/UA-1 with the data attached and an empty field for the seal."""
    press = _press()
    attachment = weasyprint.Attachment(
        string=outline.attachment,
        name=outline.attachment_name,
        description=outline.texts["attachment"],
        created=outline.created,
        modified=outline.created,
        relationship="Data",
        url_fetcher=press.fetcher,
    )

    def finish(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
        mend_text(pdf)
        tag_texts(document, pdf)
        claim_pdf_ua(pdf)
        add_seal_field(pdf, outline.texts["seal_field"])

    with _rendering:
        page = weasyprint.HTML(string=source, url_fetcher=press.fetcher)
        pdf: bytes = page.write_pdf(
            stylesheets=[press.style],
            font_config=press.fonts,
            pdf_variant="pdf/a-3a",
            pdf_tags=True,
            attachments=[attachment],
            finisher=finish,
        )
    return pdf


def render(outline: Outline) -> bytes:
    """The finished letter, not yet sealed."""
    return typeset(html(outline), outline)


def warm_up() -> None:
    """Loads fonts, style sheet and template, so that a process makes its first letter as fast as others."""
    _press()
    glyphs.coverage()
    for name in fonts.FILES:
        glyphs.glyphs_of(name)
    weasyprint.HTML(string="<p>", url_fetcher=_press().fetcher).write_pdf(
        stylesheets=[_press().style], font_config=_press().fonts
    )
    get_template("letters/letter.html")
