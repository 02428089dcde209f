"""What is asked of whoever sends a sealed letter: that the file still says it, and a reason of their own."""

import pytest
from django.utils import timezone

from casework.choices import CommunicationType, DecisionType, LetterState, Status
from casework.models import AssistanceRequest, Communication, Decision
from casework.selectors.sealed import changed_since_sealed
from casework.services import correspondence
from casework.services.communications import Particulars
from casework.services.contents import Decided
from casework.services.transition import perform
from documents.services import production
from mla_portal.accounts.actors import Actor
from mla_portal.audit.models import AuditEvent
from mla_portal.common.errors import Refusal
from tests.casework.pages import signed_in, url, words
from tests.casework.test_pages_transitions import freshly_confirmed
from tests.factories.casework import Cast, actor, incoming, sent

KIND = CommunicationType


def gone(**more: str) -> Particulars:
    return Particulars(channel="email", passed_on=timezone.localdate(), **more)  # type: ignore[arg-type]


def sealed(by: Actor, letter: Communication, **more: str) -> Communication:
    ordered = correspondence.order(by, letter.pk, **more)  # type: ignore[arg-type]
    assert ordered.letter is not None
    production.produce(ordered.letter.pk, task="test")
    return Communication.objects.select_related("letter", "request__holder").get(pk=letter.pk)


@pytest.fixture
def acknowledgement(cast: Cast) -> Communication:
    case = incoming(cast)
    letter = correspondence.prepare(actor(cast.drafter), case.pk, KIND.ACKNOWLEDGEMENT)
    return sealed(actor(cast.drafter, fresh_second_factor=True), letter)


def test_a_letter_of_which_nothing_changed_goes_without_a_word(
    cast: Cast, acknowledgement: Communication
) -> None:
    assert changed_since_sealed(acknowledgement) == []
    correspondence.send(actor(cast.drafter), acknowledgement.pk, gone())
    assert Communication.objects.get(pk=acknowledgement.pk).state is LetterState.PASSED


def test_a_letter_that_the_file_contradicts_goes_only_where_somebody_says_so(
    cast: Cast, acknowledgement: Communication
) -> None:
    AssistanceRequest.objects.update(subject_matter="Another subject.", counterpart_reference="LV-2026-8")
    desk = actor(cast.drafter)
    with pytest.raises(Refusal) as refused:
        correspondence.send(desk, acknowledgement.pk, gone())
    said = refused.value.fields["as_sealed"]
    assert "Their reference; The subject of the case" in said
    assert AssistanceRequest.objects.get().status == Status.RECEIVED
    correspondence.send(desk, acknowledgement.pk, gone(), as_sealed=True)
    assert AssistanceRequest.objects.get().status == Status.FORMAL_CHECK


def test_the_page_says_what_changed_and_offers_to_make_the_letter_anew(
    cast: Cast, acknowledgement: Communication
) -> None:
    AssistanceRequest.objects.update(subject_matter="Another subject.")
    desk = signed_in(cast.drafter)
    page = url("letter-page", acknowledgement.request, communication_id=acknowledgement.pk)
    shown = words(freshly_confirmed(cast.drafter).get(page))
    assert "The file changed since this letter was sealed." in shown
    assert "Revoke it and make it anew" in shown
    given = {
        "version": AssistanceRequest.objects.get().version,
        "channel": "email",
        "passed_on": timezone.localdate().isoformat(),
    }
    to = url("letter-send", acknowledgement.request, communication_id=acknowledgement.pk)
    refused = desk.post(to, given)
    assert (refused.status_code, "The subject of the case" in words(refused)) == (409, True)
    anew = url("letter-revoke", acknowledgement.request, communication_id=acknowledgement.pk)
    freshly_confirmed(cast.drafter).post(anew, {"reason": "The file changed since the letter was sealed."})
    assert acknowledgement.request.communications.filter(passed_on=None, letter=None).count() == 1


class TestWithoutConsultation:
    """The officer who prepares the letter proposes the reason; each approver makes it theirs."""

    @pytest.fixture
    def refusal(self, cast: Cast) -> Communication:
        case, desk = incoming(cast), actor(cast.drafter)
        perform(desk, case.pk, "acknowledge", sent())
        perform(desk, case.pk, "pass_formal_check")
        decided = Decided(
            DecisionType.REFUSED, case.measures.get().pk, "essential_interests", reasons="State security."
        )
        perform(desk, case.pk, "propose_decision", Particulars(decisions=(decided,)))
        given = Particulars(text="We refuse.", without_consultation="No time.")
        return correspondence.prepare(desk, case.pk, KIND.REFUSAL, given)

    def test_the_sealing_approver_words_it_and_the_letter_says_that(
        self, cast: Cast, refusal: Communication
    ) -> None:
        head = actor(cast.approver, fresh_second_factor=True)
        letter = sealed(head, refusal, without_consultation="The court decides tomorrow.").letter
        assert letter is not None
        assert letter.data["waiver"]["text"] == "The court decides tomorrow."

    def test_an_emptied_reason_is_not_sealed(self, cast: Cast, refusal: Communication) -> None:
        head = actor(cast.approver, fresh_second_factor=True)
        with pytest.raises(Refusal):
            correspondence.order(head, refusal.pk, without_consultation=" ")

    @pytest.mark.parametrize("own", ["", "Another reason."])
    def test_whoever_decides_gives_the_letters_reason_as_their_own(
        self, cast: Cast, refusal: Communication, own: str
    ) -> None:
        head = actor(cast.approver, fresh_second_factor=True)
        sealed(head, refusal)
        with pytest.raises(Refusal) as refused:
            correspondence.send(head, refusal.pk, gone(without_consultation=own))
        assert "without_consultation" in refused.value.fields
        correspondence.send(head, refusal.pk, gone(without_consultation="No time."))
        assert Decision.objects.get().without_consultation == "No time."
        event = AuditEvent.objects.get(verb="request.consultation_waived")
        assert event.actor == cast.approver

    def test_both_pages_ask_for_it_filled_in(self, cast: Cast, refusal: Communication) -> None:
        client = freshly_confirmed(cast.approver)
        page = url("letter-page", refusal.request, communication_id=refusal.pk)
        assert "make it your own" in words(client.get(page))
        sealed(actor(cast.approver, fresh_second_factor=True), refusal)
        form = client.get(page).context["form"]
        assert form["without_consultation"].value() == "No time."
        to = url("letter-send", refusal.request, communication_id=refusal.pk)
        given = {
            "version": AssistanceRequest.objects.get().version,
            "channel": "email",
            "passed_on": timezone.localdate().isoformat(),
        }
        assert client.post(to, given).status_code == 422
        assert client.post(to, given | {"without_consultation": "No time."}).status_code == 302
        assert AssistanceRequest.objects.get().status == Status.REFUSED
