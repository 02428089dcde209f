"""Assigned measures for machines: exactly these fields, to exactly these two sides."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from casework.choices import PersonExtent
from casework.models import AssistanceRequest, MeasureAssignment, RoutingRule
from casework.services.results import Said, perform_assignment
from tests.api.test_documents import PDF
from tests.cast import Api, FullCast
from tests.factories.casework import actor
from tests.factories.execution import HEARING, given_to, in_execution

LIST = "/api/v1/assigned-measures"
SUMMARY = {
    "id", "reference", "requesting_state", "holder", "authority", "measure", "status", "status_since",
    "urgency",
    "confidentiality", "due_on", "instructed_at", "outcome", "assigned_at", "version",
}  # fmt: skip
CONTENTS = {
    "description", "details", "instructions", "facts", "crimes", "confidentiality_note", "protection_note",
    "persons", "files", "executed_on", "result_note", "results",
}  # fmt: skip


@pytest.fixture
def incoming_case(cast: FullCast) -> AssistanceRequest:
    return in_execution(cast)


@pytest.fixture
def given(cast: FullCast, incoming_case: AssistanceRequest) -> MeasureAssignment:
    person = incoming_case.persons.get().pk
    return given_to(cast, incoming_case, persons={person: PersonExtent.NAME})


@pytest.fixture
def theirs(cast: FullCast) -> Api:
    """The prosecutors' own system."""
    return Api(cast.prosecutors_client)


def one(given: MeasureAssignment) -> str:
    return f"{LIST}/{given.pk}"


def act(api: Api, given: MeasureAssignment, etag: str | None = None, **said: Any) -> Any:
    etag = etag or api.get(one(given))["ETag"]
    return api.write("POST", f"{one(given)}/acts", said, etag=etag)


def test_it_shows_exactly_these_fields(theirs: Api, given: MeasureAssignment) -> None:
    listed = theirs.get(LIST).json()
    assert [set(row) for row in listed["items"]] == [SUMMARY]
    body = theirs.get(one(given)).json()
    assert set(body) == SUMMARY | {"request", "contents", "steps", "acts"}
    assert set(body["contents"]) == CONTENTS
    assert set(body["steps"][0]) == {"name", "target", "text", "by", "at"}
    assert {row["name"] for row in body["acts"]} == {"accept", "decline"}
    assert body["contents"]["persons"] == [
        {"role": "Witness", "is_protected": False, "name": "Ana Vzorec", "person": None}
    ]


def test_only_the_holder_is_told_which_file_it_comes_from(
    api: Api, theirs: Api, given: MeasureAssignment
) -> None:
    assert theirs.get(one(given)).json()["request"] is None
    assert api.get(one(given)).json()["request"] == str(given.request_id)


def test_others_are_told_of_nothing(cast: FullCast, given: MeasureAssignment) -> None:
    foreign = Api(cast.other_state_client)
    assert foreign.get(LIST).json()["items"] == []
    assert foreign.get(one(given)).status_code == 404
    assert act(foreign, given, '"1.0123456789abcdef"', act="accept").status_code == 404


def test_an_authoritys_own_system_accepts_and_returns_results_with_files(
    theirs: Api, given: MeasureAssignment
) -> None:
    assert act(theirs, given, act="accept").json()["status"] == "accepted"
    form = {
        "act": "return_results",
        "outcome": "executed",
        "executed_on": timezone.localdate().isoformat(),
        "results": '{"held_on": "2026-03-02", "persons_heard": "Ana Vzorec, witness"}',
        "files": [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", PDF + b"\n")],
    }
    answer = theirs.generic(
        "POST",
        f"{one(given)}/acts",
        encode_multipart("BoUnDaRyStRiNg", form),
        content_type=MULTIPART_CONTENT,
        headers={"If-Match": theirs.get(one(given))["ETag"]},
    )
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert (body["status"], body["contents"]["results"]) == ("results_returned", HEARING)
    assert [row["title"] for row in body["contents"]["files"]] == ["a.pdf", "b.pdf"]
    assert body["acts"] == []


def test_results_that_lack_a_field_are_refused_at_it(theirs: Api, given: MeasureAssignment) -> None:
    act(theirs, given, act="accept")
    answer = act(theirs, given, act="return_results", outcome="executed", results={"held_on": "2026-03-02"})
    assert answer.status_code == 400
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert pointers == {"/executed_on", "/results_persons_heard"}


def test_a_stale_or_missing_version_and_an_unknown_act_are_refused(
    theirs: Api, given: MeasureAssignment
) -> None:
    etag = theirs.get(one(given))["ETag"]
    assert theirs.write("POST", f"{one(given)}/acts", {"act": "accept"}).status_code == 428
    assert act(theirs, given, etag, act="accept").status_code == 200
    assert act(theirs, given, etag, act="report", text="x").status_code == 412
    assert act(theirs, given, act="eat").status_code == 409
    assert act(theirs, given, act="report", text="x", invented=1).status_code == 400
    assert act(theirs, given, act="release").status_code == 409


def test_what_is_repeated_under_its_key_is_done_once(theirs: Api, given: MeasureAssignment) -> None:
    act(theirs, given, act="accept")
    sent = {"act": "report", "text": "Summoned."}
    headers = {"If-Match": theirs.get(one(given))["ETag"], "Idempotency-Key": "report-1"}
    answers = [
        theirs.post(f"{one(given)}/acts", sent, content_type="application/json", headers=headers)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1]["Idempotency-Replayed"] == "true"
    assert given.steps.filter(name="report").count() == 1


def test_a_revoked_measure_is_closed(cast: FullCast, api: Api, theirs: Api, given: MeasureAssignment) -> None:
    perform_assignment(actor(cast.drafter), given.pk, "revoke", Said(text="Withdrawn."))
    body = theirs.get(one(given)).json()
    assert (body["status"], body["contents"], body["acts"]) == ("revoked", None, [])
    assert api.get(one(given)).json()["contents"] is not None
    assert act(theirs, given, act="accept").status_code == 409


class TestTheHolder:
    def test_it_asks_whom_the_rules_propose_and_gives_the_measure(
        self, cast: FullCast, api: Api, incoming_case: AssistanceRequest
    ) -> None:
        RoutingRule.objects.create(central=cast.authority, competent=cast.prosecutors)
        base = f"/api/v1/requests/{incoming_case.pk}"
        measure = f"{base}/measures/{incoming_case.measures.get().pk}"
        (candidate,) = api.get(f"{measure}/candidates").json()["items"]
        assert set(candidate) == {"authority", "name", "why"}
        person = str(incoming_case.persons.get().pk)
        sent = {"authority": candidate["authority"], "instructions": "Soon.", "persons": {person: "role"}}
        answer = api.write("POST", f"{measure}/assignments", sent, etag=api.get(base)["ETag"])
        assert answer.status_code == 201, answer.content
        assert api.get(answer["Location"]).json()["contents"]["instructions"] == "Soon."

    def test_it_enters_its_own_outcome_once(self, api: Api, incoming_case: AssistanceRequest) -> None:
        base = f"/api/v1/requests/{incoming_case.pk}"
        address = f"{base}/measures/{incoming_case.measures.get().pk}/outcome"
        sent = {"outcome": "executed", "executed_on": timezone.localdate().isoformat(), "results": HEARING}
        assert api.write("POST", address, sent, etag=api.get(base)["ETag"]).status_code == 201
        assert api.write("POST", address, sent, etag=api.get(base)["ETag"]).status_code == 409

    def test_another_files_measure_is_not_found(
        self, cast: FullCast, api: Api, case: AssistanceRequest
    ) -> None:
        other = in_execution(cast)
        address = f"/api/v1/requests/{case.pk}/measures/{other.measures.get().pk}/candidates"
        assert api.get(address).status_code == 404


@pytest.mark.parametrize("query", ["status=invented", "limit=0", "cursor=x"])
def test_a_wrong_question_is_told_so(theirs: Api, given: MeasureAssignment, query: str) -> None:
    assert theirs.get(f"{LIST}?{query}").status_code == 400
