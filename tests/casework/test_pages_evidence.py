"""The pages about evidence: conditions beside each document, consent, certificates, use elsewhere, export."""

import io
import zipfile

import pytest
from django.utils import timezone

from casework.choices import ConditionType
from casework.models import AssistanceRequest, CaseDocument, Certificate, Consent
from casework.services.desk import end_sight, grant_sight
from mla_portal.accounts.actors import Actor
from tests.casework.evidence import TEXT, bind, item_received, version_of
from tests.casework.pages import signed_in, url, words
from tests.factories.casework import Cast, actor, draft


@pytest.fixture
def desk(cast: Cast) -> Actor:
    return actor(cast.drafter)


@pytest.fixture
def item(desk: Actor, request_in_draft: AssistanceRequest) -> CaseDocument:
    return item_received(desk, request_in_draft)


def today() -> str:
    return timezone.localdate().isoformat()


def test_the_conditions_stand_beside_each_document_they_bind(
    cast: Cast, desk: Actor, item: CaseDocument
) -> None:
    condition = bind(desk, item, ConditionType.SPECIALITY)
    page = words(signed_in(cast.drafter).get(url("case-tab", item.request, tab="documents")))
    assert "Speciality" in page
    assert TEXT in page
    shown = words(signed_in(cast.auditor).get(url("condition", item.request, condition_id=condition.pk)))
    assert TEXT in shown
    assert "Ask for consent" not in shown


def test_consent_is_asked_answered_and_then_the_document_is_used_elsewhere(
    cast: Cast, desk: Actor, item: CaseDocument
) -> None:
    condition, other, client = bind(desk, item), draft(cast), signed_in(cast.drafter)
    use = url("document-use", item.request, link_id=item.pk)
    assert TEXT in words(client.get(use))
    refused = client.post(use, {"reference": other.own_reference})
    assert (refused.status_code, other.own_reference in refused.content.decode()) == (409, True)
    ask = url("consents", item.request, condition_id=condition.pk)
    wanted = {"purpose": "another_case", "reference": other.own_reference, "use": "The same unit."}
    assert client.post(ask, wanted | {"reference": "none"}).status_code == 409
    assert client.post(ask, wanted).status_code == 302
    answer = url(
        "consent-answer", item.request, condition_id=condition.pk, consent_id=Consent.objects.get().pk
    )
    given = {"is_given": "yes", "answered_on": today(), "proof": "Their note of today"}
    assert client.post(answer, given | {"proof": ""}).status_code == 409
    assert client.post(answer, given).status_code == 302
    assert client.post(use, {"reference": other.own_reference}).status_code == 302
    assert CaseDocument.objects.filter(request=other, document=item.document).exists()


def test_a_form_refused_for_want_of_an_answer_asks_for_it(
    cast: Cast, desk: Actor, item: CaseDocument
) -> None:
    bind(desk, item, ConditionType.CONFIDENTIALITY)
    other, client = draft(cast), signed_in(cast.drafter)
    use = url("document-use", item.request, link_id=item.pk)
    asked = client.post(use, {"reference": other.own_reference})
    assert (asked.status_code, 'name="answer"' in asked.content.decode()) == (409, True)
    assert TEXT in words(asked)
    assert client.post(use, {"reference": other.own_reference, "answer": "Same unit"}).status_code == 302


def test_the_export_asks_gives_an_archive_and_withholds_what_is_forbidden(
    cast: Cast, desk: Actor, item: CaseDocument
) -> None:
    bind(desk, item)
    client, page = signed_in(cast.drafter), url("export", item.request)
    assert client.get(page).status_code == 200
    assert client.post(page).status_code == 409
    given = client.post(page, {"answer": "For the court's file"})
    content = b"".join(given.streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["001-scan.pdf", "manifest.json"]
    bind(desk, item, ConditionType.DESTROY_BY, days=-1)
    withheld = client.post(page, {"answer": "For the court's file"})
    content = b"".join(withheld.streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["manifest.json"]
        assert "forbids" in archive.read("manifest.json").decode()


def test_an_approver_destroys_and_the_file_says_so(cast: Cast, item: CaseDocument) -> None:
    page = url("certificate", item.request, kind="destruction")
    given = {"documents": str(item.pk), "done_on": today(), "done_by": "Registrar", "witness": "Clerk"}
    assert signed_in(cast.drafter).post(page, given).status_code == 403
    client = signed_in(cast.approver)
    assert client.get(page).status_code == 200
    kept = client.post(page, given | {"witness": ""})
    assert (kept.status_code, "Registrar" in kept.content.decode()) == (422, True)
    assert client.post(page, given).status_code == 302
    shown = words(client.get(url("case-tab", item.request, tab="documents")))
    assert "Destroyed" in shown
    assert version_of(item).sha256 in shown
    download = client.get(f"/documents/{item.document_id}/versions/1/")
    assert (download.status_code, "was destroyed on" in words(download)) == (409, True)
    assert Certificate.objects.get().witness == "Clerk"
    assert client.get(url("certificate", item.request, kind="gift")).status_code == 404


def test_a_condition_is_ended_on_its_page(cast: Cast, desk: Actor, item: CaseDocument) -> None:
    condition, client = bind(desk, item), signed_in(cast.drafter)
    end = url("condition-end", item.request, condition_id=condition.pk)
    assert client.post(end, {"ended_on": today()}).status_code == 409
    assert client.post(end, {"ended_on": today(), "end_proof": "Their letter of today"}).status_code == 302
    shown = words(client.get(url("condition", item.request, condition_id=condition.pk)))
    assert "Their letter of today" in shown
    assert "Ask for consent" not in shown


@pytest.mark.security
def test_the_pages_are_the_desks_and_a_reader_by_name_only_reads(
    cast: Cast, desk: Actor, item: CaseDocument
) -> None:
    condition, head = bind(desk, item), actor(cast.approver)
    grant_sight(head, item.request_id, cast.outsider)
    client = signed_in(cast.outsider)
    assert client.get(url("condition", item.request, condition_id=condition.pk)).status_code == 200
    for page in (
        url("export", item.request),
        url("document-use", item.request, link_id=item.pk),
        url("consents", item.request, condition_id=condition.pk),
        url("condition-end", item.request, condition_id=condition.pk),
        url("certificate", item.request, kind="return"),
    ):
        assert client.post(page, {"reference": "x"}).status_code == 403, page
    end_sight(head, item.request_id, cast.outsider)
    assert client.get(url("condition", item.request, condition_id=condition.pk)).status_code == 404
