"""The catalogues of translations: complete in what they hold, and compiled as they stand."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.test import Client
from django.utils import translation
from django.utils.translation.template import templatize

from casework.choices import PersonRole, ProceedingsStage, Urgency
from documents.choices import LetterKind
from mla_portal.settings.environment import ROOT

CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
SOURCES = [
    path
    for top in ("mla_portal", "states", "documents", "requests", "templates")
    for path in sorted((ROOT / top).rglob("*"))
    if path.suffix in (".py", ".html")
]
KEYWORDS = ["_", "gettext_noop"] + [
    f"{kind}gettext{when}" for kind in ("", "n", "p", "np") for when in ("", "_lazy")
]
PLACEHOLDER = re.compile(r"%\(\w+\)\w|%\w|\{\w*\}")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_is_compiled_and_its_translations_keep_the_placeholders(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    assert path.with_suffix(".mo").read_bytes() == compiled.getvalue(), "make messages"
    for message in catalogue:
        if message.id and message.string and isinstance(message.id, str):
            assert sorted(PLACEHOLDER.findall(message.string)) == sorted(PLACEHOLDER.findall(message.id))


def texts() -> Iterator[tuple[str, str | None]]:
    """What pages, forms, refusals and letters say in English, with its context."""
    for path in SOURCES:
        text = path.read_text()
        if path.suffix == ".html":
            text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
        for _line, keyword, found, _comments in extract_python(BytesIO(text.encode()), KEYWORDS, [], {}):
            said = found if isinstance(found, tuple) else (found,)
            context = said[0] if keyword.startswith(("p", "np")) else None
            if text := said[1 if context else 0]:
                yield text, context


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_translates_every_text_of_the_code(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)

    def is_translated(text: str, context: str | None) -> bool:
        message = catalogue.get(text, context)
        return message is not None and all(
            [message.string] if message.pluralizable is False else message.string
        )

    assert sorted({text for text, context in texts() if not is_translated(text, context)}) == [], (
        "make messages"
    )


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
