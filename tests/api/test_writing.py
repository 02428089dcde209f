"""A draft pushed by machine, its transitions, and what guards a write."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from casework.models import AssistanceRequest
from mla_portal.audit.models import AuditEvent
from mla_portal.common.api.idempotency import AcceptedWrite
from states.choices import Role
from tests.api.test_problems import assert_problem
from tests.casework.evidence import item_received
from tests.cast import Api, FullCast, api_client
from tests.factories.casework import Cast, actor, draft
from tests.factories.states import TreatyFactory

LIST = "/api/v1/requests"
NEW = {"title": "Sample Town", "treaty": "ljubljana-the-hague"}


@pytest.fixture(autouse=True)
def treaty(db: None) -> None:
    TreatyFactory.create()


def tag(api: Api, case: AssistanceRequest) -> str:
    return str(api.get(f"{LIST}/{case.pk}")["ETag"])


def test_a_system_opens_a_file_for_its_own_authority(api: Api, cast: FullCast) -> None:
    answer = api.write(
        "POST",
        LIST,
        NEW | {"counterpart_state": "LV", "counterpart": "LV-MOJ", "confidentiality": "restricted"},
    )
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert (body["holder"], body["counterpart"], body["confidentiality"]) == (
        "SI-MOJ", "LV-MOJ", "restricted",
    )  # fmt: skip
    case = AssistanceRequest.objects.get(pk=body["id"])
    assert case.drafted_by == cast.client.service_account
    assert answer["Location"] == f"http://testserver{LIST}/{case.pk}"
    event = AuditEvent.objects.get(chain=case.audit_chain)
    assert (event.verb, event.channel, event.actor) == ("request.opened", "api", case.drafted_by)
    assert event.correlation_id == answer["X-Request-ID"]


@pytest.mark.security
def test_nobody_opens_a_file_for_another_authority(api: Api, cast: FullCast) -> None:
    answer = api.write("POST", LIST, NEW | {"holder": "LV-MOJ"})
    assert_problem(answer, 403, "not-permitted")
    assert not AssistanceRequest.objects.exists()


@pytest.mark.security
def test_a_file_out_of_the_writers_own_sight_is_not_written(cast: FullCast) -> None:
    system = Api(api_client(cast.authority, confidentiality=1))
    answer = system.write("POST", LIST, NEW | {"confidentiality": "confidential"})
    assert_problem(answer, 403, "not-permitted")
    assert not AssistanceRequest.objects.exists()


def test_a_draft_is_changed_part_by_part_with_the_etag_of_the_answer_before(api: Api, cast: FullCast) -> None:
    made = api.write("POST", LIST, NEW)
    address, etag = made["Location"].removeprefix("http://testserver"), made["ETag"]
    for method, path, body, status in [
        ("PATCH", "", {"facts": "It was.", "purpose": "To know.", "counterpart_state": "LV"}, 200),
        ("POST", "/persons", {"role": "witness", "family_name": "Vzorec", "nationality": "SI"}, 201),
        ("POST", "/offences", {"crime": "war_crimes"}, 201),
        ("POST", "/measures", {"type": "take_evidence_statements", "details": {"questions": "?"}}, 201),
    ]:
        answer = api.write(method, address + path, body, etag=etag)
        assert answer.status_code == status, answer.content
        etag = answer["ETag"]
    body = answer.json()
    assert (body["facts"], body["counterpart_state"]) == ("It was.", "LV")
    assert body["persons"][0]["nationality"] == "SI"
    person = f"{address}/persons/{body['persons'][0]['id']}"
    answer = api.write("PATCH", person, {"given_names": "Ana"}, etag=etag)
    assert answer.json()["persons"][0]["given_names"] == "Ana"
    answer = api.write("DELETE", person, etag=answer["ETag"])
    assert answer.json()["persons"] == []


def test_a_write_without_if_match_is_refused(api: Api, case: AssistanceRequest) -> None:
    for method, path in [("PATCH", ""), ("POST", "/transitions"), ("POST", "/persons")]:
        body = {"transition": "submit"} if path == "/transitions" else {}
        if path == "/persons":
            body = {"role": "witness", "family_name": "V"}
        assert_problem(api.write(method, f"{LIST}/{case.pk}{path}", body), 428, "precondition-required")


@pytest.mark.parametrize("etag", ['"1.0123456789abcdef"', '"forged"', 'W/"7"', "7"])
def test_a_write_on_what_was_not_read_changes_nothing(api: Api, case: AssistanceRequest, etag: str) -> None:
    answer = api.write("PATCH", f"{LIST}/{case.pk}", {"title": "Overwritten"}, etag=etag)
    assert_problem(answer, 412, "stale-version")
    case.refresh_from_db()
    assert case.title == "Sample Town"


def test_two_systems_with_the_same_etag_do_not_overwrite_each_other(
    api: Api, case: AssistanceRequest
) -> None:
    etag = tag(api, case)
    assert api.write("PATCH", f"{LIST}/{case.pk}", {"title": "First"}, etag=etag).status_code == 200
    assert api.write("PATCH", f"{LIST}/{case.pk}", {"title": "Second"}, etag=etag).status_code == 412


def test_the_transitions_say_what_each_needs(api: Api, case: AssistanceRequest) -> None:
    items = {item["name"]: item for item in api.get(f"{LIST}/{case.pk}/transitions").json()["items"]}
    assert items.keys() == {"submit", "discard"}
    assert items["discard"]["input"]["required"] == ["transition", "reason"]
    assert items["submit"]["target"] == "review"


def test_a_transition_is_performed_and_answered_with_the_file(api: Api, case: AssistanceRequest) -> None:
    path = f"{LIST}/{case.pk}/transitions"
    answer = api.write("POST", path, {"transition": "submit"}, etag=tag(api, case))
    assert (answer.status_code, answer.json()["status"]) == (200, "review")


@pytest.mark.parametrize(
    ("body", "status", "code", "pointers"),
    [
        ({"transition": "discard"}, 400, "invalid", ["/reason"]),
        ({"transition": "no-such-thing"}, 409, "refused", []),
        ({"transition": "approve"}, 409, "refused", []),
        ({"transition": "discard", "resaon": "-"}, 400, "invalid", ["/resaon"]),
        ({}, 400, "invalid", ["/transition"]),
        ({"transition": "submit", "outcomes": {"x": "executed"}}, 400, "invalid", ["/outcomes"]),
    ],
)
def test_a_transition_that_cannot_be_is_refused_with_its_reason(
    api: Api, case: AssistanceRequest, body: dict[str, Any], status: int, code: str, pointers: list[str]
) -> None:
    answer = api.write("POST", f"{LIST}/{case.pk}/transitions", body, etag=tag(api, case))
    problem = assert_problem(answer, status, code)
    assert [error["pointer"] for error in problem.get("errors", [])] == pointers
    case.refresh_from_db()
    assert case.status == "draft"


@pytest.mark.security
def test_a_system_never_approves_or_seals(cast: FullCast) -> None:
    """The second pair of eyes is a person's."""
    case = draft(cast)
    system = Api(api_client(cast.authority, Role.APPROVER))
    for status, name in (("review", "approve"), ("approved", "seal")):
        AssistanceRequest.objects.filter(pk=case.pk).update(status=status)
        answer = system.write(
            "POST", f"{LIST}/{case.pk}/transitions", {"transition": name}, etag=tag(system, case)
        )
        assert_problem(answer, 403, "not-permitted")


@pytest.mark.security
def test_an_auditors_system_reads_and_changes_nothing(cast: FullCast, case: AssistanceRequest) -> None:
    system = Api(api_client(cast.authority, Role.AUDITOR))
    etag = tag(system, case)
    assert system.get(f"{LIST}/{case.pk}/transitions").json()["items"] == []
    for method, path, body in [
        ("PATCH", f"/{case.pk}", {"title": "x"}),
        ("POST", f"/{case.pk}/transitions", {"transition": "submit"}),
        ("POST", "", NEW),
    ]:
        assert system.write(method, LIST + path, body, etag=etag).status_code == 403


@pytest.mark.security
def test_a_file_of_another_authority_is_not_there_for_any_write(
    cast: FullCast, case: AssistanceRequest
) -> None:
    stranger = Api(cast.other_state_client)
    for method, path, body in [
        ("PATCH", "", {"title": "x"}),
        ("POST", "/transitions", {"transition": "submit"}),
        ("POST", "/persons", {"role": "witness", "family_name": "V"}),
        ("DELETE", f"/persons/{uuid4()}", None),
    ]:
        answer = stranger.write(method, f"{LIST}/{case.pk}{path}", body, etag='"7.0123456789abcdef"')
        assert_problem(answer, 404, "not-found")


@pytest.mark.security
def test_a_part_of_another_file_is_not_reached_through_ones_own(
    api: Api, case: AssistanceRequest, cast: FullCast
) -> None:
    other = draft(cast)
    person = other.persons.get()
    answer = api.write(
        "PATCH", f"{LIST}/{case.pk}/persons/{person.pk}", {"given_names": "X"}, etag=tag(api, case)
    )
    assert_problem(answer, 404, "not-found")


def keyed(api: Api, key: str, body: dict[str, Any]) -> Any:
    return api.generic(
        "POST", LIST, _json(body), content_type="application/json", headers={"Idempotency-Key": key}
    )


def _json(body: dict[str, Any]) -> bytes:
    from mla_portal.common.api.codecs import encode

    return encode(body)


def test_a_repeated_write_with_its_key_is_done_once(api: Api, cast: Cast) -> None:
    first, second = keyed(api, "k-1", NEW), keyed(api, "k-1", NEW)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    assert (first["Location"], first["ETag"]) == (second["Location"], second["ETag"])
    assert ("Idempotency-Replayed" in first, second["Idempotency-Replayed"]) == (False, "true")
    assert AssistanceRequest.objects.count() == 1


def test_a_key_used_for_another_body_is_refused(api: Api, cast: Cast) -> None:
    keyed(api, "k-1", NEW)
    assert_problem(keyed(api, "k-1", NEW | {"title": "Another"}), 422, "key-reused")


def test_a_failed_write_leaves_its_key_free(api: Api, cast: Cast) -> None:
    assert keyed(api, "k-1", NEW | {"holder": "LV-MOJ"}).status_code == 403
    assert not AcceptedWrite.objects.exists()
    assert keyed(api, "k-1", NEW).status_code == 201


@pytest.mark.security
def test_another_clients_key_is_another_key(api: Api, cast: FullCast) -> None:
    keyed(api, "k-1", NEW)
    theirs = keyed(Api(cast.other_state_client), "k-1", NEW)
    assert (theirs.status_code, theirs.json()["holder"]) == (201, "LV-MOJ")


def test_a_key_that_is_none_is_refused(api: Api, cast: Cast) -> None:
    assert_problem(keyed(api, "ключ", NEW), 400, "malformed")


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/offences", {"crime": "piracy"}, "/crime"),
        (
            "/offences",
            {"crime": "genocide", "committed_from": "2001-01-02", "committed_to": "2001-01-01"},
            "/committed_to",
        ),
        ("/measures", {"type": "torture"}, "/type"),
        ("/measures", {"type": "take_evidence_statements", "details": {"nothing": "x"}}, "/details"),
        ("/measures", {"type": "take_evidence_statements", "details": {"questions": 5}}, "/details"),
        ("", {"counterpart": "SI-MOJ"}, "/counterpart"),
        ("", {"counterpart_state": "SI"}, "/counterpart"),
    ],
)
def test_what_contradicts_the_treaty_or_itself_is_refused_at_its_field(
    api: Api, case: AssistanceRequest, path: str, body: dict[str, Any], pointer: str
) -> None:
    answer = api.write("POST" if path else "PATCH", f"{LIST}/{case.pk}{path}", body, etag=tag(api, case))
    problem = assert_problem(answer, 400, "invalid")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


def test_a_condition_is_recorded_consent_asked_answered_and_the_document_used(
    api: Api, cast: FullCast, case: AssistanceRequest
) -> None:
    desk = actor(cast.drafter)
    link, other = item_received(desk, case), draft(cast)
    file = f"{LIST}/{case.pk}"

    def do(path: str, body: Any, status: int = 201) -> Any:
        answer = api.write("POST", f"{file}/{path}", body, etag=api.get(file)["ETag"])
        assert answer.status_code == status, answer.content
        return answer.json()

    terms = {"type": "use_limitation", "text": "Only here.", "communication": str(link.communication_id)}
    [condition] = do("conditions", terms)["conditions"]
    assert (condition["binds_us"], condition["documents"]) == (True, [])
    use = {"reference": other.own_reference, "answer": "The same unit"}
    assert do(f"documents/{link.pk}/uses", use, 409)["type"].endswith("/refused")
    wanted = {"purpose": "another_case", "reference": other.own_reference, "use": "The same unit."}
    [consent] = do(f"conditions/{condition['id']}/consents", wanted)["consents"]
    given = {"is_given": True, "answered_on": str(timezone.localdate()), "proof": "Note 12"}
    [answered] = do(f"consents/{consent['id']}/answer", given, 200)["consents"]
    assert (answered["is_given"], answered["into"]) == (True, str(other.pk))
    do(f"documents/{link.pk}/uses", use)
    [taken] = api.get(f"{LIST}/{other.pk}").json()["documents"]
    assert taken["taken_from"] == str(link.pk)
    done = {"done_on": str(timezone.localdate()), "done_by": "Registrar", "documents": [str(link.pk)]}
    [certificate] = do("certificates", done | {"kind": "return"})["certificates"]
    assert certificate["items"][0]["sha256"] == taken["versions"][0]["sha256"]
    ended = {"ended_on": str(timezone.localdate()), "proof": "Their letter"}
    assert do(f"conditions/{condition['id']}/end", ended, 200)["conditions"][0]["ended_on"]
    do("certificates", done | {"kind": "destruction", "witness": "Clerk"}, 403)
