"""From the approved request to the sealed letter, through the worker's own service."""

import pytest

from casework.choices import Status
from casework.models import AssistanceRequest
from casework.services.communications import Particulars
from casework.services.transition import perform
from documents.models import Document, Letter
from documents.services.production import produce
from mla_portal.audit.services import verify
from mla_portal.common.errors import Refusal
from tests.factories.casework import Cast, actor, sent


@pytest.fixture
def sealing(cast: Cast, request_in_draft: AssistanceRequest) -> AssistanceRequest:
    perform(actor(cast.drafter), request_in_draft.pk, "submit")
    perform(actor(cast.approver), request_in_draft.pk, "approve")
    return perform(actor(cast.approver, fresh_second_factor=True), request_in_draft.pk, "seal")


@pytest.fixture
def sealed(sealing: AssistanceRequest) -> AssistanceRequest:
    produce(Letter.objects.get().pk, task="test")
    return AssistanceRequest.objects.get(pk=sealing.pk)


def test_a_finished_letter_moves_its_file_and_joins_its_documents(
    cast: Cast, sealed: AssistanceRequest
) -> None:
    assert sealed.status == Status.SEALED
    letter = Letter.objects.get()
    assert letter.version is not None
    assert sealed.documents.get().document == letter.version.document
    assert Document.objects.visible_to(cast.colleague).get() == letter.version.document
    assert not Document.objects.visible_to(cast.other_state_officer).exists()
    assert list(verify(chain=sealed.audit_chain)) == []


def test_a_letter_finished_twice_moves_the_file_once(sealed: AssistanceRequest) -> None:
    produce(Letter.objects.get().pk, task="again")
    assert sealed.transitions.filter(name="letter_ready").count() == 1
    assert Document.objects.count() == 1


def test_a_letter_given_up_is_never_sealed(cast: Cast, sealing: AssistanceRequest) -> None:
    perform(actor(cast.approver), sealing.pk, "stop_sealing", Particulars(reason="Wrong addressee."))
    produce(Letter.objects.get().pk, task="late")
    sealing.refresh_from_db()
    assert sealing.status == Status.APPROVED
    assert not Document.objects.exists()


def test_giving_up_is_refused_once_the_letter_is_sealed(cast: Cast, sealed: AssistanceRequest) -> None:
    with pytest.raises(Refusal, match="not possible now"):
        perform(actor(cast.approver), sealed.pk, "stop_sealing", Particulars(reason="Too late."))


def test_a_revoked_letter_verifies_as_withdrawn_and_the_next_has_the_next_number(
    cast: Cast, sealed: AssistanceRequest
) -> None:
    perform(actor(cast.approver), sealed.pk, "revoke", Particulars(reason="A wrong date."))
    assert Letter.objects.get().withdrawn_at is not None
    perform(actor(cast.drafter), sealed.pk, "submit")
    perform(actor(cast.approver), sealed.pk, "approve")
    perform(actor(cast.approver, fresh_second_factor=True), sealed.pk, "seal")
    assert sorted(number[-5:] for number in Letter.objects.values_list("number", flat=True)) == [
        "00001",
        "00002",
    ]


def test_sending_records_the_sealed_letter_as_what_passed(cast: Cast, sealed: AssistanceRequest) -> None:
    perform(actor(cast.drafter), sealed.pk, "send", sent(proof="Receipt 7"))
    communication = sealed.communications.get()
    assert communication.letter == Letter.objects.get()
    assert (communication.channel, communication.proof) == ("email", "Receipt 7")
    assert {d.code for d in sealed.deadlines.all()} == {"acknowledgement_expected"}


def test_withdrawing_a_sent_request_withdraws_its_letter(cast: Cast, sealed: AssistanceRequest) -> None:
    perform(actor(cast.drafter), sealed.pk, "send", sent())
    perform(actor(cast.approver), sealed.pk, "withdraw", sent(reason="No longer needed."))
    assert Letter.objects.get().withdrawn_at is not None
    assert [c.type for c in sealed.communications.all()] == ["request", "withdrawal"]
