"""One letter in a warm worker, beside WeasyPrint and pyHanko doing the same document without the portal.

Both set the same HTML with the settings of the recipe. The portal's way has besides: reading the order,
composing and filling the template, storing the file, version, seal and record, and moving the case.
"""

from collections.abc import Iterator

import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from bench.files import approved_request
from bench.speed.measure import WARM_UP, Pair, compare
from bench.speed.seed import Cast
from casework.services.transition import perform
from documents.models import Letter
from documents.rendering.finisher import add_seal_field, claim_pdf_ua
from documents.rendering.pdf import STYLE, html
from documents.sealing.key import seal_key
from documents.sealing.seal import seal
from documents.services import production
from documents.tasks import warm_up

RUNS = 25


def measure(cast: Cast) -> Pair:
    """Makes letters that were ordered as the desk orders them."""
    warm_up()
    letters = iter(_ordered(cast, RUNS + WARM_UP))
    example = Letter.objects.latest("ordered_at")
    bare = _Bare(example)
    return compare(
        "one letter, rendered and sealed",
        lambda: production.produce(next(letters).pk, task="bench"),
        bare.make,
        runs=RUNS,
        aim=1.2,
    )


def _ordered(cast: Cast, count: int) -> Iterator[Letter]:
    letters = []
    for number in range(count):
        pk = approved_request(cast.drafter, cast.approver, f"Bench letter {number}")
        perform(cast.approver.actor, pk, "seal")
        letters.append(Letter.objects.get(communication__request=pk))
    return iter(letters)


class _Bare:
    """WeasyPrint and pyHanko kept warm as the recipe says, and nothing of the portal around them."""

    def __init__(self, letter: Letter) -> None:
        self._outline = production.outline_of(letter, is_demonstration=seal_key().is_demonstration)
        self._html = html(self._outline)
        self._fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
        self._fonts = FontConfiguration()
        self._style = weasyprint.CSS(
            string=STYLE.read_text(), font_config=self._fonts, url_fetcher=self._fetcher
        )

    def make(self) -> bytes:
        attachment = weasyprint.Attachment(
            string=self._outline.attachment,
            name=self._outline.attachment_name,
            description="The request as data",
            relationship="Data",
            url_fetcher=self._fetcher,
        )

        def finish(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
            claim_pdf_ua(pdf)
            add_seal_field(pdf, "Seal")

        page = weasyprint.HTML(string=self._html, url_fetcher=self._fetcher)
        pdf = page.write_pdf(
            stylesheets=[self._style],
            font_config=self._fonts,
            pdf_variant="pdf/a-3a",
            pdf_tags=True,
            attachments=[attachment],
            finisher=finish,
        )
        return seal(pdf, seal_key(), reason="Sample", location="Slovenia", contact="sample@example.org")[0]
