"""What acts wrote is read again: questions, considerations, decisions, evaluations; and translations."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from casework.choices import AdverseStep, CommunicationType, DecisionType, Status, Timeliness, Usefulness
from casework.models import AssistanceRequest
from casework.services.communications import Particulars
from casework.services.contents import AskedQuestion, Considered, Decided, EvaluationGiven
from casework.services.correspond import take_in
from casework.services.drafting import update_section
from casework.services.transition import perform
from tests.api.test_problems import assert_problem
from tests.cast import Api, FullCast
from tests.factories.casework import actor, in_status, incoming, received, sent

QUESTION = {
    "id", "number", "text", "measure", "communication", "due_on", "is_open", "answer", "answered_in",
    "answered_on",
}  # fmt: skip
CONSIDERATION = {"id", "communication", "measure", "step", "ground", "reasons"}
DECISION = {
    "id", "type", "is_proposal", "communication", "measure", "ground", "reasons", "postponed_until",
    "conditions", "without_consultation", "proposed_by", "proposed_at", "decided_by", "decided_at",
}  # fmt: skip
EVALUATION = {"id", "is_ours", "communication", "timeliness", "usefulness", "remarks", "entered_at"}


@pytest.fixture
def theirs(cast: FullCast) -> AssistanceRequest:
    return incoming(cast)


def read(api: Api, case: AssistanceRequest) -> Any:
    answer = api.get(f"/api/v1/requests/{case.pk}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_question_is_read_with_its_day_state_and_answer(
    cast: FullCast, api: Api, theirs: AssistanceRequest
) -> None:
    due = timezone.localdate() + timedelta(days=20)
    questions = (AskedQuestion("Where does she live?", due), AskedQuestion("When was it?"))
    perform(actor(cast.drafter), theirs.pk, "acknowledge", sent())
    perform(actor(cast.drafter), theirs.pk, "ask_information", sent(questions=questions))
    answers = received(answers={1: "In Riga."})
    take_in(actor(cast.drafter), theirs.pk, CommunicationType.SUPPLEMENT, answers)
    first, second = read(api, theirs)["questions"]
    assert first.keys() == QUESTION
    assert (first["is_open"], first["answer"], first["due_on"]) == (False, "In Riga.", due.isoformat())
    assert (second["number"], second["is_open"], second["answered_in"]) == (2, True, None)


def test_a_decision_is_read_from_the_proposal_to_what_was_told(
    cast: FullCast, api: Api, theirs: AssistanceRequest
) -> None:
    measure = theirs.measures.get()
    considered = (Considered(AdverseStep.CONDITION, measure.pk, "essential_interests", "The base."),)
    in_status(theirs, Status.LEGAL_CHECK)
    perform(actor(cast.drafter), theirs.pk, "consult", sent(considered=considered))
    perform(actor(cast.drafter), theirs.pk, "end_consultation", Particulars(reason="No reply."))
    until = timezone.localdate() + timedelta(days=40)
    postponed = Decided(DecisionType.POSTPONED, measure.pk, "ongoing_proceedings", "A trial.", until)
    perform(actor(cast.drafter), theirs.pk, "propose_decision", Particulars(decisions=(postponed,)))
    body = read(api, theirs)
    (consideration,), (proposal,) = body["considerations"], body["decisions"]
    assert consideration.keys() == CONSIDERATION
    assert (consideration["step"], consideration["reasons"]) == ("condition", "The base.")
    assert proposal.keys() == DECISION
    assert (proposal["is_proposal"], proposal["communication"]) == (True, None)
    assert proposal["proposed_by"] == cast.drafter.full_name
    waiver = sent(without_consultation="Agreed by telephone.")
    perform(actor(cast.approver), theirs.pk, "postpone", waiver)
    (decision,) = read(api, theirs)["decisions"]
    assert (decision["is_proposal"], decision["decided_by"]) == (False, cast.approver.full_name)
    assert (decision["postponed_until"], decision["measure"]) == (until.isoformat(), str(measure.pk))
    assert decision["without_consultation"] == "Agreed by telephone."
    assert decision["communication"]


def test_an_evaluation_is_read(cast: FullCast, api: Api, theirs: AssistanceRequest) -> None:
    in_status(theirs, Status.EXECUTED)
    judged = EvaluationGiven(Timeliness.IN_TIME, Usefulness.NEW_LEADS, "Well done.")
    perform(actor(cast.drafter), theirs.pk, "close", Particulars(evaluation=judged))
    (evaluation,) = read(api, theirs)["evaluations"]
    assert evaluation.keys() == EVALUATION
    assert (evaluation["is_ours"], evaluation["usefulness"]) == (True, "new_leads")


def translated(api: Api, case: AssistanceRequest, *items: dict[str, str]) -> Any:
    etag = api.get(f"/api/v1/requests/{case.pk}").headers["ETag"]
    return api.write("POST", f"/api/v1/requests/{case.pk}/translations", {"items": list(items)}, etag=etag)


def test_free_texts_are_read_and_translated(cast: FullCast, api: Api, case: AssistanceRequest) -> None:
    address = f"/api/v1/requests/{case.pk}/translations"
    assert api.get(address).json() == {"language": "", "items": []}
    assert_problem(translated(api, case, {"place": "/facts", "text": "Les faits."}), 409, "refused")
    update_section(actor(cast.drafter), case.pk, "addressee", {"second_language": "fr"}, seen=None)
    facts = {"place": "/facts", "text": "Les faits.", "state": "certified", "certified_by": "A. Interpreter"}
    assert translated(api, case, facts).status_code == 200
    items = {item["place"]: item for item in api.get(address).json()["items"]}
    assert items["/facts"] == facts | {"original": case.facts, "is_stale": False}
    assert items["/purpose"]["state"] == "none"
    update_section(actor(cast.drafter), case.pk, "facts", {"facts": "Otherwise."}, seen=None)
    items = {item["place"]: item for item in api.get(address).json()["items"]}
    assert items["/facts"]["is_stale"]
    assert translated(api, case, {"place": "/facts", "text": ""}).status_code == 200
    assert not case.translations.exists()


@pytest.mark.parametrize(
    "item",
    [
        {"place": "/facts", "text": "Les faits.", "state": "certified"},
        {"place": "/facts", "text": "Les faits.", "state": "human", "certified_by": "Nobody"},
        {"place": "/facts", "text": "Les faits."},
    ],
)
def test_a_translation_that_does_not_hold_together_is_refused(
    cast: FullCast, api: Api, case: AssistanceRequest, item: dict[str, str]
) -> None:
    update_section(actor(cast.drafter), case.pk, "addressee", {"second_language": "fr"}, seen=None)
    answer = translated(api, case, {"place": "/purpose", "text": ""}, item)
    assert_problem(answer, 400, "invalid")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/items/1"]
    assert_problem(translated(api, case, item | {"place": "/nowhere"}), 409, "refused")
    assert not case.translations.exists()


@pytest.mark.security
def test_nobody_else_reads_or_writes_translations(cast: FullCast, case: AssistanceRequest) -> None:
    other = Api(cast.other_state_client)
    address = f"/api/v1/requests/{case.pk}/translations"
    assert other.get(address).status_code == 404
    assert other.write("POST", address, {"items": [{"place": "/facts", "text": ""}]}).status_code == 404
