"""The pages of States, authorities and cooperation."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from mla_portal.accounts.models import User
from states.choices import Confidence
from states.models import Authority, State
from tests.factories.accounts import UserFactory
from tests.factories.states import (
    AuthorityFactory,
    DeclarationFactory,
    MembershipFactory,
    ParticipationFactory,
    StateFactory,
    TreatyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    TreatyFactory.create()
    return MembershipFactory.create().user


def page(user: User, address: str, **headers: Any) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def bound(code: str, name: str, **fields: Any) -> State:
    state = StateFactory.create(code=code, name_en=name)
    ParticipationFactory.create(state=state, **fields)
    return state


IN_FORCE = {
    "bound_on": date(2025, 1, 1),
    "in_force_on": date(2025, 6, 1),
    "in_force_confidence": Confidence.VERIFIED,
}


def ask(user: User, **asked: str) -> str:
    question = {"treaty": "ljubljana-the-hague", "requesting": "SI", "requested": "LV", "on": "2026-11-22"}
    address = "/cooperation/?" + "&".join(f"{name}={value}" for name, value in {**question, **asked}.items())
    return page(user, address)


def test_the_list_of_states_says_where_each_stands(officer: User) -> None:
    bound("LV", "Latvia", **IN_FORCE)
    StateFactory.create(code="XK", name_en="Kosovo")
    everything = page(officer, "/states/")
    assert "is in force for Latvia since 1 June 2025" in everything
    assert "Kosovo takes no part" in everything
    assert "Kosovo" not in page(officer, "/states/?level=some")
    assert "Latvia" not in page(officer, "/states/?q=koso")


def test_states_are_found_in_any_language_and_without_accents(officer: User) -> None:
    StateFactory.create(code="CI", name_en="Ivory Coast", name_fr="Côte d’Ivoire")
    assert "Ivory Coast" in page(officer, "/states/?q=cote")


def test_a_state_page_shows_declarations_with_their_confidence_and_expiry(officer: User) -> None:
    state = bound("FR", "France")
    DeclarationFactory.create(
        participation=state.participations.get(),
        type="reservation",
        summary="Only residents.",
        expires_on=date(2099, 2, 14),
        dates_confidence=Confidence.UNVERIFIED,
        confidence=Confidence.SECONDARY,
    )
    html = page(officer, "/states/FR/")
    assert "Only residents." in html
    assert "14 February 2099" in html
    assert "Secondary source" in html
    assert "Not verified" in html


def test_sample_authorities_are_marked_as_sample_data(officer: User) -> None:
    sample = AuthorityFactory.create(name="Invented Office")
    real = AuthorityFactory.create(name="Real Office", is_sample=False)
    assert "Sample data" in page(officer, f"/authorities/{sample.pk}/")
    assert "Sample data" not in page(officer, f"/authorities/{real.pk}/")
    listed = page(officer, "/authorities/?q=office")
    assert "Invented Office" in listed
    assert "Real Office" in listed


@pytest.mark.security
def test_reference_pages_tell_nothing_to_those_who_serve_nowhere(officer: User) -> None:
    client = Client()
    client.force_login(UserFactory.create())
    authority = Authority.objects.first()
    assert authority is not None
    assert authority.name not in client.get("/authorities/").content.decode()
    for address in ("/states/SI/", f"/authorities/{authority.pk}/", "/cooperation/"):
        assert client.get(address).status_code == 404


def test_two_bound_states_can_cooperate(officer: User) -> None:
    for code, name in (("SI", "Slovenia"), ("LV", "Latvia")):
        bound(code, name, **IN_FORCE)
    assert "Yes: the treaty is in force between them" in ask(officer)


def test_a_signature_is_no_basis(officer: User) -> None:
    bound("SI", "Slovenia", **IN_FORCE)
    bound("LV", "Latvia")
    html = ask(officer)
    assert "Not under this treaty yet" in html
    assert "Yes:" not in html


def test_an_unconfirmed_entry_into_force_is_never_a_yes(officer: User) -> None:
    bound("SI", "Slovenia", **IN_FORCE)
    bound("LV", "Latvia", **{**IN_FORCE, "in_force_confidence": Confidence.UNVERIFIED})
    html = ask(officer)
    assert "Possibly: its entry into force is not confirmed" in html
    assert "What is not sure" in html
    assert "Yes:" not in html


def test_a_crime_of_an_annex_needs_both_to_accept_it(officer: User) -> None:
    slovenia, latvia = (
        bound(code, name, **IN_FORCE) for code, name in (("SI", "Slovenia"), ("LV", "Latvia"))
    )
    crime = next(crime for crime in TreatyFactory.create().rules.crimes if crime.annex)
    DeclarationFactory.create(participation=slovenia.participations.get(), annexes=[crime.annex])
    assert "Not for this crime, as far as is known" in ask(officer, crime=crime.code)
    DeclarationFactory.create(participation=latvia.participations.get(), annexes=[crime.annex])
    assert "Yes: the treaty is in force between them" in ask(officer, crime=crime.code)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"requested": "SI"}, "Choose two different States."),
        ({"on": "yesterday"}, "Enter a valid date."),
        ({"crime": "jaywalking"}, "Select a valid choice."),
        ({"requested": "ZZ"}, "Select a valid choice."),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_at_its_field(
    officer: User, asked: dict[str, str], error: str
) -> None:
    StateFactory.create(code="LV")
    html = ask(officer, **asked)
    assert error in html
    assert "Please correct the following" in html


def test_htmx_gets_the_answer_alone(officer: User) -> None:
    bound("LV", "Latvia")
    address = "/cooperation/?treaty=ljubljana-the-hague&requesting=SI&requested=LV&on=2026-11-22"
    html = page(officer, address, **{"HX-Request": "true"})
    assert "<html" not in html
    assert 'id="verdict"' in html


def test_the_question_starts_with_ones_own_state(officer: User) -> None:
    StateFactory.create(code="LV")
    html = page(officer, "/cooperation/?requested=LV")
    assert '<option value="SI" selected>Slovenia</option>' in html
    assert '<option value="LV" selected>Latvia</option>' in html
    assert "Please correct" not in html
