"""What the tags of WeasyPrint lack: the language of each text, and Arabic text as it reads.

Both are entered at the structure element of each line. Its glyphs stand in the order they are drawn, so a
reader of Arabic needs the text itself (`ActualText`).
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

_ISOLATES = re.compile("[\u200e\u200f\u2066-\u2069]")


def tag_texts(document: Document, pdf: pydyf.PDF) -> None:
    """Gives each tagged line its language and, where it has letters of a script written from right to left,
    its text. Boxes and tags come in the same order, page by page.
    """
    own = pdf.catalog["Lang"].string
    root = _resolve(pdf, pdf.catalog["StructTreeRoot"])
    drawn = [box for page in document.pages for box in _boxes(page._page_box)]
    for box, element in zip(drawn, _leaves(pdf, _resolve(pdf, root["K"][0])), strict=True):
        if not isinstance(box, boxes.TextBox):
            continue
        if box.style["lang"] and box.style["lang"] != own:
            element["Lang"] = pydyf.String(box.style["lang"])
        if any(unicodedata.bidirectional(character) in {"R", "AL"} for character in box.text):
            element["ActualText"] = pydyf.String(_ISOLATES.sub("", box.text))


def _boxes(box: Any) -> Iterator[Any]:
    """The boxes of text and pictures, in the order of the document; what stands in margins has no tag."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.MarginBox):
        return
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def _leaves(pdf: pydyf.PDF, element: Any) -> Iterator[Any]:
    """The structure elements that hold content, once for each piece."""
    for kid in element["K"]:
        if isinstance(kid, int):
            yield element
        elif "S" in (found := _resolve(pdf, kid)):
            yield from _leaves(pdf, found)


def _resolve(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
