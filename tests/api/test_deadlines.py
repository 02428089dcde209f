"""Deadlines by hand and what would be if, over the API."""

from datetime import timedelta

import pytest

from casework.clock import today
from casework.models import AssistanceRequest
from tests.api.test_problems import assert_problem
from tests.cast import Api, FullCast

LIST = "/api/v1/requests"


def tag(api: Api, case: AssistanceRequest) -> str:
    return str(api.get(f"{LIST}/{case.pk}")["ETag"])


@pytest.fixture
def deadline(api: Api, case: AssistanceRequest, cast: FullCast) -> str:
    """The id of a deadline that the client set."""
    day = (today(cast.authority) + timedelta(days=3)).isoformat()
    given = {"text": "Call Riga", "due_on": day, "reason": "Agreed"}
    answer = api.write("POST", f"{LIST}/{case.pk}/deadlines", given, etag=tag(api, case))
    assert answer.status_code == 201, answer.content
    (row,) = answer.json()["deadlines"]
    assert (row["label"], row["basis"], row["source"], row["due_on"]) == (
        "Call Riga",
        "officer",
        "Agreed",
        day,
    )
    assert row["pauses"] == []
    return str(row["id"])


def test_a_system_sets_and_ends_a_deadline(api: Api, case: AssistanceRequest, deadline: str) -> None:
    page = f"{LIST}/{case.pk}/deadlines/{deadline}"
    refused = api.write("POST", f"{page}/pause", {"reason": "-"}, etag=tag(api, case))
    assert_problem(refused, 409, "refused")
    ended = api.write("POST", f"{page}/end", {"reason": "Done"}, etag=tag(api, case))
    assert ended.json()["deadlines"][0]["ended_at"] is not None


def test_a_write_to_a_clock_names_the_version_it_read(
    api: Api, case: AssistanceRequest, deadline: str
) -> None:
    page = f"{LIST}/{case.pk}/deadlines/{deadline}/end"
    assert_problem(api.write("POST", page, {"reason": "Done"}), 428, "precondition-required")


def test_a_system_asks_what_would_be_if(api: Api, case: AssistanceRequest) -> None:
    answer = api.get(f"{LIST}/{case.pk}/deadlines/what-if", {"act": "send", "on": "2026-12-11"})
    (item,) = answer.json()["items"]
    assert item.keys() == {"code", "label", "change", "due_on", "holidays", "unknown_states"}
    assert (item["code"], item["change"], item["due_on"]) == (
        "acknowledgement_expected", "starts", "2026-12-28",
    )  # fmt: skip
    assert item["holidays"][0] == {"day": "2026-12-24", "state": "LV", "name": "Christmas Eve"}


@pytest.mark.parametrize(
    ("act", "on"), [("send", "soon"), ("send", "9999-12-31"), ("submit", "2026-12-11"), ("", "")]
)
def test_what_cannot_be_counted_is_invalid(api: Api, case: AssistanceRequest, act: str, on: str) -> None:
    answer = api.get(f"{LIST}/{case.pk}/deadlines/what-if", {"act": act, "on": on})
    assert_problem(answer, 400, "invalid")


@pytest.mark.security
def test_another_states_system_learns_nothing_of_the_clocks(cast: FullCast, case: AssistanceRequest) -> None:
    foreign = Api(cast.other_state_client)
    answer = foreign.get(f"{LIST}/{case.pk}/deadlines/what-if", {"act": "send", "on": "2026-12-11"})
    assert_problem(answer, 404, "not-found")
