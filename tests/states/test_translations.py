"""What of this app stands in letters and on screens is said in French and Spanish too."""

from datetime import date

import pytest
from django.utils import translation

from mla_portal.accounts.actors import Actor
from states.applicability import applicability
from states.models import State, Treaty
from states.services.reference import load_reference_data
from states.treaties import get_treaty_rules


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
            "Lettonie\u00a0: ratification de «\u00a0Convention de Ljubljana-La Haye\u00a0»"
            " ou adhésion le 28 août 2025. L’entrée en vigueur à son égard n’est pas confirmée."
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
