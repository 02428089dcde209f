"""Every kind of letter: its data, its schema, its page."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.choices import LetterKind
from documents.letters import content as c
from documents.letters.schema import VERSIONS, published
from documents.rendering.pdf import render
from tests.documents.making import findings, outline_of, poppler, words
from tests.documents.samples import request_letter, step_letter

STEPS = [kind for kind in LetterKind if kind != LetterKind.REQUEST]


@pytest.mark.parametrize("kind", STEPS)
def test_every_kind_is_set_with_its_data_attached(kind: LetterKind, tmp_path: Path) -> None:
    letter = step_letter(kind)
    pdf = render(outline_of(letter))
    assert findings(pdf) == []
    text = words(pdf, tmp_path)
    assert letter.reference in text
    assert letter.signatory.name in text
    assert "$" not in text
    specification = PdfFileReader(BytesIO(pdf)).root["/AF"][0]
    assert specification["/UF"] == f"{kind}.json"
    attached = json.loads(specification["/EF"]["/F"].data)
    assert c.CONTENT[kind].model_validate(attached) == letter
    Draft202012Validator(published(VERSIONS[kind])).validate(attached)


@pytest.mark.parametrize("second", ["", "fr"])
@pytest.mark.parametrize("kind", STEPS)
def test_a_signature_is_never_alone_on_a_page(kind: LetterKind, second: str, tmp_path: Path) -> None:
    letter = step_letter(kind)
    if second:
        letter = c.in_two_languages(letter, step_letter(kind, second))
    pages = poppler("pdftotext", render(outline_of(letter)), tmp_path, "-layout").rstrip("\f").split("\f")
    (signed,) = [page for page in pages if letter.signatory.name in page]
    body = signed.split(letter.signatory.name)[0]
    section = len(outline_of(letter).sections)
    assert signed == pages[-1]
    assert re.search(rf"^\s*{section}\b|\b{section}\.\d+|SHA-256|\b{section}\s*$", body, re.MULTILINE)


@pytest.mark.parametrize("kind", STEPS)
def test_a_letter_is_told_by_its_format_and_by_nothing_else(kind: LetterKind) -> None:
    data = step_letter(kind).frozen()
    assert data["format"] == f"mla-portal/{kind}/1.0"
    with pytest.raises(ValidationError):
        c.CONTENT[kind].model_validate(data | {"format": "mla-portal/request/1.1"})
    with pytest.raises(ValidationError):
        c.CONTENT[kind].model_validate(data | {"surprise": 1})


def test_data_of_a_request_in_format_1_0_are_still_read() -> None:
    data = request_letter().frozen() | {"format": "mla-portal/request/1.0"}
    del data["second_language"], data["second"]
    for row in (*data["persons"], *data["offences"], *data["measures"]):
        row.pop("id", None)
    for measure in data["measures"]:
        for detail in measure["details"]:
            del detail["code"], detail["raw"]
    Draft202012Validator(published("request-1.0")).validate(data)
    assert c.RequestLetter.model_validate(data).measures[0].details[0].label == "Questions"


def test_a_translation_has_a_state_and_a_certified_one_a_name() -> None:
    assert c.Passage(text="Danger", second="Danger", state="human", language="fr").second == "Danger"
    for wrong in (
        {"second": "Gefahr"},
        {"state": "machine"},
        {"second": "Gefahr", "state": "certified"},
        {"second": "Gefahr", "state": "human", "certified_by": "A. Sample"},
    ):
        with pytest.raises(ValidationError):
            c.Passage(text="Danger", **wrong)
