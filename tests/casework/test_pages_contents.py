"""The structured contents of the acts, as an officer fills them in: an incoming request from door to door."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from casework.choices import DecisionType, MeasureOutcome, Status
from casework.clock import today
from casework.models import AssistanceRequest, Decision, Question
from casework.services.results import Said, enter_own_result
from mla_portal.accounts.models import User
from tests.casework.pages import send, signed_in, url, words
from tests.factories.casework import STATEMENT, Cast, actor, in_status, incoming

pytestmark = pytest.mark.django_db

HEARD = {"held_on": "2026-11-02", "persons_heard": "Ana Vzorec, witness"}
TWO_MEASURES: list[dict[str, Any]] = [
    {"type": "take_evidence_statements", "description": "Hear the witness.", "details": STATEMENT},
    {"type": "provide_records", "description": "Copy the file.", "details": {"records": "The file of 1993."}},
]


@pytest.fixture
def request_of_two(cast: Cast) -> AssistanceRequest:
    plain = incoming(cast)
    for position, values in enumerate(TWO_MEASURES[1:], start=2):
        plain.measures.create(position=position, **values)
    return plain


def act(user: User, case: AssistanceRequest, name: str, **changes: Any) -> Any:
    """Opens the act's page, fills it in and sends it."""
    passage = {"channel": "email"}
    return send(signed_in(user), url("transition", case, name=name), passage | changes)


def status_of(case: AssistanceRequest) -> str:
    return AssistanceRequest.objects.get(pk=case.pk).status


def decided(case: AssistanceRequest, number: int, **values: str) -> dict[str, str]:
    """The fields of the decision on one measure."""
    measure = case.measures.all()[number - 1]
    return {f"decided_{measure.pk}_{name}": value for name, value in values.items()}


def test_several_questions_go_in_one_letter_each_with_its_day_and_measure(
    cast: Cast, request_of_two: AssistanceRequest
) -> None:
    case = in_status(request_of_two, Status.FORMAL_CHECK)
    due = timezone.localdate() + timedelta(days=20)
    records = case.measures.all()[1]
    answer = act(
        cast.drafter,
        case,
        "ask_information",
        question_1_text="Which hospital?",
        question_1_due=due.isoformat(),
        question_3_text="Which year?",
        question_3_measure=str(records.pk),
    )
    assert answer.status_code == 302
    asked = [(q.number, q.text, q.due_on, q.measure) for q in Question.objects.all()]
    assert asked == [(1, "Which hospital?", due, None), (2, "Which year?", None, records)]
    assert status_of(case) == Status.INFORMATION_AWAITED


def test_a_question_without_words_is_told_at_its_row_and_nothing_is_lost(
    cast: Cast, request_of_two: AssistanceRequest
) -> None:
    case = in_status(request_of_two, Status.FORMAL_CHECK)
    answer = act(
        cast.drafter, case, "ask_information", question_1_text="Which hospital?", question_2_due="2027-03-01"
    )
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.errors.keys() == {"question_2_text"}
    assert form["question_1_text"].value() == "Which hospital?"
    spare = {group.names[0]: group.is_spare for group, _fields in form.groups}
    assert not spare["question_2_text"]
    assert spare["question_3_text"]


def test_nothing_is_asked_without_a_question(cast: Cast, request_of_two: AssistanceRequest) -> None:
    case = in_status(request_of_two, Status.FORMAL_CHECK)
    answer = act(cast.drafter, case, "ask_information", text="Please say more.")
    assert answer.status_code == 409
    assert "Ask at least one question." in words(answer)
    assert status_of(case) == Status.FORMAL_CHECK


def test_what_the_check_found_begins_the_questions(cast: Cast) -> None:
    case = incoming(cast, sections={"facts": "They were seen."})
    in_status(case, Status.FORMAL_CHECK)
    page = signed_in(cast.drafter).get(url("transition", case, name="ask_information") + "?item=purpose")
    assert "urpose" in page.context["form"]["question_1_text"].value()


def test_their_answers_are_entered_one_by_one(cast: Cast, request_of_two: AssistanceRequest) -> None:
    case = in_status(request_of_two, Status.FORMAL_CHECK)
    act(cast.drafter, case, "ask_information", question_1_text="Who?", question_2_text="When?")
    half = act(cast.drafter, case, "information_received", answer_1="The guard.")
    assert half.status_code == 409
    assert "Still unanswered: question 2." in words(half)
    assert half.context["form"]["answer_1"].value() == "The guard."
    whole = act(cast.drafter, case, "information_received", answer_1="The guard.", answer_2="In May.")
    assert whole.status_code == 302
    assert [q.answer for q in Question.objects.all()] == ["The guard.", "In May."]
    assert status_of(case) == Status.FORMAL_CHECK


def test_one_decision_stands_for_every_measure_that_says_none_of_its_own(
    cast: Cast, request_of_two: AssistanceRequest
) -> None:
    case = in_status(request_of_two, Status.LEGAL_CHECK)
    refusal = decided(case, 2, type="refused", ground="essential_interests", reasons="The file is secret.")
    answer = act(cast.drafter, case, "propose_decision", decided_all_type="granted", **refusal)
    assert answer.status_code == 302, words(answer)
    assert [(d.type, d.ground) for d in Decision.objects.order_by("measure__position")] == [
        (DecisionType.GRANTED, ""),
        (DecisionType.REFUSED, "essential_interests"),
    ]
    assert status_of(case) == Status.DECISION


def test_every_measure_needs_a_decision_and_a_condition_its_words(
    cast: Cast, request_of_two: AssistanceRequest
) -> None:
    case = in_status(request_of_two, Status.LEGAL_CHECK)
    first, second = case.measures.all()
    answer = act(cast.drafter, case, "propose_decision", **decided(case, 1, type="granted_with_conditions"))
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert errors[f"decided_{first.pk}_type"] == ["Add the conditions below."]
    assert errors[f"decided_{second.pk}_type"] == ["Choose the decision on this measure."]


def test_an_excluded_ground_is_not_offered_and_the_page_says_so(
    cast: Cast, request_of_two: AssistanceRequest
) -> None:
    case = in_status(request_of_two, Status.LEGAL_CHECK)
    page = signed_in(cast.drafter).get(url("transition", case, name="propose_decision"))
    codes = {
        code
        for _label, group in page.context["form"].fields["decided_all_ground"].choices
        if isinstance(group, list)
        for code, _words in group
    }
    assert "political_offence" not in codes
    assert "essential_interests" in codes
    assert "Not to be relied on, as the treaty file says: Political offence" in words(page)


def test_an_adverse_decision_without_consultation_takes_the_approvers_reason(
    cast: Cast, request_of_two: AssistanceRequest
) -> None:
    case = in_status(request_of_two, Status.LEGAL_CHECK)
    refusal = {
        "decided_all_type": "refused",
        "decided_all_ground": "essential_interests",
        "decided_all_reasons": "State security.",
    }
    act(cast.drafter, case, "propose_decision", **refusal)
    page = signed_in(cast.approver).get(url("transition", case, name="refuse"))
    assert "State security." in words(page)
    silent = act(cast.approver, case, "refuse", text="We refuse.")
    assert silent.status_code == 422
    assert status_of(case) == Status.DECISION
    said = act(cast.approver, case, "refuse", text="We refuse.", without_consultation="No time was left.")
    assert said.status_code == 302, words(said)
    assert {d.without_consultation for d in Decision.objects.all()} == {"No time was left."}
    assert status_of(case) == Status.REFUSED


def test_a_consultation_names_the_step_the_measure_and_the_ground(
    cast: Cast, request_of_two: AssistanceRequest
) -> None:
    case = in_status(request_of_two, Status.LEGAL_CHECK)
    records = case.measures.all()[1]
    answer = act(
        cast.drafter,
        case,
        "consult",
        considered_1_step="refuse",
        considered_1_measure=str(records.pk),
        considered_1_ground="essential_interests",
        considered_1_reasons="The file is secret.",
        question_1_text="Would a summary do?",
    )
    assert answer.status_code == 302, words(answer)
    considered = case.considerations.get()
    assert (considered.step, considered.measure) == ("refuse", records)
    assert Question.objects.get().text == "Would a summary do?"


def test_a_request_goes_back_with_what_the_check_found_and_what_the_officer_adds(cast: Cast) -> None:
    case = in_status(incoming(cast, sections={"facts": "They were seen."}), Status.FORMAL_CHECK)
    client = signed_in(cast.approver)
    page = client.get(url("transition", case, name="return_request"))
    found = [key for key, _words in page.context["form"].fields["failings"].choices]
    assert found
    answer = client.post(
        url("transition", case, name="return_request"),
        {
            "version": case.version,
            "reason": "It cannot be understood.",
            "channel": "email",
            "passed_on": timezone.localdate().isoformat(),
            "text": "Please mend it.",
            "failings": found[:1],
            "failings_other": "The annex is unreadable.",
        },
    )
    assert answer.status_code == 302, words(answer)
    assert status_of(case) == Status.RETURNED


def test_the_file_is_closed_with_an_evaluation_or_without_but_not_with_half_of_one(cast: Cast) -> None:
    case = in_status(incoming(cast), Status.EXECUTED)
    half = act(cast.drafter, case, "close", timeliness="in_time")
    assert half.status_code == 422
    whole = act(
        cast.drafter, case, "close", timeliness="in_time", usefulness="indictment", remarks="Well done."
    )
    assert whole.status_code == 302, words(whole)
    evaluation = case.evaluations.get()
    assert (evaluation.is_ours, evaluation.usefulness) == (True, "indictment")


def test_an_incoming_request_goes_from_the_door_to_its_end_by_the_pages_alone(
    cast: Cast, request_of_two: AssistanceRequest
) -> None:
    case = request_of_two
    records = case.measures.all()[1]
    act(cast.drafter, case, "acknowledge", text="We confirm receipt.")
    act(cast.drafter, case, "ask_information", question_1_text="Which hospital?")
    paused = case.deadlines.get(code="decision_due")
    assert (
        paused.pauses.filter(to=None).exists()
        if hasattr(paused.pauses.model, "to")
        else paused.pauses.exists()
    )
    act(cast.drafter, case, "information_received", answer_1="The one in Sample City.")
    act(cast.drafter, case, "pass_formal_check")
    refused = {"considered_1_step": "refuse", "considered_1_ground": "essential_interests"}
    act(cast.drafter, case, "consult", considered_1_measure=str(records.pk), **refused)
    act(cast.drafter, case, "consultation_answered", text="We understand.")
    refusal = decided(case, 2, type="refused", ground="essential_interests", reasons="The file is secret.")
    act(cast.drafter, case, "propose_decision", **decided(case, 1, type="granted"), **refusal)
    granted = act(cast.approver, case, "grant", text="Granted in part.")
    assert granted.status_code == 302, words(granted)
    assert status_of(case) == Status.IN_EXECUTION
    records.refresh_from_db()
    assert records.outcome == MeasureOutcome.REFUSED
    heard = Said(
        text="Heard.", outcome=MeasureOutcome.EXECUTED, executed_on=today(case.holder), results=HEARD
    )
    enter_own_result(actor(cast.drafter), case.pk, case.measures.all()[0].pk, heard)
    sent_back = act(cast.approver, case, "transmit_results_in_part", text="The record of the hearing.")
    assert sent_back.status_code == 302, words(sent_back)
    act(cast.drafter, case, "close", timeliness="in_time", usefulness="not_known")
    assert status_of(case) == Status.CLOSED
