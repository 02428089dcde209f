"""The formal and the legal check over the API, in exactly these fields."""

from typing import Any

import pytest

from casework.choices import CheckKind, Status
from casework.models import AssistanceRequest
from casework.services.examinations import Examined, examine
from tests.api.test_problems import assert_problem
from tests.cast import Api, FullCast
from tests.factories.casework import actor, in_status, incoming

PURPOSE = "ljubljana-the-hague:purpose"
POINT = {"point", "found", "earlier"}
FOUND = {"finding", "remarks", "examined_by", "examined_at"}
GROUND = {"code", "label", "nature", "effect", "citation", "confidence", "note"}


@pytest.fixture
def theirs(cast: FullCast) -> AssistanceRequest:
    return in_status(incoming(cast), Status.FORMAL_CHECK)


def find(api: Api, case: AssistanceRequest, check: str, *findings: dict[str, Any]) -> Any:
    address = f"/api/v1/requests/{case.pk}"
    etag = api.get(address).headers["ETag"]
    return api.write("POST", f"{address}/{check}", {"findings": list(findings)}, etag=etag)


def test_the_formal_check_is_read_and_written(api: Api, theirs: AssistanceRequest) -> None:
    address = f"/api/v1/requests/{theirs.pk}/formal-check"
    answer = find(api, theirs, "formal-check", {"point": PURPOSE, "finding": "unclear", "remarks": "Which?"})
    assert answer.status_code == 200, answer.content
    body = api.get(address).json()
    assert body.keys() == {"counts", "items"}
    assert body["counts"].keys() == {"met", "missing", "unclear", "unexamined"}
    assert body["counts"]["unclear"] == 1
    item = next(item for item in body["items"] if item["point"] == PURPOSE)
    assert item.keys() == POINT | {"received", "item"}
    assert item["found"].keys() == FOUND
    assert (item["found"]["finding"], item["found"]["remarks"]) == ("unclear", "Which?")
    assert item["received"] == theirs.purpose
    assert item["item"]["citation"]
    assert find(api, theirs, "formal-check", {"point": PURPOSE, "finding": ""}).status_code == 200
    assert not theirs.examinations.exists()


def test_the_legal_check_is_read_and_written(api: Api, theirs: AssistanceRequest) -> None:
    given = {"point": "essential_interests", "finding": "applies"}
    assert find(api, theirs, "legal-check", given).status_code == 200
    body = api.get(f"/api/v1/requests/{theirs.pk}/legal-check").json()
    assert body.keys() == {"applicability", "counts", "items", "excluded"}
    assert body["applicability"]["requesting"]["state"] == "LV"
    assert body["counts"] == {"applies": 1, "does_not_apply": 0, "unexamined": len(body["items"]) - 1}
    item = next(item for item in body["items"] if item["point"] == "essential_interests")
    assert item.keys() == POINT | {"ground"}
    assert item["ground"].keys() == GROUND
    assert item["found"]["finding"] == "applies"
    (political,) = (ground for ground in body["excluded"] if ground["code"] == "political_offence")
    assert (political["effect"], political["confidence"]) == ("excluded", "unverified")


@pytest.mark.parametrize(
    "finding",
    [
        {"point": PURPOSE, "finding": "applies"},
        {"point": "nonsense", "finding": "met"},
        {"point": PURPOSE, "finding": "", "remarks": "Alone."},
    ],
)
def test_what_does_not_hold_together_changes_nothing(
    api: Api, theirs: AssistanceRequest, finding: dict[str, Any]
) -> None:
    good = {"point": "ljubljana-the-hague:facts", "finding": "met"}
    answer = find(api, theirs, "formal-check", good, finding)
    assert_problem(answer, 400, "invalid")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/findings/1"]
    assert not theirs.examinations.exists()


@pytest.mark.security
def test_a_check_is_for_whoever_may_see_the_file_and_written_by_its_desk(
    cast: FullCast, theirs: AssistanceRequest
) -> None:
    address = f"/api/v1/requests/{theirs.pk}/formal-check"
    for client in (cast.prosecutors_client, cast.other_state_client):
        stranger = Api(client)
        assert stranger.get(address).status_code == 404
        given = {"findings": [{"point": PURPOSE, "finding": "met"}]}
        assert stranger.write("POST", address, given, etag='"1.x"').status_code == 404
    api = Api(cast.client)
    etag = api.get(address).headers["ETag"]
    examine(actor(cast.drafter), theirs.pk, CheckKind.FORMAL, [Examined(PURPOSE, "met")])
    late = {"findings": [{"point": PURPOSE, "finding": "missing"}]}
    assert api.write("POST", address, late, etag=etag).status_code == 412
    assert theirs.examinations.get().finding == "met"


def test_a_request_of_our_own_has_no_check_of_ours(api: Api, case: AssistanceRequest) -> None:
    for check in ("formal-check", "legal-check"):
        assert_problem(api.get(f"/api/v1/requests/{case.pk}/{check}"), 409, "refused")
