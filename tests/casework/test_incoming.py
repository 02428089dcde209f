"""The requested authority's side of a request: from its registration to the decision, or its return."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from casework.choices import (
    AdverseStep,
    CommunicationDirection,
    CommunicationType,
    DecisionType,
    MeasureOutcome,
    Status,
)
from casework.models import AssistanceRequest, Measure
from casework.selectors.approvals import awaiting_approval_by
from casework.services.communications import Particulars
from casework.services.contents import AskedQuestion, Considered, Decided
from casework.services.correspond import correspond, take_in
from casework.services.incoming import take_revised
from casework.services.transition import perform
from documents.models import Letter
from documents.services.production import produce
from mla_portal.audit.services import verify
from mla_portal.common.confidentiality import Confidentiality
from mla_portal.common.errors import NotPermitted, Refusal
from tests.casework.pages import signed_in, url, words
from tests.factories.casework import Cast, actor, in_status, incoming, received, sent

TODAY = timezone.localdate()


@pytest.fixture
def case(cast: Cast) -> AssistanceRequest:
    return incoming(cast)


@pytest.fixture
def asked(cast: Cast, case: AssistanceRequest) -> AssistanceRequest:
    perform(actor(cast.drafter), case.pk, "acknowledge", sent())
    questions = (AskedQuestion("Where does she live?"), AskedQuestion("When was it?"))
    perform(actor(cast.drafter), case.pk, "ask_information", sent(questions=questions))
    return AssistanceRequest.objects.get(pk=case.pk)


def proposal(case: AssistanceRequest, kind: DecisionType, **more: Any) -> Particulars:
    return Particulars(decisions=tuple(Decided(kind, measure.pk, **more) for measure in case.measures.all()))


REFUSAL = {"ground": "essential_interests", "reasons": "It would harm the security of the State."}


def test_a_request_is_registered_with_all_it_says_and_its_clock_runs(cast: Cast) -> None:
    case = incoming(cast)
    assert (case.status, case.direction) == (Status.RECEIVED, "incoming")
    assert "/I/" in case.own_reference
    assert case.communications.get().type == CommunicationType.REQUEST
    assert [str(person) for person in case.persons.all()] == ["Ana Vzorec"]
    assert {deadline.code for deadline in case.deadlines.all()} == {"acknowledgement_due"}
    assert list(verify(chain=case.audit_chain)) == []


@pytest.mark.security
def test_only_an_officer_of_the_authority_registers(cast: Cast) -> None:
    for person in (cast.auditor, cast.other_state_officer, cast.outsider, cast.prosecutor):
        with pytest.raises(NotPermitted):
            incoming(cast, by=person)


@pytest.mark.security
def test_a_request_that_names_a_protected_person_is_confidential(cast: Cast) -> None:
    person = {"role": "witness", "family_name": "Vzorec", "is_protected": True}
    assert incoming(cast, parts={"persons": [person]}).confidentiality == Confidentiality.CONFIDENTIAL


def test_a_question_pauses_the_clock_until_the_last_answer(cast: Cast, asked: AssistanceRequest) -> None:
    paused = asked.deadlines.filter(paused_on__isnull=False)
    assert {deadline.code for deadline in paused} == {"formal_check_due", "decision_due"}
    take_in(actor(cast.drafter), asked.pk, CommunicationType.SUPPLEMENT, received(answers={1: "In Riga."}))
    asked.refresh_from_db()
    assert asked.status == Status.INFORMATION_AWAITED
    assert paused.all().count() == 2
    take_in(actor(cast.drafter), asked.pk, CommunicationType.SUPPLEMENT, received(answers={2: "In May."}))
    asked.refresh_from_db()
    assert asked.status == Status.FORMAL_CHECK
    assert not paused.all().exists()
    assert [question.answer for question in asked.questions.all()] == ["In Riga.", "In May."]


def test_information_is_not_received_while_a_question_is_open(cast: Cast, asked: AssistanceRequest) -> None:
    with pytest.raises(Refusal, match="question 2"):
        perform(actor(cast.drafter), asked.pk, "information_received", received(answers={1: "In Riga."}))
    assert asked.questions.filter(answered_in=None).count() == 2


def test_an_answer_to_a_question_nobody_asked_is_refused(cast: Cast, asked: AssistanceRequest) -> None:
    with pytest.raises(Refusal) as refusal:
        correspond(
            actor(cast.drafter), asked.pk, CommunicationDirection.RECEIVED, CommunicationType.SUPPLEMENT,
            received(answers={7: "?"}),
        )  # fmt: skip
    assert "answers" in refusal.value.fields


def test_a_refusal_without_consultation_is_never_silent(cast: Cast, case: AssistanceRequest) -> None:
    in_status(case, Status.LEGAL_CHECK)
    perform(actor(cast.drafter), case.pk, "propose_decision", proposal(case, DecisionType.REFUSED, **REFUSAL))
    with pytest.raises(Refusal, match="not consulted"):
        perform(actor(cast.approver), case.pk, "refuse", sent())
    perform(actor(cast.approver), case.pk, "refuse", sent(without_consultation="The State ceased to exist."))
    decision = case.decisions.get()
    assert decision.without_consultation == "The State ceased to exist."
    assert (decision.proposed_by, decision.decided_by) == (cast.drafter, cast.approver)
    assert case.measures.get().outcome == MeasureOutcome.REFUSED
    page = words(signed_in(cast.colleague).get(url("case", case)))
    assert "Decided without consultation" in page
    assert "The State ceased to exist." in page


@pytest.mark.parametrize(("step", "holds"), [(AdverseStep.REFUSE, True), (AdverseStep.CONDITION, False)])
def test_a_consultation_covers_what_is_as_harsh_or_milder(
    cast: Cast, case: AssistanceRequest, step: AdverseStep, holds: bool
) -> None:
    in_status(case, Status.LEGAL_CHECK)
    considered = (Considered(step, case.measures.get().pk, "essential_interests", "Because."),)
    perform(actor(cast.drafter), case.pk, "consult", sent(considered=considered))
    perform(actor(cast.drafter), case.pk, "end_consultation", Particulars(reason="No reply in a month."))
    perform(actor(cast.drafter), case.pk, "propose_decision", proposal(case, DecisionType.REFUSED, **REFUSAL))
    if holds:
        assert perform(actor(cast.approver), case.pk, "refuse", sent()).status == Status.REFUSED
    else:
        with pytest.raises(Refusal, match="not consulted"):
            perform(actor(cast.approver), case.pk, "refuse", sent())


@pytest.mark.security
def test_who_proposed_a_decision_does_not_take_it(cast: Cast, case: AssistanceRequest) -> None:
    in_status(case, Status.LEGAL_CHECK)
    perform(actor(cast.approver), case.pk, "propose_decision", proposal(case, DecisionType.GRANTED))
    with pytest.raises(NotPermitted, match="Four eyes"):
        perform(actor(cast.approver), case.pk, "grant", sent())
    assert not awaiting_approval_by(cast.approver).exists()


def test_a_proposed_decision_waits_for_another_approver(cast: Cast, case: AssistanceRequest) -> None:
    in_status(case, Status.LEGAL_CHECK)
    perform(actor(cast.drafter), case.pk, "propose_decision", proposal(case, DecisionType.GRANTED))
    assert awaiting_approval_by(cast.approver).get() == case
    assert "Read and decide" in words(signed_in(cast.approver).get(url("approvals")))


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (DecisionType.REFUSED, {"reasons": "Because."}),
        (DecisionType.REFUSED, {"ground": "essential_interests"}),
        (DecisionType.REFUSED, {"ground": "political_offence", "reasons": "Because."}),
        (DecisionType.REFUSED, {"ground": "bad_mood", "reasons": "Because."}),
        (DecisionType.GRANTED_WITH_CONDITIONS, {}),
    ],
)
def test_a_proposal_without_what_its_kind_needs_is_refused(
    cast: Cast, case: AssistanceRequest, kind: DecisionType, more: dict[str, Any]
) -> None:
    in_status(case, Status.LEGAL_CHECK)
    with pytest.raises(Refusal):
        perform(actor(cast.drafter), case.pk, "propose_decision", proposal(case, kind, **more))
    assert not case.decisions.exists()


def test_what_is_postponed_is_taken_up_again(cast: Cast, case: AssistanceRequest) -> None:
    in_status(case, Status.LEGAL_CHECK)
    until = TODAY + timedelta(days=40)
    given = proposal(
        case,
        DecisionType.POSTPONED,
        ground="ongoing_proceedings",
        reasons="A trial runs.",
        postponed_until=until,
    )
    perform(actor(cast.drafter), case.pk, "propose_decision", given)
    perform(actor(cast.approver), case.pk, "postpone", sent(without_consultation="Agreed by telephone."))
    assert case.measures.get().outcome == MeasureOutcome.POSTPONED
    perform(actor(cast.drafter), case.pk, "take_up_again")
    assert case.measures.get().outcome == MeasureOutcome.PENDING


def test_a_revised_request_replaces_what_the_returned_one_said(cast: Cast, case: AssistanceRequest) -> None:
    perform(actor(cast.approver), case.pk, "return_request", sent(reason="The facts are missing."))
    with pytest.raises(Refusal):
        take_revised(actor(cast.drafter), case.pk, sections={"facts": "Forged."}, parts={})
    perform(actor(cast.drafter), case.pk, "resubmitted", received())
    measures = [{"type": "freezing", "description": "Freeze the account."}]
    take_revised(
        actor(cast.drafter), case.pk, sections={"facts": "All the facts."}, parts={"measures": measures}
    )
    case.refresh_from_db()
    assert (case.status, case.facts) == (Status.FORMAL_CHECK, "All the facts.")
    assert [measure.type for measure in Measure.objects.filter(request=case)] == ["freezing"]
    timeline = words(signed_in(cast.drafter).get(url("case-tab", case, tab="timeline")))
    assert "Changed: summary of the relevant facts, Measures" in timeline


FIRST, SECOND, THIRD = (UUID(int=number) for number in (1, 2, 3))


def measures(*rows: tuple[str, UUID | None]) -> dict[str, Any]:
    """Measures of one request, each with its id in their file."""
    return {"measures": [{"type": kind, "sent_id": pk, "description": str(pk)} for kind, pk in rows]}


def revised(cast: Cast, case: AssistanceRequest, parts: dict[str, Any]) -> list[Measure]:
    """The measures of a returned request once its revision was taken in."""
    in_status(case, Status.RETURNED)
    perform(actor(cast.drafter), case.pk, "resubmitted", received())
    take_revised(actor(cast.drafter), case.pk, sections={}, parts=parts)
    return list(case.measures.all())


def test_a_revised_request_finds_each_measure_again_however_it_is_ordered(cast: Cast) -> None:
    """What was added to one here stays with it; what is new is new, though it looks like one left out."""
    case = incoming(cast, parts=measures(("freezing", FIRST), ("freezing", SECOND)))
    first, second = case.measures.all()
    Measure.objects.filter(pk=second.pk).update(outcome=MeasureOutcome.EXECUTED)
    again = revised(cast, case, measures(("freezing", SECOND), ("other", THIRD), ("freezing", FIRST)))
    assert [row.pk for row in again] == [second.pk, again[1].pk, first.pk]
    assert [row.outcome for row in again] == ["executed", "pending", "pending"]
    assert [row.description for row in again] == [str(SECOND), str(THIRD), str(FIRST)]
    [new] = revised(cast, case, measures(("freezing", UUID(int=4))))
    assert new.pk not in {first.pk, second.pk}


def test_without_ids_a_revised_request_is_matched_by_what_each_row_is(cast: Cast) -> None:
    case = incoming(cast, parts=measures(("freezing", None), ("other", None)))
    freezing, other = case.measures.all()
    assert revised(cast, case, measures(("other", SECOND), ("freezing", None))) == [other, freezing]
    assert revised(cast, case, measures(("freezing", None), ("other", SECOND))) == [freezing, other]


def test_a_question_about_a_measure_that_the_revision_leaves_out_stays(cast: Cast) -> None:
    case = incoming(cast, parts=measures(("freezing", FIRST), ("other", SECOND)))
    perform(actor(cast.drafter), case.pk, "acknowledge", sent())
    about = (AskedQuestion("Which account?", measure=case.measures.all()[0].pk),)
    perform(actor(cast.drafter), case.pk, "ask_information", sent(questions=about))
    assert [row.sent_id for row in revised(cast, case, measures(("other", SECOND)))] == [SECOND]
    assert (case.questions.get().text, case.questions.get().measure) == ("Which account?", None)


def test_a_measure_that_was_considered_is_not_dropped_in_silence(cast: Cast) -> None:
    case = in_status(incoming(cast, parts=measures(("freezing", FIRST))), Status.LEGAL_CHECK)
    considered = (Considered(AdverseStep.REFUSE, case.measures.get().pk, "essential_interests", "Because."),)
    perform(actor(cast.drafter), case.pk, "consult", sent(considered=considered))
    with pytest.raises(Refusal, match="leaves out something"):
        revised(cast, case, measures(("other", SECOND)))


def test_the_letter_of_a_returned_request_verifies_as_superseded_once_the_revised_one_went_out(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    case = request_in_draft

    def seal_and_send() -> Letter:
        perform(actor(cast.drafter), case.pk, "submit")
        perform(actor(cast.approver), case.pk, "approve")
        perform(actor(cast.approver, fresh_second_factor=True), case.pk, "seal")
        letter = Letter.objects.order_by("number").last()
        assert letter
        produce(letter.pk, task="test")
        perform(actor(cast.drafter), case.pk, "send", sent())
        return letter

    first = seal_and_send()
    perform(actor(cast.drafter), case.pk, "returned", received())
    perform(actor(cast.drafter), case.pk, "revise")
    second = seal_and_send()
    first.refresh_from_db()
    assert first.superseded_by == second


def test_the_worklist_tells_the_directions_apart(
    cast: Cast, case: AssistanceRequest, request_in_draft: AssistanceRequest
) -> None:
    client = signed_in(cast.drafter)
    only_incoming = words(client.get("/?direction=incoming"))
    assert case.own_reference in only_incoming
    assert request_in_draft.own_reference not in only_incoming
    assert "from Latvia" in only_incoming
    assert "to Latvia" in words(client.get("/?direction=outgoing"))


def test_the_page_of_an_incoming_file_speaks_of_where_it_came_from(
    cast: Cast, case: AssistanceRequest
) -> None:
    text = words(signed_in(cast.drafter).get(url("case", case)))
    assert "From Latvia" in text
    assert "Acknowledge the request" in text
    assert "Formal check" in text
    assert "See it as a letter" not in text
    assert signed_in(cast.drafter).get(url("preview", case)).status_code == 404
