"""Letters beside the status: prepared, changed, sealed by order, and sent by the act they belong to."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework import departures
from casework.choices import CommunicationType, LetterState, Status
from casework.models import AssistanceRequest, CaseDocument, Communication
from casework.services import correspondence
from casework.services.communications import Particulars
from casework.services.desk import add_document
from casework.services.transition import perform
from documents.models import Letter
from documents.services import production
from documents.verification import Standing, find
from mla_portal.accounts.actors import Actor
from mla_portal.accounts.models import User
from mla_portal.audit.models import AuditEvent
from mla_portal.audit.services import verify
from mla_portal.common.errors import NotPermitted, Refusal, SecondFactorRequired, StaleVersion
from states.choices import LetterChannel, Role
from tests.documents.test_uploads import PDF
from tests.factories.casework import Cast, actor, incoming, sent
from tests.factories.states import MembershipFactory

SUPPLEMENT, WITHDRAWAL = CommunicationType.SUPPLEMENT, CommunicationType.WITHDRAWAL


def fresh(user: User) -> Actor:
    return actor(user, fresh_second_factor=True)


def made(communication: Communication) -> Communication:
    """The same communication once a worker has made its letter."""
    assert communication.letter is not None
    production.produce(communication.letter.pk, task="test")
    return Communication.objects.select_related("letter__version").get(pk=communication.pk)


def standing(letter: Letter) -> Standing | None:
    """What anybody is told who verifies the letter."""
    found = find(letter.verification_code)
    return found.standing if found else None


def test_a_prepared_letter_moves_nothing_and_seals_nothing(supplement: Communication) -> None:
    assert supplement.state is LetterState.PREPARED
    assert supplement.transition == "supply_information"
    assert supplement.answers is not None
    assert supplement.answers.text == "Which court?"
    assert AssistanceRequest.objects.get().status == Status.INFORMATION_ASKED
    assert Letter.objects.count() == 1  # the request's own


def test_a_sealed_supplement_is_sent_and_moves_the_file(cast: Cast, supplement: Communication) -> None:
    ordered = correspondence.order(fresh(cast.approver), supplement.pk)
    assert ordered.state is LetterState.SEALING
    assert ordered.letter is not None
    said = ordered.letter.data
    assert (said["text"]["text"], said["signatory"]["name"]) == ("The District Court.", str(cast.approver))
    assert said["in_reply_to"]["date"] is not None
    sealed = made(ordered)
    assert sealed.state is LetterState.SEALED
    assert sealed.request.status == Status.INFORMATION_ASKED
    moved = perform(
        actor(cast.drafter),
        sealed.request_id,
        "supply_information",
        Particulars(communication=sealed.pk, channel="email", passed_on=sealed.dated_on, proof="Message 7"),
    )
    assert moved.status == Status.INFORMATION_SUPPLIED
    gone = Communication.objects.get(pk=sealed.pk)
    assert (gone.state, gone.proof, gone.text) == (LetterState.PASSED, "Message 7", "The District Court.")
    assert moved.transitions.get(name="supply_information").communication == gone
    assert moved.communications.filter(type=SUPPLEMENT).count() == 1
    assert list(verify(chain=moved.audit_chain)) == []


def test_a_withdrawal_tells_its_reason_and_ends_the_verification_of_the_request(
    cast: Cast, sent_out: AssistanceRequest
) -> None:
    request_letter = Letter.objects.get()
    prepared = correspondence.prepare(
        actor(cast.drafter), sent_out.pk, WITHDRAWAL, Particulars(reason="The accused died.")
    )
    sealed = made(correspondence.order(fresh(cast.approver), prepared.pk))
    assert sealed.letter is not None
    assert sealed.letter.data["reason"]["text"] == "The accused died."
    gone = Particulars(communication=sealed.pk, channel="email", passed_on=sealed.dated_on)
    with pytest.raises(NotPermitted):
        perform(actor(cast.drafter), sent_out.pk, "withdraw", gone)
    moved = perform(actor(cast.approver), sent_out.pk, "withdraw", gone)
    assert moved.status == Status.WITHDRAWN
    assert moved.transitions.get(name="withdraw").reason == "The accused died."
    assert [standing(request_letter), standing(sealed.letter)] == [Standing.WITHDRAWN, Standing.GENUINE]


def test_what_a_letter_says_can_be_changed_until_it_is_ordered(cast: Cast, supplement: Communication) -> None:
    changed = correspondence.change(
        actor(cast.colleague), supplement.pk, Particulars(text="The High Court."), language="fr"
    )
    assert (changed.text, changed.language, changed.changed_by) == ("The High Court.", "fr", cast.colleague)
    ordered = correspondence.order(fresh(cast.approver), supplement.pk)
    assert ordered.letter is not None
    assert ordered.letter.language == "fr"
    with pytest.raises(Refusal, match="no longer in preparation"):
        correspondence.change(actor(cast.drafter), supplement.pk, Particulars(text="Late."))
    with pytest.raises(Refusal, match="no longer in preparation"):
        correspondence.discard(actor(cast.drafter), supplement.pk)


def test_a_supplement_that_says_nothing_is_refused_at_its_field(cast: Cast, asked: AssistanceRequest) -> None:
    with pytest.raises(Refusal) as refusal:
        correspondence.prepare(actor(cast.drafter), asked.pk, SUPPLEMENT, Particulars(text=" "))
    assert "text" in refusal.value.fields
    assert not asked.communications.filter(type=SUPPLEMENT).exists()


def test_a_double_click_prepares_one_letter(cast: Cast, supplement: Communication) -> None:
    with pytest.raises(Refusal, match="in preparation already"):
        correspondence.prepare(
            actor(cast.drafter), supplement.request_id, SUPPLEMENT, Particulars(text="Again.")
        )
    correspondence.order(fresh(cast.approver), supplement.pk)
    with pytest.raises(Refusal, match="no longer in preparation"):
        correspondence.order(fresh(cast.approver), supplement.pk)
    assert Letter.objects.count() == 2


def test_a_discarded_letter_leaves_its_documents_and_its_trace(cast: Cast, asked: AssistanceRequest) -> None:
    scan = SimpleUploadedFile("order.pdf", PDF, "application/pdf")
    link = add_document(actor(cast.drafter), asked.pk, title="Order", file=scan)
    prepared = correspondence.prepare(
        actor(cast.drafter), asked.pk, SUPPLEMENT, Particulars(documents=(link.pk,))
    )
    assert prepared.documents.get() == link
    correspondence.discard(actor(cast.colleague), prepared.pk)
    assert not Communication.objects.filter(pk=prepared.pk).exists()
    assert CaseDocument.objects.get(pk=link.pk).communication is None
    assert AuditEvent.objects.filter(verb="request.letter_discarded").count() == 1


def test_enclosures_are_named_in_the_letter_with_their_hash(cast: Cast, asked: AssistanceRequest) -> None:
    scan = SimpleUploadedFile("order.pdf", PDF, "application/pdf")
    link = add_document(actor(cast.drafter), asked.pk, title="Order", file=scan)
    prepared = correspondence.prepare(
        actor(cast.drafter), asked.pk, SUPPLEMENT, Particulars(documents=(link.pk,))
    )
    ordered = correspondence.order(fresh(cast.approver), prepared.pk)
    assert ordered.letter is not None
    assert [row["title"] for row in ordered.letter.data["enclosures"]] == ["Order"]
    assert ordered.letter.data["enclosures"][0]["sha256"] == link.document.versions.get().sha256


def test_a_letter_given_up_can_be_changed_and_sealed_under_the_next_number(
    cast: Cast, supplement: Communication
) -> None:
    first = correspondence.order(fresh(cast.approver), supplement.pk).letter
    correspondence.give_up(actor(cast.approver), supplement.pk)
    correspondence.change(actor(cast.drafter), supplement.pk, Particulars(text="Better."))
    second = correspondence.order(fresh(cast.approver), supplement.pk).letter
    assert first is not None
    assert second is not None
    production.produce(first.pk, task="late")
    assert Letter.objects.get(pk=first.pk).status == "cancelled"
    assert second.number > first.number


def test_a_letter_that_failed_is_made_on_the_second_order(cast: Cast, supplement: Communication) -> None:
    ordered = correspondence.order(fresh(cast.approver), supplement.pk)
    assert ordered.letter is not None
    production.fail(ordered.letter.pk, "The key is locked.")
    failed = Communication.objects.select_related("letter").get(pk=supplement.pk)
    assert failed.state is LetterState.FAILED
    assert made(correspondence.order_again(actor(cast.approver), supplement.pk)).state is LetterState.SEALED


def test_a_revoked_letter_verifies_as_withdrawn_and_is_begun_anew(
    cast: Cast, supplement: Communication
) -> None:
    sealed = made(correspondence.order(fresh(cast.approver), supplement.pk))
    with pytest.raises(Refusal, match="reason"):
        correspondence.revoke(actor(cast.approver), sealed.pk, " ")
    anew = correspondence.revoke(actor(cast.approver), sealed.pk, "A wrong date.")
    assert (anew.text, anew.state) == ("The District Court.", LetterState.PREPARED)
    old = Communication.objects.select_related("letter").get(pk=sealed.pk)
    assert old.state is LetterState.REVOKED
    assert old.letter is not None
    assert standing(old.letter) is Standing.WITHDRAWN
    with pytest.raises(Refusal, match="not gone out yet"):
        perform(
            actor(cast.drafter),
            sealed.request_id,
            "supply_information",
            Particulars(communication=sealed.pk, channel="email", passed_on=sealed.dated_on),
        )


def test_an_officer_seals_and_sends_a_receipt_which_moves_nothing(cast: Cast) -> None:
    request = incoming(cast)
    receipt = correspondence.prepare(actor(cast.drafter), request.pk, CommunicationType.RECEIPT)
    sealed = made(correspondence.order(fresh(cast.drafter), receipt.pk))
    gone = Particulars(channel="email", passed_on=sealed.dated_on)
    assert correspondence.send(actor(cast.drafter), sealed.pk, gone).status == Status.RECEIVED
    assert Communication.objects.get(pk=sealed.pk).state is LetterState.PASSED


def test_an_acknowledgement_of_theirs_is_sent_with_its_act(cast: Cast) -> None:
    request = incoming(cast)
    prepared = correspondence.prepare(actor(cast.drafter), request.pk, CommunicationType.ACKNOWLEDGEMENT)
    sealed = made(correspondence.order(fresh(cast.drafter), prepared.pk))
    gone = Particulars(channel="email", passed_on=sealed.dated_on)
    assert correspondence.send(actor(cast.drafter), sealed.pk, gone).status == Status.FORMAL_CHECK


@pytest.mark.security
class TestWhoSeals:
    def test_an_officer_does_not_seal_a_supplement(self, cast: Cast, supplement: Communication) -> None:
        with pytest.raises(NotPermitted, match="approver"):
            correspondence.order(fresh(cast.colleague), supplement.pk)

    def test_it_takes_a_fresh_second_factor(self, cast: Cast, supplement: Communication) -> None:
        with pytest.raises(SecondFactorRequired):
            correspondence.order(actor(cast.approver), supplement.pk)

    def test_whoever_prepared_or_changed_it_is_no_second_pair_of_eyes(
        self, cast: Cast, supplement: Communication
    ) -> None:
        correspondence.change(actor(cast.approver), supplement.pk, Particulars(text="Mine."))
        with pytest.raises(NotPermitted, match="Four eyes"):
            correspondence.order(fresh(cast.approver), supplement.pk)
        other = MembershipFactory.create(authority=cast.authority, role=Role.APPROVER, confidentiality=3).user
        assert correspondence.order(fresh(other), supplement.pk).letter is not None

    def test_a_system_seals_nothing(self, cast: Cast, supplement: Communication) -> None:
        cast.approver.is_service = True
        with pytest.raises(NotPermitted, match="person"):
            correspondence.order(fresh(cast.approver), supplement.pk)

    def test_nobody_of_another_authority_learns_of_the_letter(
        self, cast: Cast, supplement: Communication
    ) -> None:
        for stranger in (cast.other_state_officer, cast.administrator, cast.outsider):
            with pytest.raises(AssistanceRequest.DoesNotExist):
                correspondence.order(fresh(stranger), supplement.pk)
        with pytest.raises(NotPermitted):
            correspondence.change(actor(cast.auditor), supplement.pk, Particulars(text="Mine."))


def test_a_letter_prepared_for_one_act_is_not_sent_by_another(cast: Cast, supplement: Communication) -> None:
    sealed = made(correspondence.order(fresh(cast.approver), supplement.pk))
    with pytest.raises(Refusal, match="another act"):
        perform(
            actor(cast.approver),
            sealed.request_id,
            "withdraw",
            Particulars(communication=sealed.pk, channel="email", passed_on=sealed.dated_on, reason="-"),
        )


def test_a_letter_is_changed_only_by_those_who_saw_the_file_as_it_is(
    cast: Cast, supplement: Communication
) -> None:
    with pytest.raises(StaleVersion):
        correspondence.order(fresh(cast.approver), supplement.pk, expected_version=1)


class TestDepartures:
    @pytest.fixture
    def gone(self) -> Iterator[list[Any]]:
        handed: list[Any] = []
        known = dict(departures._channels)
        departures.register_channel(
            LetterChannel.PORTAL,
            deliver=lambda communication, actor: handed.append((communication, actor)),
            tell=lambda communications, actor: {},
        )
        yield handed
        departures._channels.clear()
        departures._channels.update(known)

    def test_a_sealed_letter_to_a_hosted_counterpart_is_handed_to_its_channel(
        self, cast: Cast, supplement: Communication, gone: list[Any]
    ) -> None:
        sealed = made(correspondence.order(fresh(cast.approver), supplement.pk))
        through = Particulars(communication=sealed.pk, channel="portal", passed_on=sealed.dated_on)
        cast.counterpart.is_hosted = False
        cast.counterpart.save()
        with pytest.raises(Refusal) as refusal:
            perform(actor(cast.drafter), sealed.request_id, "supply_information", through)
        assert "channel" in refusal.value.fields
        cast.counterpart.is_hosted = True
        cast.counterpart.save()
        perform(actor(cast.drafter), sealed.request_id, "supply_information", through)
        [(communication, who)] = gone
        assert (communication.pk, communication.passed_on, who.user) == (
            sealed.pk, sealed.dated_on, cast.drafter,
        )  # fmt: skip

    def test_nothing_goes_through_the_portal_without_a_sealed_letter(
        self, cast: Cast, asked: AssistanceRequest, gone: list[Any]
    ) -> None:
        with pytest.raises(Refusal) as refusal:
            perform(actor(cast.drafter), asked.pk, "supply_information", sent(channel="portal"))
        assert "channel" in refusal.value.fields
        assert gone == []
