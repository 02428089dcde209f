"""What each transition asks for and brings about."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation

from casework.choices import CommunicationType, MeasureOutcome, Status
from casework.models import AssistanceRequest, Deadline
from casework.services.communications import Particulars
from casework.services.drafting import save_part, update_section
from casework.services.transition import perform
from documents.models import Letter
from mla_portal.audit.models import AuditEvent
from mla_portal.audit.services import verify
from mla_portal.common.errors import NotPermitted, Refusal, SecondFactorRequired, StaleVersion
from states.treaties import get_treaty_rules
from tests.factories.casework import Cast, actor, draft, in_status, received, sent

TODAY = timezone.localdate()


@pytest.fixture
def in_review(cast: Cast, request_in_draft: AssistanceRequest) -> AssistanceRequest:
    return perform(actor(cast.drafter), request_in_draft.pk, "submit")


def test_the_drafter_cannot_approve_even_as_an_approver(cast: Cast) -> None:
    request = draft(cast, by=cast.approver)
    perform(actor(cast.approver), request.pk, "submit")
    with pytest.raises(NotPermitted, match="Four eyes"):
        perform(actor(cast.approver), request.pk, "approve")


def test_nobody_approves_what_they_changed_last(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    update_section(actor(cast.approver), request_in_draft.pk, "facts", {"facts": "Mine."}, seen=None)
    perform(actor(cast.drafter), request_in_draft.pk, "submit")
    with pytest.raises(NotPermitted, match="Four eyes"):
        perform(actor(cast.approver), request_in_draft.pk, "approve")


@pytest.mark.security
def test_a_system_is_no_second_pair_of_eyes(cast: Cast, in_review: AssistanceRequest) -> None:
    cast.approver.is_service = True
    with pytest.raises(NotPermitted, match="person"):
        perform(actor(cast.approver, fresh_second_factor=True), in_review.pk, "approve")


def test_a_second_person_approves(cast: Cast, in_review: AssistanceRequest) -> None:
    approved = perform(actor(cast.approver), in_review.pk, "approve")
    assert (approved.status, approved.approved_by) == (Status.APPROVED, cast.approver)
    assert approved.legal_basis is not None
    assert approved.legal_basis["level"] == "none"
    assert set(approved.legal_basis["statement"]) == {"en", "fr", "es", "ar"}


def test_an_incomplete_request_is_approved_only_on_a_reasoned_override(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    update_section(actor(cast.drafter), request_in_draft.pk, "facts", {"purpose": ""}, seen=None)
    perform(actor(cast.drafter), request_in_draft.pk, "submit")
    with pytest.raises(Refusal, match="missing"):
        perform(actor(cast.approver), request_in_draft.pk, "approve")
    approved = perform(
        actor(cast.approver), request_in_draft.pk, "approve", Particulars(override_reason="Life at risk.")
    )
    assert approved.override_reason == "Life at risk."
    assert len(approved.override_missing) == 1
    event = AuditEvent.objects.get(verb="request.completeness_overridden")
    assert event.data == {"missing": approved.override_missing[0], "reason": "Life at risk."}


def test_the_letter_quotes_the_override_in_its_own_language_and_as_of_the_approval(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    update_section(actor(cast.drafter), request_in_draft.pk, "facts", {"purpose": ""}, seen=None)
    perform(actor(cast.drafter), request_in_draft.pk, "submit")
    with translation.override("fr"):
        perform(actor(cast.approver), request_in_draft.pk, "approve", Particulars(override_reason="Urgent."))
    perform(actor(cast.approver, fresh_second_factor=True), request_in_draft.pk, "seal")
    override = Letter.objects.get().data["override"]
    purpose = get_treaty_rules(request_in_draft.treaty_id).requirements
    label = next(rule.label.in_language("en") for rule in purpose if rule.code == "purpose")
    assert override["missing"] == [label]
    approved_at = request_in_draft.transitions.get(name="approve").at
    assert datetime.fromisoformat(override["at"]) == approved_at


def test_a_reason_given_for_a_complete_request_is_no_override(
    cast: Cast, in_review: AssistanceRequest
) -> None:
    approved = perform(actor(cast.approver), in_review.pk, "approve", Particulars(override_reason="Just so."))
    assert (approved.override_reason, approved.override_missing) == ("", [])


def test_reopening_ends_the_approval_and_the_override(cast: Cast, in_review: AssistanceRequest) -> None:
    perform(actor(cast.approver), in_review.pk, "approve")
    reopened = perform(actor(cast.drafter), in_review.pk, "reopen", Particulars(reason="A date is wrong."))
    assert (reopened.status, reopened.approved_by, reopened.override_reason) == (Status.DRAFT, None, "")


def test_a_request_without_an_addressee_is_not_submitted(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    update_section(actor(cast.drafter), request_in_draft.pk, "addressee", {"counterpart": None}, seen=None)
    with pytest.raises(Refusal, match="authority addressed"):
        perform(actor(cast.drafter), request_in_draft.pk, "submit")


def test_returning_asks_for_a_reason_at_its_field(cast: Cast, in_review: AssistanceRequest) -> None:
    with pytest.raises(Refusal) as refusal:
        perform(actor(cast.approver), in_review.pk, "return", Particulars(reason="  "))
    assert "reason" in refusal.value.fields


def test_sealing_asks_for_a_fresh_second_factor(cast: Cast, in_review: AssistanceRequest) -> None:
    perform(actor(cast.approver), in_review.pk, "approve")
    with pytest.raises(SecondFactorRequired):
        perform(actor(cast.approver), in_review.pk, "seal")
    assert not Letter.objects.exists()


def test_sealing_orders_one_numbered_letter(cast: Cast, in_review: AssistanceRequest) -> None:
    perform(actor(cast.approver), in_review.pk, "approve")
    sealer = actor(cast.approver, fresh_second_factor=True)
    assert perform(sealer, in_review.pk, "seal").status == Status.SEALING
    with pytest.raises(Refusal, match="not possible now"):
        perform(sealer, in_review.pk, "seal")
    letter = Letter.objects.get()
    assert letter.number.endswith("/L/00001")
    assert letter.data["facts"] == in_review.facts
    assert letter.data["signatory"]["name"] == str(cast.approver)
    assert in_review.communications.get().letter == letter


def test_giving_up_sealing_cancels_the_letter(cast: Cast, in_review: AssistanceRequest) -> None:
    perform(actor(cast.approver), in_review.pk, "approve")
    perform(actor(cast.approver, fresh_second_factor=True), in_review.pk, "seal")
    given_up = perform(actor(cast.approver), in_review.pk, "stop_sealing", Particulars(reason="Key locked."))
    assert given_up.status == Status.APPROVED
    assert Letter.objects.get().status == "cancelled"


def test_an_act_on_an_older_version_is_refused(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    update_section(actor(cast.colleague), request_in_draft.pk, "facts", {"facts": "New."}, seen=None)
    with pytest.raises(StaleVersion):
        perform(actor(cast.drafter), request_in_draft.pk, "submit", expected_version=request_in_draft.version)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"passed_on": None}, "passed_on"),
        ({"passed_on": TODAY + timedelta(days=2)}, "passed_on"),
        ({"dated_on": TODAY, "passed_on": TODAY - timedelta(days=1)}, "dated_on"),
        ({"text": "", "documents": ()}, "text"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
    ],
)
def test_what_arrived_is_refused_where_its_particulars_contradict(
    cast: Cast, request_in_draft: AssistanceRequest, changes: dict[str, object], field: str
) -> None:
    request = in_status(request_in_draft, Status.SENT)
    with pytest.raises(Refusal) as refusal:
        perform(actor(cast.drafter), request.pk, "acknowledged", received(**changes))
    assert field in refusal.value.fields
    assert not request.communications.exists()


def test_an_acknowledgement_brings_their_reference_and_stops_the_clock(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    request = in_status(request_in_draft, Status.SENT)
    Deadline.objects.create(request=request, code="acknowledgement_expected", due_on=TODAY, basis="policy")
    perform(actor(cast.drafter), request.pk, "acknowledged", received(counterpart_reference="LV-77"))
    request.refresh_from_db()
    assert request.counterpart_reference == "LV-77"
    (running,) = request.deadlines.filter(ended_at=None)
    assert (running.code, running.starts_on, running.days) == ("progress_inquiry", TODAY, 60)
    assert request.next_due_on == running.due_on >= TODAY + timedelta(days=60)


def test_a_question_pauses_their_clock_until_the_answer_went_out(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    request = in_status(request_in_draft, Status.IN_EXECUTION)
    clock = Deadline.objects.create(
        request=request,
        code="execution_expected",
        starts_on=TODAY - timedelta(days=20),
        days=30,
        due_on=TODAY + timedelta(days=10),
        basis="policy",
    )
    question = received(passed_on=TODAY - timedelta(days=3), due_on=TODAY + timedelta(days=5))
    perform(actor(cast.drafter), request.pk, "information_asked", question)
    request.refresh_from_db()
    assert request.next_due_on == TODAY + timedelta(days=5)
    perform(actor(cast.drafter), request.pk, "supply_information", sent())
    clock.refresh_from_db()
    request.refresh_from_db()
    assert (clock.due_on, clock.paused_on) == (TODAY + timedelta(days=13), None)
    assert (request.status, request.next_due_on) == (Status.INFORMATION_SUPPLIED, TODAY + timedelta(days=13))
    (pause,) = clock.pauses.all()
    assert (pause.paused_on, pause.resumed_on) == (TODAY - timedelta(days=3), TODAY)
    assert (pause.paused_by, pause.resumed_by) == ("information_asked", "supply_information")
    supplement = request.communications.get(type=CommunicationType.SUPPLEMENT)
    assert supplement.answers == request.communications.get(type=CommunicationType.QUESTION)


def test_results_execute_every_measure(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    request = in_status(request_in_draft, Status.IN_EXECUTION)
    assert perform(actor(cast.drafter), request.pk, "results", received()).status == Status.EXECUTED
    assert [m.outcome for m in request.measures.all()] == [MeasureOutcome.EXECUTED]


def test_partial_results_say_what_became_of_each_measure(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    save_part(actor(cast.drafter), request_in_draft.pk, "measures", {"type": "freezing"})
    request = in_status(request_in_draft, Status.IN_EXECUTION)
    statement, freezing = request.measures.all()
    with pytest.raises(Refusal) as refusal:
        perform(actor(cast.drafter), request.pk, "results_in_part", received())
    assert "outcomes" in refusal.value.fields
    outcomes = {statement.pk: MeasureOutcome.EXECUTED, freezing.pk: MeasureOutcome.REFUSED}
    perform(actor(cast.drafter), request.pk, "results_in_part", received(outcomes=outcomes))
    assert [m.outcome for m in request.measures.all()] == ["executed", "refused"]


@pytest.mark.parametrize(
    ("outcome", "why"),
    [(MeasureOutcome.REFUSED, "this is a refusal"), (MeasureOutcome.PENDING, "measure 1. These are partial")],
)
def test_results_are_final_only_where_something_was_done_and_nothing_is_open(
    cast: Cast, request_in_draft: AssistanceRequest, outcome: MeasureOutcome, why: str
) -> None:
    request = in_status(request_in_draft, Status.IN_EXECUTION)
    outcomes = {request.measures.get().pk: outcome}
    with pytest.raises(Refusal, match=why):
        perform(actor(cast.drafter), request.pk, "results", received(outcomes=outcomes))


def test_final_results_leave_what_was_refused_as_it_is(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    save_part(actor(cast.drafter), request_in_draft.pk, "measures", {"type": "freezing"})
    request = in_status(request_in_draft, Status.IN_EXECUTION)
    request.measures.filter(type="freezing").update(outcome=MeasureOutcome.REFUSED)
    assert perform(actor(cast.drafter), request.pk, "results", received()).status == Status.EXECUTED
    assert [m.outcome for m in request.measures.all()] == ["executed", "refused"]


def test_a_refusal_keeps_its_ground_and_reasons(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    request = in_status(request_in_draft, Status.ACKNOWLEDGED)
    with pytest.raises(Refusal, match="no such ground"):
        perform(actor(cast.drafter), request.pk, "refused", received(ground="bad_mood"))
    ground = get_treaty_rules(request.treaty_id).grounds[0].code
    perform(actor(cast.drafter), request.pk, "refused", received(ground=ground, text="Not possible."))
    decision = request.decisions.get()
    assert (decision.type, decision.ground, decision.reasons) == ("refused", ground, "Not possible.")
    assert request.measures.get().outcome == MeasureOutcome.REFUSED


def test_documents_of_another_file_cannot_come_with_a_communication(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    from documents.models import Document

    other = draft(cast)
    link = other.documents.create(document=Document.objects.create(holder=cast.authority, title="Scan"))
    request = in_status(request_in_draft, Status.SENT)
    with pytest.raises(Refusal) as refusal:
        perform(actor(cast.drafter), request.pk, "acknowledged", received(documents=(link.pk,)))
    assert "documents" in refusal.value.fields


def test_every_transition_leaves_history_and_an_intact_audit_chain(
    cast: Cast, in_review: AssistanceRequest
) -> None:
    perform(actor(cast.approver), in_review.pk, "return", Particulars(reason="Unclear."))
    steps = [(t.name, t.source, t.target, t.actor, t.reason) for t in in_review.transitions.all()]
    assert steps == [
        ("submit", "draft", "review", cast.drafter, ""),
        ("return", "review", "draft", cast.approver, "Unclear."),
    ]
    assert list(verify(chain=in_review.audit_chain)) == []


def test_a_transition_that_fails_leaves_nothing_behind(cast: Cast, in_review: AssistanceRequest) -> None:
    before = AuditEvent.objects.count()
    with pytest.raises(Refusal):
        perform(actor(cast.approver), in_review.pk, "return")
    assert AuditEvent.objects.count() == before
    assert in_review.transitions.count() == 1
