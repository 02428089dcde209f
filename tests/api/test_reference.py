"""States, authorities and treaties, with their sources."""

from typing import Any

import pytest
from django.core.management import call_command

from tests.api.test_problems import assert_problem
from tests.cast import Api, FullCast
from tests.factories.states import CountryRuleFactory

ROOT = "/api/v1"
TREATY = f"{ROOT}/treaties/ljubljana-the-hague"


@pytest.fixture
def reference(cast: FullCast) -> None:
    call_command("load_reference_data", verbosity=0)


@pytest.fixture
def api(cast: FullCast, reference: None) -> Api:
    return Api(cast.client, "reference:read")


def test_every_state_is_listed_with_its_names(api: Api) -> None:
    items = {item["code"]: item for item in api.get(f"{ROOT}/states").json()["items"]}
    assert len(items) > 190
    assert items["FR"] == {
        "code": "FR", "alpha3": "FRA", "name_en": "France", "name_fr": "France", "name_es": "Francia",
    }  # fmt: skip


def test_a_state_shows_its_authorities_and_participation_with_sources(api: Api) -> None:
    body = api.get(f"{ROOT}/states/LV").json()
    (participation,) = body["participations"]
    assert participation["treaty"] == "ljubljana-the-hague"
    assert participation["source"]
    assert participation["confidence"]
    assert "LV-MOJ" in {authority["code"] for authority in body["authorities"]}


def test_authorities_are_found_by_state_and_kind(api: Api, cast: FullCast) -> None:
    found = api.get(f"{ROOT}/authorities?state=SI&kind=competent").json()["items"]
    assert {item["code"] for item in found} == {"SI-PROS", "SI-POL"}
    one = api.get(f"{ROOT}/authorities/SI-PROS").json()
    assert set(one) == {
        "code", "state", "kind", "name", "name_in_letters", "is_hosted", "competences", "languages",
        "channels", "address", "email", "telephone", "time_zone", "is_sample", "source", "confirmed_on",
    }  # fmt: skip


def test_a_treaty_is_its_data_file_with_confidence_on_every_entry(api: Api) -> None:
    rules = api.get(TREATY).json()
    assert rules["code"] == "ljubljana-the-hague"
    for entry in (*rules["articles"], *rules["crimes"], *rules["measures"], *rules["contents"]):
        assert entry["source"]
        assert entry["confidence"] in {"verified", "secondary", "model-clause", "unverified"}


def test_applicability_answers_in_a_sentence_and_in_codes(api: Api) -> None:
    body = api.get(f"{TREATY}/applicability?requesting=SI&requested=LV&on=2026-11-01").json()
    assert (body["requesting"]["state"], body["requested"]["state"], body["on"]) == ("SI", "LV", "2026-11-01")
    assert body["level"] in {"none", "signed_only", "ratified", "provisional", "in_force"}
    assert body["sentence"]
    assert body["part"] is None


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("requesting=SI", ["requested"]),
        ("requesting=SI&requested=QQ", ["requested"]),
        ("requesting=SI&requested=LV&on=tomorrow", ["on"]),
        ("requesting=SI&requested=LV&crime=piracy", ["crime"]),
        ("requesting=SI&requested=LV&foo=1", ["foo"]),
        ("", ["requested", "requesting"]),
    ],
)
def test_a_question_in_error_names_its_parameters(api: Api, query: str, parameters: list[str]) -> None:
    problem = assert_problem(api.get(f"{TREATY}/applicability?{query}"), 400, "invalid")
    assert sorted(error["parameter"] for error in problem["errors"]) == parameters


def test_the_country_sheet_tells_each_rule_with_its_source_and_confirmation(api: Api) -> None:
    CountryRuleFactory.create(code="ended", last_day="2020-01-01")
    items = {item["code"]: item for item in api.get(f"{ROOT}/states/LV/sheet").json()["items"]}
    assert "ended" not in items
    item = items["letter-in-latvian"]
    assert set(item) == {
        "key", "code", "category", "level", "authority", "label", "text", "fix", "check_by", "languages",
        "channels", "field", "minimum", "words", "treaty", "measures", "crimes", "urgency", "excuses",
        "last_day", "provision", "source", "confidence", "citation", "note", "is_sample",
        "last_confirmed_on", "is_stale",
    }  # fmt: skip
    assert (item["key"], item["languages"], item["is_stale"]) == ("LV:letter-in-latvian", ["lv"], False)
    assert item["citation"].startswith("Article 22, notification of Latvia – Verified in a source (S8")


@pytest.mark.parametrize("path", ["states/QQ", "authorities/NOBODY", "treaties/none", "letters/1"])
def test_what_is_not_there_is_not_found(api: Any, path: str) -> None:
    assert_problem(api.get(f"{ROOT}/{path}"), 404, "not-found")


@pytest.mark.security
def test_reference_data_needs_its_own_scope(cast: FullCast) -> None:
    assert_problem(Api(cast.client, "requests:read").get(f"{ROOT}/states"), 403, "scope-missing")


def test_every_type_of_problem_explains_itself(api: Api) -> None:
    body = api.get(f"{ROOT}/problems/stale-version").json()
    assert (body["status"], body["title"]) == (412, "Changed since it was read")
    assert_problem(api.get(f"{ROOT}/problems/no-such"), 404, "not-found")
