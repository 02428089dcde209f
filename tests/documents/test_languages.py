"""Letters in Arabic, and in two languages side by side."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.choices import LetterKind, LetterLanguage, TranslationState
from documents.letters import content as c
from documents.letters.outlines import sections_of
from documents.letters.wording import Wording, standard_texts
from documents.rendering.literal import direction
from documents.rendering.outline import Clause
from documents.rendering.pdf import html, render
from tests.documents.making import findings, outline_of, poppler, words
from tests.documents.samples import request_letter, step_letter

PAIRS = [("en", "fr"), ("en", "ar"), ("fr", "es"), ("ar", "en")]


def spoken(pdf: bytes) -> list[tuple[str, str]]:
    """The text of each tagged line as a screen reader has it, with its language: what `ActualText` says."""
    reader = PdfFileReader(BytesIO(pdf))
    found: list[tuple[str, str]] = []

    def walk(element: Any) -> None:
        if "/ActualText" in element:
            found.append(
                (str(element.get("/Lang", reader.root["/Lang"])), str(element["/ActualText"]).strip())
            )
        for kid in element.get("/K", ()):
            if not isinstance(kid, int) and "/S" in (child := kid.get_object()):
                walk(child)

    walk(reader.root["/StructTreeRoot"]["/K"][0])
    return found


def side_by_side(first: str, second: str, **changes: Any) -> c.RequestLetter:
    return c.in_two_languages(request_letter(first, **changes), request_letter(second, **changes))


def test_arabic_is_read_in_the_order_it_was_written() -> None:
    lines = [text for language, text in spoken(render(outline_of(request_letter("ar")))) if language == "ar"]
    assert "طلب مساعدة قانونية متبادلة" in lines
    assert "ملخص الوقائع" in lines
    assert "22 نوفمبر 2026" in lines
    assert any(
        line.startswith("تهدي السلطة الطالبة، Ministry of Justice (sample) (سلوفينيا)") for line in lines
    )


def test_an_arabic_letter_is_set_from_right_to_left_with_latin_names_isolated() -> None:
    page = html(outline_of(request_letter("ar")))
    assert '<html lang="ar" dir="rtl">' in page
    assert "\u2068\u200eMinistry of Justice (sample)\u200e\u2069" in page
    assert '<p class="name" dir="ltr">Ministry of Justice of Latvia (sample)</p>' in page


def test_arabic_can_be_searched_in_the_page(tmp_path: Path) -> None:
    text = words(render(outline_of(request_letter("ar"))), tmp_path, "-layout")
    for word in ("طلب مساعدة", "SI-MOJ/2026/OUT/00042", "Vzorčna", "صفحة"):
        assert word in text


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_request_in_two_languages_conforms_and_says_everything_twice(
    first: str, second: str, tmp_path: Path
) -> None:
    pdf = render(outline_of(side_by_side(first, second)))
    assert findings(pdf) == []
    text = words(pdf, tmp_path, "-layout")
    for language in {first, second} - {"ar"}:
        assert standard_texts(LetterKind.REQUEST, LetterLanguage(language))["title"].split()[0] in text
    assert PdfFileReader(BytesIO(pdf)).root["/Lang"] == first


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind != LetterKind.REQUEST])
def test_each_step_is_set_in_two_languages_with_the_same_clause_numbers(kind: LetterKind) -> None:
    letter = c.in_two_languages(step_letter(kind, "en"), step_letter(kind, "fr"))
    outline = outline_of(letter)
    clauses = [b for s in outline.sections for b in s.blocks if isinstance(b, Clause)]
    assert clauses
    assert all(clause.second and clause.second.index == clause.index for clause in clauses)
    assert all(section.second for section in outline.sections)


def test_a_translation_of_more_paragraphs_stands_beside_its_original_as_one_clause() -> None:
    letter = side_by_side("en", "fr")
    letter = letter.model_copy(
        update={
            "second": (
                *letter.second,
                c.SecondText(at="/facts", text="Un.\n\nDeux.\n\nTrois.", state="machine"),
            )
        }
    )
    facts = next(section for section in outline_of(letter).sections if section.key == "facts")
    (clause,) = facts.blocks
    assert isinstance(clause, Clause)
    assert clause.second is not None
    assert clause.second.text == "Un.\n\nDeux.\n\nTrois."
    assert (
        clause.second.remark
        == "Traduction automatique (original\u00a0: anglais), non révisée par une personne."
    )


def test_free_text_says_how_it_was_translated_and_by_whom_it_was_certified() -> None:
    text = c.Passage(
        text="Danger.",
        language="en",
        second="Gefahr.",
        state=TranslationState.CERTIFIED,
        certified_by="A. B.",
    )
    letter = step_letter(LetterKind.WITHDRAWAL, "fr", reason=text)
    say = Wording(standard_texts(LetterKind.WITHDRAWAL, LetterLanguage.FRENCH), "fr")
    clause = sections_of(letter, say)[0].blocks[1]
    assert isinstance(clause, Clause)
    assert (clause.text, clause.remark) == (
        "Gefahr.",
        "Traduction certifiée (original\u00a0: anglais)\u00a0; certifiée par A. B..",
    )


def test_untranslated_text_is_repeated_and_said_to_be_so() -> None:
    letter = c.in_two_languages(step_letter(LetterKind.WITHDRAWAL), step_letter(LetterKind.WITHDRAWAL, "es"))
    clause = outline_of(letter).sections[0].blocks[1]
    assert isinstance(clause, Clause)
    assert clause.second is not None
    assert clause.second.text == clause.text
    assert (clause.remark, clause.second.remark) == ("", "Original: inglés; sin traducir.")
    assert clause.second.language == "en"


def test_each_column_has_its_own_language_and_direction() -> None:
    page = html(outline_of(side_by_side("en", "ar")))
    assert '<div class="side" lang="en" dir="ltr"><p class="opening">' in page
    assert '<div class="side" lang="ar" dir="rtl"><p class="opening">' in page
    pdf = render(outline_of(side_by_side("en", "ar")))
    assert ("ar", "طلب مساعدة قانونية متبادلة") in spoken(pdf)


def test_data_of_two_languages_hold_each_text_that_differs_and_nothing_twice() -> None:
    letter = side_by_side("en", "fr")
    assert letter.second_language == "fr"
    by_place = {text.at: text.text for text in letter.second}
    assert by_place["/requesting/state/label"] == "Slovénie"
    assert "/facts" not in by_place
    assert c.in_second_language(letter).requesting.state.label == "Slovénie"
    assert c.RequestLetter.model_validate(letter.frozen()) == letter


def test_two_compositions_of_different_cases_are_refused() -> None:
    with pytest.raises(ValueError, match="differ at"):
        c.in_two_languages(request_letter("en"), request_letter("fr", persons=()))


def test_a_letter_has_no_second_language_that_is_its_first() -> None:
    with pytest.raises(ValidationError):
        request_letter("en", second_language="en")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("+386 1 000 00 00", "ltr"),
        ("يان المثالي", "rtl"),
        ("Riga", "ltr"),
        ("–", "rtl"),
        ("\u2068SI-MOJ\u2069 (22 نوفمبر)", "rtl"),
    ],
)
def test_a_line_is_read_by_its_own_script_and_numbers_from_left_to_right(text: str, read: str) -> None:
    assert direction(text, default="rtl") == read


def test_long_tables_break_over_pages_in_two_languages(tmp_path: Path) -> None:
    sample = request_letter()
    changes = {"persons": sample.persons * 15, "facts": "A long sentence of the facts. " * 400}
    pdf = render(outline_of(side_by_side("en", "ar", **changes)))
    assert findings(pdf) == []
    assert words(pdf, tmp_path).count("A long sentence of the facts.") >= 780
    assert "45" in poppler("pdftotext", pdf, tmp_path, "-layout")
