"""What of this app stands in letters and on screens is said in French and Spanish too."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils import translation

import states
from mla_portal.accounts.actors import Actor
from states.applicability import applicability
from states.models import State, Treaty
from states.services.reference import load_reference_data
from states.treaties import get_treaty_rules

APP = Path(states.__file__).parent
SPOKEN = ["applicability_wording.py", "choices.py", "treaties/schema.py", "treaties/vocabulary.py"]


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("module", SPOKEN)
def test_every_string_of_a_spoken_module_is_translated(module: str, language: str) -> None:
    with (APP / f"locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    found = extract_from_file("python", APP / module, keywords={"_": None})
    strings = [string for _line, string, _comments, _context in found]
    assert strings
    assert [string for string in strings if string not in catalog or not catalog[string].string] == []


@pytest.mark.parametrize("language", ["fr", "es"])
def test_the_compiled_catalogue_is_that_of_the_written_one(language: str) -> None:
    """If not: `.venv/bin/pybabel compile -D django -d states/locale`."""
    folder = APP / f"locale/{language}/LC_MESSAGES"
    with (folder / "django.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    assert (folder / "django.mo").read_bytes() == compiled.getvalue()
    assert [message.id for message in catalog if message.id and list(message.check())] == []


@pytest.mark.django_db
def test_the_legal_basis_is_stated_in_the_language_of_the_letter() -> None:
    load_reference_data(Actor.portal())
    slovenia, latvia = State.objects.get(code="SI"), State.objects.get(code="LV")
    said = {}
    for language in ("fr", "es"):
        with translation.override(language):
            answer = applicability(Treaty.objects.get(), slovenia, latvia, date(2026, 11, 22))
            said[language] = answer.requested.sentence
    assert said == {
        "fr": (
            "Lettonie : ratification de « Convention de Ljubljana-La Haye » ou adhésion le 28 août 2025."
            " L’entrée en vigueur à son égard n’est pas confirmée."
        ),
        "es": (
            "Letonia ratificó «Convención de Liubliana-La Haya» o se adhirió el 28 de agosto de 2025."
            " No está confirmado que esté en vigor para este Estado."
        ),
    }


def test_a_citation_says_how_sure_it_is_in_the_readers_language() -> None:
    with translation.override("fr"):
        citation = get_treaty_rules("ljubljana-the-hague").measure("freezing").citation
    assert citation == (
        "Aucun article connu – Clause type des traités parents, et non le texte de ce traité"
        " (UNTOC 18(3), UNCAC 46(3))"
    )
