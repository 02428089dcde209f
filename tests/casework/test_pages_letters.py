"""The pages of letters beside the status: written, looked at, sealed and sent."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework.choices import LetterState, Status
from casework.models import AssistanceRequest, Communication
from casework.selectors.approvals import count_awaiting_approval
from casework.services.desk import add_document
from documents.services import production
from tests.casework.pages import send, signed_in, url, words
from tests.casework.test_pages_transitions import freshly_confirmed
from tests.documents.test_uploads import PDF
from tests.factories.casework import Cast, actor, incoming


def page(communication: Communication, name: str = "letter-page") -> str:
    return url(name, communication.request, communication_id=communication.pk)


def test_an_act_that_issues_a_letter_begins_with_the_letter(cast: Cast, asked: AssistanceRequest) -> None:
    shown = signed_in(cast.drafter).get(url("case", asked)).content.decode()
    assert url("letter-new", asked, name="supply_information") in shown


def test_a_letter_goes_from_the_form_to_the_counterpart(cast: Cast, asked: AssistanceRequest) -> None:
    officer, approver = signed_in(cast.drafter), freshly_confirmed(cast.approver)
    scan = SimpleUploadedFile("order.pdf", PDF, "application/pdf")
    written = send(
        officer,
        url("letter-new", asked, name="supply_information"),
        {"text": "The District Court.", "files": scan},
        follow=True,
    )
    communication = asked.communications.get(type="supplement")
    assert written.redirect_chain == [(page(communication), 302)]
    assert "The District Court." in words(written)
    assert "An approver seals this letter." in words(written)
    looked_at = approver.get(page(communication))
    assert "Seal the letter" in words(looked_at)
    sealing = approver.post(
        page(communication, "letter-seal"), {"version": AssistanceRequest.objects.get().version}, follow=True
    )
    assert "Being sealed" in words(sealing)
    communication.refresh_from_db()
    assert communication.letter is not None
    production.produce(communication.letter.pk, task="test")
    ready = officer.get(page(communication))
    assert "Send it" in words(ready)
    assert communication.letter.number in words(ready)
    form = {"version": AssistanceRequest.objects.get().version, "channel": "email", "proof": "Message 7"}
    refused = officer.post(page(communication, "letter-send"), form)
    assert refused.status_code == 422
    officer.post(page(communication, "letter-send"), form | {"passed_on": timezone.localdate().isoformat()})
    assert AssistanceRequest.objects.get().status == Status.INFORMATION_SUPPLIED
    listed = words(officer.get(url("case-tab", asked, tab="communications")))
    assert communication.letter.number in listed
    assert "Message 7" in listed


def test_the_form_opens_again_with_what_was_written(cast: Cast, supplement: Communication) -> None:
    client = signed_in(cast.colleague)
    form = client.get(page(supplement, "letter-change")).context["form"]
    assert form["text"].value() == "The District Court."
    assert form["language"].value() == "en"
    send(client, page(supplement, "letter-change"), {"text": "The High Court."})
    supplement.refresh_from_db()
    assert supplement.text == "The High Court."
    assert supplement.changed_by == cast.colleague


def test_a_refused_letter_keeps_what_was_typed(cast: Cast, asked: AssistanceRequest) -> None:
    answer = send(
        signed_in(cast.drafter),
        url("letter-new", asked, name="supply_information"),
        {"text": " ", "second_language": "en", "language": "en"},
    )
    assert answer.status_code == 409
    assert "Nothing is supplied." in words(answer)


def test_documents_of_the_file_can_be_enclosed(cast: Cast, asked: AssistanceRequest) -> None:
    scan = SimpleUploadedFile("order.pdf", PDF, "application/pdf")
    link = add_document(actor(cast.drafter), asked.pk, title="Order", file=scan)
    asked.refresh_from_db()
    send(
        signed_in(cast.drafter),
        url("letter-new", asked, name="supply_information"),
        {"text": "Enclosed.", "enclosed": [str(link.pk)]},
    )
    assert asked.communications.get(type="supplement").documents.get() == link


def test_a_prepared_letter_is_discarded_from_its_page(cast: Cast, supplement: Communication) -> None:
    signed_in(cast.drafter).post(page(supplement, "letter-discard"))
    assert not Communication.objects.filter(pk=supplement.pk).exists()


def test_sealing_asks_for_the_second_factor_and_leads_back(
    cast: Cast, supplement: Communication, settings: Any
) -> None:
    client = signed_in(cast.approver)
    assert "Confirm your second factor" in words(client.get(page(supplement)))
    asked_for = client.get(page(supplement), {"confirm": 1})
    assert asked_for.status_code == 302


def test_a_failed_letter_says_why_and_offers_another_try(cast: Cast, supplement: Communication) -> None:
    approver = freshly_confirmed(cast.approver)
    approver.post(page(supplement, "letter-seal"))
    supplement.refresh_from_db()
    assert supplement.letter is not None
    production.fail(supplement.letter.pk, "The key is locked.")
    shown = words(approver.get(page(supplement)))
    assert "The key is locked." in shown
    assert "Try again" in shown
    approver.post(page(supplement, "letter-give-up"))
    assert Communication.objects.get(pk=supplement.pk).state is LetterState.PREPARED


@pytest.mark.security
@pytest.mark.parametrize(
    "name", ["letter-seal", "letter-discard", "letter-give-up", "letter-revoke", "letter-send"]
)
def test_an_auditor_reads_and_does_nothing(cast: Cast, supplement: Communication, name: str) -> None:
    client = freshly_confirmed(cast.auditor)
    assert client.get(page(supplement)).status_code == 200
    assert client.post(page(supplement, name), {"reason": "-"}).status_code == 403


def test_a_receipt_is_written_sealed_and_sent_by_one_officer(cast: Cast) -> None:
    request = incoming(cast)
    officer = freshly_confirmed(cast.drafter)
    tab = words(officer.get(url("case-tab", request, tab="communications")))
    assert "Write a letter Receipt" in tab
    send(officer, url("letter-new", request, name="receipt"), {})
    receipt = request.communications.get(type="receipt")
    assert "Seal the letter" in words(officer.get(page(receipt)))
    officer.post(page(receipt, "letter-seal"))
    receipt.refresh_from_db()
    assert receipt.letter is not None
    production.produce(receipt.letter.pk, task="test")
    form = {
        "version": AssistanceRequest.objects.get().version,
        "channel": "email",
        "passed_on": timezone.localdate().isoformat(),
    }
    officer.post(page(receipt, "letter-send"), form)
    receipt.refresh_from_db()
    assert receipt.passed_on is not None
    assert AssistanceRequest.objects.get().status == Status.RECEIVED


def test_a_letter_that_cannot_go_now_is_refused_in_a_sentence(cast: Cast) -> None:
    answer = signed_in(cast.drafter).get(url("letter-new", incoming(cast), name="progress"))
    assert answer.status_code == 409
    assert "cannot be sent now" in words(answer)


def test_what_arrives_and_moves_nothing_is_entered(cast: Cast, sent_out: AssistanceRequest) -> None:
    officer = signed_in(cast.drafter)
    send(officer, url("letter-received", sent_out, name="progress"), {"channel": "email", "text": "Soon."})
    arrived = sent_out.communications.get(type="progress")
    assert (arrived.text, arrived.direction) == ("Soon.", "received")
    assert AssistanceRequest.objects.get().status == Status.SENT


def test_the_approver_finds_the_letters_that_wait_for_a_seal(cast: Cast, supplement: Communication) -> None:
    waiting = signed_in(cast.approver).get(url("approvals"))
    assert [letter.pk for letter, _ in waiting.context["letters"]] == [supplement.pk]
    assert "Read and seal" in words(waiting)
    assert count_awaiting_approval(cast.approver) == 1
    assert count_awaiting_approval(cast.drafter) == 0
