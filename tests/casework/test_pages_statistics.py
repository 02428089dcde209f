"""The page of the statistics, its spreadsheet and its API: the same figures, for those they are for."""

import csv
from io import StringIO

import pytest

from casework.models import AssistanceRequest
from states.choices import Role
from tests.casework.pages import signed_in, url, words
from tests.cast import Api, FullCast, api_client
from tests.factories.casework import Cast, incoming


@pytest.fixture
def case(cast: Cast) -> AssistanceRequest:
    return incoming(cast)


@pytest.mark.parametrize("person", ["approver", "auditor"])
def test_approvers_and_auditors_read_the_figures(cast: Cast, case: AssistanceRequest, person: str) -> None:
    page = signed_in(getattr(cast, person)).get(url("statistics"), {"by": "state"})
    assert page.status_code == 200
    assert [(direction, counts[1]) for direction, _value, counts in page.context["rows"]] == [("Incoming", 1)]
    said = words(page)
    assert "Request, received" in said
    assert "Acknowledge the request (office policy)" in said or "(office policy)" in said


@pytest.mark.security
@pytest.mark.parametrize("person", ["drafter", "prosecutor", "outsider", "administrator"])
@pytest.mark.parametrize("page", ["statistics", "statistics-csv"])
def test_nobody_else_reads_them(cast: Cast, case: AssistanceRequest, person: str, page: str) -> None:
    assert signed_in(getattr(cast, person)).get(url(page)).status_code == 403


@pytest.mark.security
def test_nobody_counts_the_files_of_another_authority(cast: Cast, case: AssistanceRequest) -> None:
    page = signed_in(cast.other_state_officer).get(url("statistics"), {"authority": cast.authority.code})
    assert page.status_code == 422
    assert "asked" not in page.context


def test_the_spreadsheet_says_the_same(cast: Cast, case: AssistanceRequest) -> None:
    answer = signed_in(cast.auditor).get(url("statistics-csv"), {"by": "crime"})
    (row,) = csv.DictReader(StringIO(answer.content.decode()))
    assert (row["direction"], row["crime"], row["received"], row["pending"]) == (
        "incoming", "war_crimes", "1", "1",
    )  # fmt: skip


@pytest.mark.parametrize(
    "asked", [{"first": "x"}, {"first": "2026-02-01", "last": "2026-01-01"}, {"by": "name"}]
)
def test_a_question_that_makes_no_sense_is_said_at_its_field(cast: Cast, asked: dict[str, str]) -> None:
    page = signed_in(cast.auditor).get(url("statistics"), asked)
    assert page.status_code == 422
    assert page.context["form"].errors


def test_a_system_that_serves_as_auditor_reads_them(db: None) -> None:
    cast = FullCast()
    incoming(cast)
    api = Api(api_client(cast.authority, role=Role.AUDITOR))
    body = api.get("/api/v1/statistics").json()
    assert body.keys() == {"first", "last", "figures", "refusals", "durations", "deadlines", "events"}
    (figures,) = body["figures"]
    assert (figures["direction"], figures["counts"]["received"]) == ("incoming", 1)
    assert body["deadlines"][0]["counts"]["running"] == 1
    assert api.get("/api/v1/statistics", {"first": "soon"}).status_code == 400
