"""Certificates of return and destruction go out by letter; items that are received come with conditions."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework.choices import CertificateKind, CommunicationType, LetterState
from casework.models import AssistanceRequest, CaseDocument, Certificate, Communication, Condition
from casework.services import correspondence
from casework.services.certificates import Done, certify
from casework.services.communications import Particulars
from documents.services import production
from mla_portal.accounts.actors import Actor
from mla_portal.common.errors import Refusal
from tests.casework.evidence import PDF, item_received, version_of
from tests.casework.pages import signed_in, url, words
from tests.factories.casework import Cast, actor, draft, in_status

KIND = CommunicationType.CERTIFICATE
TODAY = timezone.localdate()


@pytest.fixture
def item(cast: Cast, request_in_draft: AssistanceRequest) -> CaseDocument:
    return item_received(actor(cast.drafter), request_in_draft)


def certified(cast: Cast, item: CaseDocument) -> Certificate:
    done = Done(CertificateKind.DESTRUCTION, TODAY, "A. Vzorec, registrar", [item.pk], "B. Primer, clerk")
    return certify(actor(cast.approver), item.request_id, done)


def test_the_letter_names_the_items_by_hash_although_the_files_are_gone(
    cast: Cast, item: CaseDocument
) -> None:
    sha256, certificate = version_of(item).sha256, certified(cast, item)
    desk, head = actor(cast.drafter), actor(cast.approver, fresh_second_factor=True)
    given = Particulars(certificate=certificate.pk, text="As agreed.")
    letter = correspondence.prepare(desk, item.request_id, KIND, given)
    with pytest.raises(Refusal):
        correspondence.prepare(desk, item.request_id, KIND, given)
    ordered = correspondence.order(head, letter.pk)
    assert ordered.letter is not None
    said = ordered.letter.data
    assert (said["act"], said["items"][0]["sha256"]) == ("destruction", sha256)
    assert (said["done_by"], said["witness"]) == ("A. Vzorec, registrar", "B. Primer, clerk")
    production.produce(ordered.letter.pk, task="test")
    assert Certificate.objects.get().communication is None
    correspondence.send(desk, letter.pk, Particulars(channel="email", passed_on=TODAY))
    assert Certificate.objects.get().communication == letter
    assert Communication.objects.get(pk=letter.pk).state is LetterState.PASSED
    with pytest.raises(Refusal) as refused:
        correspondence.prepare(desk, item.request_id, KIND, given)
    assert "certificate" in refused.value.fields


def test_the_page_of_the_documents_leads_to_the_letter(cast: Cast, item: CaseDocument) -> None:
    certificate, desk = certified(cast, item), signed_in(cast.drafter)
    shown = desk.get(url("case-tab", item.request, tab="documents")).content.decode()
    to = f"{url('letter-new', item.request, name='certificate')}?certificate={certificate.pk}"
    assert to in shown
    form = desk.get(to).context["form"]
    assert form["certificate"].value() == str(certificate.pk)
    given = {"version": form["version"].value(), "language": "en", "certificate": str(certificate.pk)}
    address = url("letter-new", item.request, name="certificate")
    assert desk.post(address, given | {"certificate": ""}).status_code == 422
    assert desk.post(address, given).status_code == 302
    letter = Communication.objects.get(type=KIND)
    again = desk.get(url("case-tab", item.request, tab="documents")).content.decode()
    assert url("letter-page", item.request, communication_id=letter.pk) in again


@pytest.mark.security
def test_a_certificate_of_another_file_is_told_by_no_letter(cast: Cast, item: CaseDocument) -> None:

    other = in_status(draft(cast), "sent")
    given = Particulars(certificate=certified(cast, item).pk)
    with pytest.raises(Refusal) as refused:
        correspondence.prepare(actor(cast.drafter), other.pk, KIND, given)
    assert "certificate" in refused.value.fields


class TestConditionsOfReceivedResults:
    @pytest.fixture
    def desk(self, cast: Cast) -> Actor:
        return actor(cast.drafter)

    def entered(self, cast: Cast, case: AssistanceRequest, **rows: str) -> object:
        in_status(case, "in_execution")
        case.refresh_from_db()
        given = {
            "version": case.version,
            "channel": "email",
            "passed_on": TODAY.isoformat(),
            "text": "Their results.",
            "files": [SimpleUploadedFile(name, PDF + name.encode()) for name in ("a.pdf", "b.pdf")],
        }
        return signed_in(cast.drafter).post(url("transition", case, name="results"), given | rows)

    def test_each_row_binds_the_files_it_names_or_all(
        self, cast: Cast, request_in_draft: AssistanceRequest
    ) -> None:
        due = (TODAY + timedelta(days=30)).isoformat()
        rows = {
            "binding_1_type": "use_limitation",
            "binding_1_text": "Only in this case.",
            "binding_2_type": "return_by",
            "binding_2_text": "The original.",
            "binding_2_due": due,
            "binding_2_files": "B.pdf",
        }
        answer = self.entered(cast, request_in_draft, **rows)
        assert answer.status_code == 302, words(answer)  # type: ignore[attr-defined,arg-type]
        every, one = Condition.objects.order_by("pk")
        assert (every.type, every.document_ids) == ("use_limitation", [])
        assert [str(link) for link in one.documents.all()] == ["b.pdf"]
        assert every.binds_us
        assert request_in_draft.deadlines.filter(code__startswith="return_by:", due_on=due).exists()

    @pytest.mark.parametrize(
        ("rows", "field"),
        [
            ({"binding_1_text": "Only here."}, "binding_1_type"),
            ({"binding_1_type": "speciality"}, "binding_1_text"),
            ({"binding_1_type": "return_by", "binding_1_text": "Back."}, "binding_1_due"),
            (
                {"binding_1_type": "other", "binding_1_text": "x", "binding_1_files": "c.pdf"},
                "binding_1_files",
            ),
        ],
    )
    def test_what_does_not_hold_is_told_at_its_field_and_nothing_is_entered(
        self, cast: Cast, request_in_draft: AssistanceRequest, rows: dict[str, str], field: str
    ) -> None:
        answer = self.entered(cast, request_in_draft, **rows)
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert field in answer.context["form"].errors  # type: ignore[attr-defined]
        assert not Condition.objects.exists()
