"""Documents and letters over the API: seen with the case, downloaded on record, added on record."""

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.models import AssistanceRequest, Communication
from casework.services.transition import perform
from documents.models import Document, Letter, Version
from mla_portal.audit.models import AuditEvent
from tests.api.test_problems import assert_problem
from tests.cast import Api, FullCast
from tests.factories.casework import actor

LIST = "/api/v1/requests"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def upload(
    api: Api, case: AssistanceRequest, content: bytes = PDF, name: str = "scan.pdf", **more: Any
) -> Any:
    etag = api.get(f"{LIST}/{case.pk}").headers.get("ETag", '"1.0123456789abcdef"')
    data = {"title": "Scan", "file": SimpleUploadedFile(name, content, "application/pdf"), **more}
    return api.post(f"{LIST}/{case.pk}/documents", data, headers={"If-Match": etag})


def test_a_file_is_added_listed_and_downloaded(api: Api, case: AssistanceRequest) -> None:
    answer = upload(api, case)
    assert answer.status_code == 201, answer.content
    (link,) = api.get(f"{LIST}/{case.pk}/documents").json()["items"]
    assert link.keys() == {
        "id",
        "document",
        "title",
        "is_enclosure",
        "communication",
        "versions",
        "taken_from",
    }
    (version,) = link["versions"]
    assert version["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert answer["Location"] == f"http://testserver/api/v1/documents/{link['document']}"
    document = api.get(answer["Location"]).json()
    assert document.keys() == {"id", "title", "holder", "created_at", "versions"}
    content = api.get(f"{answer['Location']}/versions/1/content", headers={"Accept": "application/pdf"})
    assert b"".join(content.streaming_content) == PDF
    assert (content["Content-Type"], content["Cache-Control"]) == ("application/pdf", "private, no-store")


def test_a_download_is_on_record_with_its_client(api: Api, case: AssistanceRequest, cast: FullCast) -> None:
    address = upload(api, case)["Location"]
    api.get(f"{address}/versions/1/content")
    event = AuditEvent.objects.get(verb="document.downloaded")
    assert (event.actor, event.channel) == (cast.client.service_account, "api")


@pytest.mark.security
def test_a_document_is_seen_by_whoever_sees_the_case_and_nobody_else(
    api: Api, case: AssistanceRequest, cast: FullCast
) -> None:
    address = upload(api, case)["Location"]
    stranger = Api(cast.other_state_client)
    assert_problem(stranger.get(address), 404, "not-found")
    assert_problem(stranger.get(f"{address}/versions/1/content"), 404, "not-found")
    assert_problem(stranger.get(f"{LIST}/{case.pk}/documents"), 404, "not-found")
    assert_problem(upload(stranger, case), 404, "not-found")
    assert not AuditEvent.objects.filter(verb="document.downloaded").exists()


@pytest.mark.security
def test_what_is_not_scanned_is_not_released(api: Api, case: AssistanceRequest) -> None:
    address = upload(api, case)["Location"]
    Version.objects.update(scan_state="infected")
    assert_problem(api.get(f"{address}/versions/1/content"), 409, "refused")


@pytest.mark.security
@pytest.mark.parametrize(
    ("content", "name"),
    [(b"PK\x03\x04" + b"\0" * 60, "scan.pdf"), (b"", "scan.pdf"), (b"MZ\x90\0", "run.exe")],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    api: Api, case: AssistanceRequest, content: bytes, name: str
) -> None:
    answer = upload(api, case, content, name)
    assert answer.status_code in (400, 409), answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert not Document.objects.exists()


def test_a_file_over_the_limit_is_refused(api: Api, case: AssistanceRequest, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    assert_problem(upload(api, case, PDF + b" " * 2000), 413, "too-large")


def test_a_repeated_upload_with_its_key_makes_one_document(api: Api, case: AssistanceRequest) -> None:
    etag = api.get(f"{LIST}/{case.pk}")["ETag"]
    headers = {"If-Match": etag, "Idempotency-Key": "scan-1"}

    def send(content: bytes) -> Any:
        data = {"title": "Scan", "file": SimpleUploadedFile("scan.pdf", content)}
        return api.post(f"{LIST}/{case.pk}/documents", data, headers=headers)

    assert [send(PDF).status_code, send(PDF).status_code] == [201, 201]
    assert Document.objects.count() == 1
    assert_problem(send(PDF + b"\n"), 422, "key-reused")


def test_a_letter_tells_how_far_it_is(cast: FullCast, api: Api, case: AssistanceRequest) -> None:
    perform(actor(cast.drafter), case.pk, "submit")
    perform(actor(cast.approver), case.pk, "approve")
    perform(actor(cast.approver, fresh_second_factor=True), case.pk, "seal")
    letter = Letter.objects.get()
    (communication,) = api.get(f"{LIST}/{case.pk}").json()["communications"]
    assert communication["letter"] == str(letter.pk)
    body = api.get(f"/api/v1/letters/{letter.pk}").json()
    assert body.keys() == {
        "id", "number", "kind", "language", "status", "failure", "ordered_at", "finished_at", "document",
        "version", "sha256", "verify_url", "superseded_by", "withdrawn_at",
    }  # fmt: skip
    assert (body["status"], body["document"], body["number"]) == ("queued", None, letter.number)
    assert Communication.objects.get().letter == letter
    assert_problem(Api(cast.other_state_client).get(f"/api/v1/letters/{letter.pk}"), 404, "not-found")
