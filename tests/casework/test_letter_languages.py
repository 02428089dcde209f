"""In which languages a letter to a counterpart begins, and why."""

import pytest

from casework.letter_languages import for_letter, for_request
from casework.models import AssistanceRequest
from states.choices import RuleCheck
from states.models import State
from tests.casework.pages import signed_in, url
from tests.factories.casework import Cast, draft
from tests.factories.states import CountryRuleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> AssistanceRequest:
    case = draft(cast, language="en")
    case.holder.languages = ["sl", "en"]
    case.counterpart.languages = ["es"]
    return case


def asks(state: State, *languages: str, check: RuleCheck = RuleCheck.TRANSLATION_ENCLOSED) -> None:
    CountryRuleFactory.create(
        state=state, check_by=check, languages=list(languages), words=["translation"], measures=[], crimes=[]
    )


def test_the_language_of_the_addressee_stands_beside_our_own(case: AssistanceRequest) -> None:
    proposed = for_request(case)
    assert (proposed.language, proposed.second_language) == ("en", "es")
    assert "Spanish" in proposed.why


def test_a_rule_of_the_state_goes_before_the_languages_of_its_authority(case: AssistanceRequest) -> None:
    asks(case.counterpart_state, "fr")
    assert for_letter(case).second_language == "fr"


def test_one_language_is_enough_where_they_accept_ours(case: AssistanceRequest) -> None:
    asks(case.counterpart_state, "hr", "en")
    proposed = for_letter(case)
    assert (proposed.language, proposed.second_language) == ("en", "")


def test_a_language_without_letters_asks_for_a_translation(case: AssistanceRequest) -> None:
    asks(case.counterpart_state, "lv")
    assert for_request(case).second_language == ""
    assert "enclose a translation" in for_request(case).why


def test_nothing_is_invented_where_nothing_is_recorded(case: AssistanceRequest) -> None:
    case.counterpart.languages = []
    assert for_request(case).second_language == ""
    assert "not recorded" in for_request(case).why


def test_the_draft_says_why(cast: Cast, case: AssistanceRequest) -> None:
    case.counterpart.save()
    page = signed_in(cast.drafter).get(url("section", case, section="addressee")).content.decode()
    assert "accepts Spanish" in page
