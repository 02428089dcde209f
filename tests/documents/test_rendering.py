"""The letter as a page: conformance, text, fonts, hostile and long input."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.choices import LetterKind, LetterLanguage
from documents.letters.schema import VERSIONS, generate, published
from documents.rendering import pdf as engine
from documents.rendering.fonts import FILES
from tests.documents.making import CODE, URL, findings, outline_of, poppler, rendered, words
from tests.documents.samples import request_letter

HOSTILE = "<script>alert(1)</script> {{ settings.SECRET_KEY }} {% load x %} <img src=file:///x> &amp; $name"


@pytest.mark.parametrize("language", list(LetterLanguage))
def test_the_letter_is_pdf_a_3a_and_pdf_ua_1(language: str) -> None:
    assert findings(rendered(language)) == []


@pytest.mark.parametrize(
    ("language", "opening"),
    [
        ("en", "presents its compliments to the requested authority"),
        ("fr", "présente ses compliments à l’autorité requise"),
        ("es", "presenta sus atentos saludos a la autoridad requerida"),
    ],
)
def test_the_letter_speaks_its_language_and_says_so(language: str, opening: str, tmp_path: Path) -> None:
    pdf = rendered(language)
    assert opening in words(pdf, tmp_path)
    assert PdfFileReader(BytesIO(pdf)).root["/Lang"] == language


def test_reference_and_page_number_stand_on_each_page(tmp_path: Path) -> None:
    pages = poppler("pdftotext", rendered(), tmp_path, "-layout").split("\f")[:-1]
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        assert "SI-MOJ/2026/OUT/00042" in text
        assert f"Page {number} of {len(pages)}" in text


def test_signature_block_and_qr_code_stand_on_the_first_page_however_much_there_is_to_say(
    tmp_path: Path,
) -> None:
    long = "An investigation of many acts in many places. " * 200
    sample = request_letter()
    name, address = "Ministry of Justice and Human Rights (sample) " * 4, "A line of a long address\n" * 8
    pdf = rendered(
        requesting=sample.requesting.model_copy(update={"name": name, "address": address}),
        requested=sample.requested.model_copy(update={"name": name, "address": address}),
        proceedings=sample.proceedings.model_copy(update={"subject_matter": long}),
        persons=sample.persons * 20,
        measures=sample.measures * 20,
        facts=long,
    )
    first = " ".join(poppler("pdftotext", pdf, tmp_path, "-raw").split("\f")[0].split())
    assert "Ana Vzorčna" in first
    assert CODE[:5] in first
    assert URL.rpartition("/")[0] in first
    figures = poppler("pdfinfo", pdf, tmp_path, "-struct")
    assert figures.count("Figure") == 1


def test_sections_and_clauses_are_numbered_and_tables_are_tables(tmp_path: Path) -> None:
    text = words(rendered(), tmp_path)
    for expected in (
        "4.1 Between 3 and 17 May 2024",
        "4.2 Two survivors",
        "11.1 The contents listed below are missing.",
        "11.3 Missing. The domestic order",
    ):
        assert expected in text
    structure = poppler("pdfinfo", rendered(), tmp_path, "-struct")
    assert structure.count("Table") >= 6
    assert structure.count("Caption") >= 5


def test_names_in_every_script_can_be_read_back(tmp_path: Path) -> None:
    text = words(rendered(), tmp_path)
    for name in ("Ян Примерный", "Γιάννης Παράδειγμα", "Łukasz Przykładowy", "Vzorčna", "Rīga"):
        assert name in text
    assert "يان المثالي" in words(rendered(), tmp_path, "-layout")


def test_arabic_marks_and_latin_combinations_conform_and_read_back(tmp_path: Path) -> None:
    pdf = rendered(facts="مُحَمَّد لا إله أحمد آدم بتثن\n\nx̌ q̃ ffi ﬁ")
    assert findings(pdf) == []
    text = words(pdf, tmp_path, "-layout")
    for word in ("بتثن", "أحمد", "x̌", "ffi"):
        assert word in text


def test_only_our_fonts_are_used_and_they_are_embedded(tmp_path: Path) -> None:
    listed = poppler("pdffonts", rendered(facts="Plain, Кириллица, Ελληνικά, عربي, 漢字, 😀"), tmp_path)
    used = set()
    for line in listed.splitlines()[2:]:
        name, *_, embedded, subset, unicode_map, _, _ = line.split()
        used.add(name.partition("+")[2])
        assert (embedded, subset, unicode_map) == ("yes", "yes", "yes")
    assert used == set(FILES)


def test_a_character_no_font_has_is_shown_by_its_code_and_kept_in_the_data(tmp_path: Path) -> None:
    pdf = rendered(facts="The word 漢 was written.")
    assert "The word [U+6F22] was written." in words(pdf, tmp_path)
    assert findings(pdf) == []


@pytest.mark.security
def test_hostile_text_appears_literally(tmp_path: Path) -> None:
    pdf = rendered(facts=HOSTILE, purpose=HOSTILE)
    assert words(pdf, tmp_path).count(HOSTILE) == 2
    assert findings(pdf) == []


@pytest.mark.security
@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:9/", "https://example.org/x.png"])
def test_the_press_fetches_neither_files_nor_the_network(url: str) -> None:
    with pytest.raises(ValueError, match="disallowed protocol"):
        engine._press().fetcher.fetch(url)


@pytest.mark.security
def test_control_and_reordering_characters_do_no_harm(tmp_path: Path) -> None:
    pdf = rendered(facts="before\x00\x1b[31m\u202eafter\u2066\u2028end\x85")
    assert "before\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}[31mafter end" in words(pdf, tmp_path)
    assert findings(pdf) == []


def test_a_very_long_text_and_a_very_long_word_are_set_in_full(tmp_path: Path) -> None:
    paragraph = "The witness said that the list was kept in the school. " * 40
    facts = "\n\n".join([paragraph] * 90) + "\n\n" + "W" * 3000
    assert len(facts) > 200_000
    text = words(rendered(facts=facts), tmp_path)
    assert text.count("The witness said that the list was kept in the school.") > 3500
    assert text.replace(" ", "").count("W") >= 3000


def test_the_data_are_attached_and_follow_the_published_schema() -> None:
    content = request_letter()
    root = PdfFileReader(BytesIO(rendered())).root
    specification = root["/AF"][0]
    assert specification["/AFRelationship"] == "/Data"
    assert specification["/UF"] == "request.json"
    stream = specification["/EF"]["/F"]
    assert stream["/Subtype"] == "/application/json"
    attached = json.loads(stream.data)
    assert attached == content.frozen()
    Draft202012Validator(published("request-1.1")).validate(attached)


def test_the_published_schema_is_the_one_of_the_model() -> None:
    assert set(VERSIONS) == set(LetterKind)
    assert {name: published(name) for name in VERSIONS.values()} == {
        name: json.loads(json.dumps(generate(LetterKind(kind)))) for kind, name in VERSIONS.items()
    }


def test_what_the_schema_does_not_know_is_refused() -> None:
    data = request_letter().frozen() | {"surprise": 1}
    assert not Draft202012Validator(published("request-1.1")).is_valid(data)


def test_an_empty_request_is_still_a_letter() -> None:
    empty = request_letter(
        **dict.fromkeys(("persons", "offences", "measures", "conditions", "enclosures", "legal_basis"), ()),
        facts="",
        proceedings={},
        override=None,
        time_limit=None,
    )
    assert findings(engine.render(outline_of(empty))) == []
