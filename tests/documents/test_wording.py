"""The words around the data: complete in each language, changeable by administrators, never code."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from documents.choices import LetterKind, LetterLanguage
from documents.letters.wording import Wording, check_wording, placeholders, reviewed_by, standard_texts
from documents.rendering.pdf import render
from tests.documents.making import findings, outline_of, words
from tests.documents.samples import request_letter


@pytest.mark.parametrize("language", list(LetterLanguage))
@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_language_has_every_text_with_the_same_placeholders(
    kind: LetterKind, language: LetterLanguage
) -> None:
    english, texts = standard_texts(kind, LetterLanguage.ENGLISH), standard_texts(kind, language)
    assert list(texts) == list(english)
    for key, text in texts.items():
        assert text.strip(), key
        check_wording(kind, key, text)
        used = {name for name in placeholders(kind, key) if f"${name}" in text}
        assert used == {name for name in placeholders(kind, key) if f"${name}" in english[key]}


def test_the_standard_texts_do_not_claim_a_review_that_never_was() -> None:
    assert [reviewed_by(language) for language in LetterLanguage] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("key", "text", "field"),
    [
        ("nowhere", "text", "key"),
        ("opening", "To $nobody", "text"),
        ("opening", "100 $", "text"),
        ("closing", "${settings.SECRET_KEY}", "text"),
    ],
)
def test_an_unknown_place_or_placeholder_is_refused(key: str, text: str, field: str) -> None:
    with pytest.raises(ValidationError) as error:
        check_wording(LetterKind.REQUEST, key, text)
    assert list(error.value.message_dict) == [field]


def test_a_value_with_a_dollar_sign_is_not_looked_at_again() -> None:
    say = Wording({"opening": "To $requested_authority, 5 $$"}, "en")
    assert say("opening", requested_authority="$requesting_authority") == "To $requesting_authority, 5 $"


@pytest.mark.security
def test_a_changed_text_is_literal_too(tmp_path: Path) -> None:
    text = "<b>Dear colleagues</b> {{ letter.title }} of $requested_state"
    pdf = render(outline_of(request_letter(), texts={"opening": text}))
    assert "<b>Dear colleagues</b> {{ letter.title }} of Latvia" in words(pdf, tmp_path)
    assert findings(pdf) == []
