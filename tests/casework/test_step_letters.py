"""What each letter beside the status says of its file, in every language."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from casework.choices import (
    AdverseStep,
    CommunicationDirection,
    CommunicationType,
    ConditionType,
    DecisionType,
    Status,
    Timeliness,
    Usefulness,
)
from casework.letters import compose, is_written
from casework.letters.second import free_texts
from casework.models import AssistanceRequest, Communication, Deadline
from casework.services import correspondence, sending
from casework.services.chasers import prepare_chaser
from casework.services.communications import Particulars
from casework.services.conditions import Terms
from casework.services.contents import (
    AskedQuestion,
    Considered,
    Decided,
    EvaluationGiven,
    Failing,
)
from casework.services.transition import perform
from casework.workflow import TABLES
from documents.choices import LetterLanguage
from documents.letters.content import CONTENT
from tests.factories.casework import Cast, actor, in_status, incoming, received, sent

KIND = CommunicationType
TODAY = timezone.localdate()


@pytest.fixture
def theirs(cast: Cast) -> AssistanceRequest:
    """A request of theirs, acknowledged and past the formal check."""
    request = incoming(cast)
    perform(actor(cast.drafter), request.pk, "acknowledge", sent())
    return perform(actor(cast.drafter), request.pk, "pass_formal_check")


def said(communication: Communication) -> Any:
    """The letter as it would be ordered now."""
    return compose(communication, number="SI-MOJ/2026/L/00009", signatory=communication.prepared_by)


def prepared(cast: Cast, request: AssistanceRequest, kind: KIND, **given: Any) -> Communication:
    return correspondence.prepare(actor(cast.drafter), request.pk, kind, Particulars(**given))


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: str(table.direction))
def test_whatever_the_table_issues_has_its_letter(table: Any) -> None:
    issued = {rule.issues for rule in table.rules.values() if rule.issues}
    issued |= {row.type for row in table.correspondence if row.direction == CommunicationDirection.ISSUED}
    assert {kind for kind in issued if not is_written(kind)} <= {KIND.REQUEST}


def test_a_receipt_names_the_day_and_the_channel_of_what_arrived(cast: Cast) -> None:
    letter = said(prepared(cast, incoming(cast), KIND.RECEIPT))
    assert (letter.received_on, letter.channel.code) == (TODAY, "email")
    assert letter.counterpart_reference == "LV-2026-7"
    assert letter.in_reply_to is not None


def test_an_acknowledgement_names_the_file_and_who_works_on_it(cast: Cast) -> None:
    request = incoming(cast)
    expected = TODAY + timedelta(days=30)
    letter = said(prepared(cast, request, KIND.ACKNOWLEDGEMENT, expected_on=expected))
    assert (letter.file_number, letter.contact_officer) == (request.own_reference, str(cast.drafter))
    assert letter.expected_decision_by == expected


def test_questions_are_numbered_on_from_the_last_of_the_file(cast: Cast, theirs: AssistanceRequest) -> None:
    measure = theirs.measures.get()
    asked = (AskedQuestion("Which court?"), AskedQuestion("Which address?", TODAY, measure.pk))
    first = prepared(cast, theirs, KIND.QUESTION, questions=asked, due_on=TODAY + timedelta(days=9))
    letter = said(first)
    assert [(q.number, q.text.text, q.measure) for q in letter.questions] == [
        (1, "Which court?", None),
        (2, "Which address?", 1),
    ]
    assert [q.due for q in letter.questions] == [TODAY + timedelta(days=9), TODAY]


def test_answers_stand_beside_their_questions(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    request = in_status(request_in_draft, Status.SENT)
    asked = received(questions=(AskedQuestion("Which court?"), AskedQuestion("When?")))
    perform(actor(cast.drafter), request.pk, "information_asked", asked)
    letter = said(prepared(cast, request, KIND.SUPPLEMENT, answers={1: "The High Court.", 2: "In May."}))
    assert [(a.number, a.question.text, a.text.text) for a in letter.answers] == [
        (1, "Which court?", "The High Court."),
        (2, "When?", "In May."),
    ]


def test_a_consultation_says_what_is_considered_on_which_ground(
    cast: Cast, theirs: AssistanceRequest
) -> None:
    ground = next(iter(theirs.treaty.rules.grounds))
    considered = Considered(AdverseStep.REFUSE, theirs.measures.get().pk, ground.code, "Reasons.")
    letter = said(prepared(cast, theirs, KIND.CONSULTATION, considered=(considered,), due_on=TODAY))
    [row] = letter.considered
    assert (row.number, row.what, row.ground.code, row.reasons.text) == (1, "refuse", ground.code, "Reasons.")
    assert letter.reply_by == TODAY


class TestDecisions:
    @pytest.fixture
    def proposed(self, cast: Cast, theirs: AssistanceRequest) -> AssistanceRequest:
        terms = (Terms(ConditionType.USE_LIMITATION, "Only in this case."),)
        decided = Decided(
            DecisionType.GRANTED_WITH_CONDITIONS, theirs.measures.get().pk, reasons="Why.", conditions=terms
        )
        return perform(actor(cast.drafter), theirs.pk, "propose_decision", Particulars(decisions=(decided,)))

    def test_a_decision_tells_each_measure_its_conditions_and_the_waived_consultation(
        self, cast: Cast, proposed: AssistanceRequest
    ) -> None:
        letter = said(prepared(cast, proposed, KIND.DECISION, without_consultation="A life is at risk."))
        [row] = letter.decisions
        assert (row.number, row.decision.code) == (1, "granted_with_conditions")
        assert [(c.type.code, c.text.text) for c in row.conditions] == [
            ("use_limitation", "Only in this case.")
        ]
        assert (letter.consulted_on, letter.waiver.text) == (None, "A life is at risk.")

    def test_it_is_not_sealed_without_a_consultation_or_a_reason_to_go_without(
        self, cast: Cast, proposed: AssistanceRequest
    ) -> None:
        silent = prepared(cast, proposed, KIND.DECISION)
        [obstacle] = sending.obstacles(silent)
        assert "not consulted" in obstacle


def test_a_return_cites_each_rule_that_failed(cast: Cast) -> None:
    request = incoming(cast)
    rule = next(iter(request.treaty.rules.requirements))
    failings = (Failing(rule.code, "Say it."), Failing("of-nobody", "Mend it."))
    letter = said(prepared(cast, request, KIND.RETURN, reason="Incomplete.", failings=failings))
    known, unknown = letter.failings
    assert (known.code, known.fix, known.confidence.code) == (rule.code, "Say it.", rule.confidence.value)
    assert known.citation == rule.citation
    assert (unknown.code, unknown.requirement, unknown.fix) == ("of-nobody", "", "Mend it.")
    assert letter.text.text == "Incomplete."


def test_a_forwarding_names_the_authority_it_went_to(cast: Cast) -> None:
    letter = said(
        prepared(cast, incoming(cast), KIND.FORWARDING, reason="Not ours.", forwarded_to=cast.prosecutors.pk)
    )
    assert letter.to.name == cast.prosecutors.name


def test_a_chaser_counts_and_is_prepared_once(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    request = in_status(request_in_draft, Status.SENT)
    deadline = Deadline.objects.create(
        request=request, code="acknowledgement_expected", due_on=date(2026, 11, 2), basis="policy"
    )
    first = prepare_chaser(request.pk, deadline.pk)
    assert first is not None
    assert prepare_chaser(request.pk, deadline.pk) == first
    Communication.objects.filter(pk=first.pk).update(passed_on=TODAY - timedelta(days=30))
    Deadline.objects.update(chased_on=None)
    second = prepare_chaser(request.pk, deadline.pk)
    assert second is not None
    letter = said(second)
    assert (letter.what.code, letter.due, letter.which) == (deadline.code, date(2026, 11, 2), 2)
    Communication.objects.filter(pk=second.pk).update(passed_on=TODAY - timedelta(days=30))
    Deadline.objects.update(chased_on=None)
    in_status(request, Status.CLOSED)
    assert prepare_chaser(request.pk, deadline.pk) is None


def test_a_closing_letter_carries_our_evaluation(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    request = in_status(request_in_draft, Status.EXECUTED)
    ours = EvaluationGiven(Timeliness.IN_TIME, Usefulness.INDICTMENT, "Thank you.")
    letter = said(prepared(cast, request, KIND.CLOSING, evaluation=ours))
    assert letter.evaluation.usefulness.code == "indictment"
    assert letter.evaluation.remarks.text == "Thank you."


def test_a_progress_notice_says_how_it_stands(cast: Cast, theirs: AssistanceRequest) -> None:
    letter = said(prepared(cast, theirs, KIND.PROGRESS, expected_on=TODAY))
    assert (letter.status.code, letter.expected_by) == ("legal_check", TODAY)


@pytest.mark.parametrize("language", LetterLanguage.values)
def test_a_letter_says_its_labels_in_its_language_and_reads_back_as_it_was(
    cast: Cast, theirs: AssistanceRequest, language: str
) -> None:
    considered = Considered(AdverseStep.POSTPONE, theirs.measures.get().pk, "", "Reasons.")
    communication = correspondence.prepare(
        actor(cast.drafter),
        theirs.pk,
        KIND.CONSULTATION,
        Particulars(considered=(considered,), text="Please answer."),
        language=language,
    )
    letter = said(communication)
    assert letter.language == language
    assert CONTENT[letter.kind].model_validate(letter.frozen()) == letter
    assert sorted(dict(free_texts(letter))) == ["/concerning", "/considered/0/reasons", "/text"]


def test_a_letter_in_two_languages_says_every_label_in_both(cast: Cast, theirs: AssistanceRequest) -> None:
    communication = correspondence.prepare(
        actor(cast.drafter),
        theirs.pk,
        KIND.PROGRESS,
        Particulars(text="It goes on."),
        language="en",
        second_language="fr",
    )
    letter = said(communication)
    assert letter.second_language == "fr"
    second = {text.at: text.text for text in letter.second}
    assert second["/sender/state/label"] == theirs.holder.state.name("fr")
    assert "/text/text" not in second
    assert CONTENT[letter.kind].model_validate(letter.frozen()) == letter
