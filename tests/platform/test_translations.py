"""The catalogues of translations: complete in what they hold, and compiled as they stand."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.test import Client
from django.utils import translation

from casework.choices import PersonRole, ProceedingsStage, Urgency
from documents.choices import LetterKind
from mla_portal.settings.environment import ROOT

CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)\w|%\w|\{\w*\}")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_is_compiled_and_its_translations_keep_the_placeholders(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    assert path.with_suffix(".mo").read_bytes() == compiled.getvalue(), "pybabel compile -d locale -D django"
    for message in catalogue:
        if message.id and message.string and isinstance(message.id, str):
            assert sorted(PLACEHOLDER.findall(message.string)) == sorted(PLACEHOLDER.findall(message.id))


@pytest.mark.parametrize("language", ["fr", "es"])
def test_the_terms_that_letters_print_are_translated(language: str) -> None:
    with translation.override("en"):
        terms = {str(c.label) for group in (PersonRole, ProceedingsStage, Urgency, LetterKind) for c in group}
    alike = {"fr": {"Suspect", "Expert", "Urgent"}, "es": set()}[language]
    with translation.override(language):
        assert {term for term in terms if translation.gettext(term) == term} == alike


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentence"),
    [("fr", "Aucune lettre ne porte ce code."), ("es", "Ninguna carta tiene este código.")],
)
def test_the_public_page_speaks_the_visitors_language(language: str, sentence: str, client: Client) -> None:
    page = client.get("/verify/none", headers={"Accept-Language": language}).content.decode()
    assert sentence in page
