"""What arrived is placed with one confirmation, and nothing that its letter says is retyped."""

from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from casework.choices import Direction, Status
from casework.models import AssistanceRequest
from casework.services.contents import AskedQuestion
from casework.services.transition import perform
from documents.letters import content as c
from documents.letters.samples import request_letter, step_letter
from documents.recognition.recognise import Recognition
from documents.recognition.verdicts import Verdict
from exchange.choices import Disposition
from exchange.models import Arrival, Delivery
from exchange.reading.request import read_request
from exchange.selectors import candidates
from exchange.services.placing import join_by_letter, open_file
from mla_portal.common.errors import NotPermitted, Refusal, StaleVersion
from states.treaties import get_treaty_rules
from tests.casework.pages import signed_in, words
from tests.cast import FullCast
from tests.factories.casework import actor, draft, in_status, incoming, sent
from tests.factories.exchange import arrival, delivered
from tests.factories.states import StateFactory, TreatyFactory


def taken_in(cast: FullCast, **fields: Any) -> tuple[AssistanceRequest, AssistanceRequest]:
    """Our request and the file that the other State's desk opened from it."""
    row = delivered(cast, **fields)
    theirs = open_file(actor(cast.other_state_officer), row.pk)
    return Delivery.objects.get().communication.request, theirs


def test_a_sealed_request_fills_the_whole_file(cast: FullCast) -> None:
    ours, theirs = taken_in(cast, operation_name="Sample Dawn", domestic_reference="K 12/26")
    assert (theirs.direction, theirs.status) == (Direction.INCOMING, Status.RECEIVED)
    assert theirs.counterpart == cast.authority
    assert theirs.counterpart_reference == ours.own_reference
    for name in (
        "competent_authority", "conducting_authority", "conducting_functions", "proceedings_stage", "facts",
        "subject_matter", "purpose", "legal_provisions", "operation_name", "domestic_reference", "urgency",
    ):  # fmt: skip
        assert getattr(theirs, name) == getattr(ours, name), name
    for part, fields in {
        "persons": ("role", "family_name", "given_names", "born_on", "location"),
        "offences": ("crime", "provision", "place"),
        "measures": ("type", "description", "details"),
    }.items():
        mine, copied = getattr(ours, part).get(), getattr(theirs, part).get()
        assert mine.pk != copied.pk
        assert [getattr(mine, name) for name in fields] == [getattr(copied, name) for name in fields]
    communication = theirs.communications.get()
    assert (communication.type, communication.channel) == ("request", "portal")
    assert theirs.documents.get().communication == communication
    row = Arrival.objects.get()
    assert (row.placed_in, row.communication, row.disposition) == (
        theirs,
        communication,
        Disposition.NEW_FILE,
    )


def test_it_is_placed_once(cast: FullCast) -> None:
    row = delivered(cast)
    desk = actor(cast.other_state_officer)
    with pytest.raises(StaleVersion):
        open_file(desk, row.pk, expected_version=99)
    open_file(desk, row.pk, expected_version=row.version)
    with pytest.raises(Refusal, match="done already"):
        open_file(desk, row.pk)
    assert AssistanceRequest.objects.filter(holder=cast.counterpart).count() == 1


@pytest.mark.security
def test_only_the_desk_it_came_to_places_it(cast: FullCast) -> None:
    row = arrival(cast)
    with pytest.raises(Arrival.DoesNotExist):
        open_file(actor(cast.other_state_officer), row.pk, treaty=TreatyFactory.create())
    with pytest.raises(NotPermitted):
        open_file(actor(cast.auditor), row.pk, treaty=TreatyFactory.create())


def examined(cast: FullCast, letter: c.LetterContent, verdict: Verdict = Verdict.SOUND) -> Arrival:
    """An arrival at ours whose letter was found to say this, without the cost of sealing it."""
    row = arrival(cast, sender=cast.counterpart, foreign_reference=letter.reference)
    Arrival.objects.filter(pk=row.pk).update(
        verdict=verdict, data=letter.frozen(), letter_kind=letter.kind, letter_number=letter.number
    )
    row.refresh_from_db()
    return row


@pytest.fixture
def case_sent(cast: FullCast, case: AssistanceRequest) -> AssistanceRequest:
    """A request of ours that is with the other State."""
    AssistanceRequest.objects.filter(pk=case.pk).update(status=Status.SENT)
    return AssistanceRequest.objects.get(pk=case.pk)


@pytest.fixture
def case(cast: FullCast) -> AssistanceRequest:
    return draft(cast)


def measure_term() -> c.Term:
    return c.Term(code="take_evidence_statements", label="Statements")


def condition(code: str = "use_limitation") -> c.Condition:
    return c.Condition(type=c.Term(code=code, label=code), text=c.Passage(text="Only in this case."))


ANSWERS: dict[str, tuple[c.StepLetter, Status]] = {
    "receipt": (step_letter("receipt"), Status.SENT),
    "acknowledgement": (step_letter("acknowledgement"), Status.ACKNOWLEDGED),
    "questions": (
        step_letter("questions").model_copy(
            update={"questions": (c.Question(number=3, text=c.Passage(text="Which court?"), measure=1),)}
        ),
        Status.INFORMATION_ASKED,
    ),
    "decision": (
        step_letter("decision").model_copy(
            update={
                "decisions": (
                    c.MeasureDecision(
                        number=1,
                        measure=measure_term(),
                        decision=c.Term(code="granted_with_conditions", label="Granted"),
                        conditions=(condition(),),
                    ),
                )
            }
        ),
        Status.IN_EXECUTION,
    ),
    "results": (
        step_letter("results").model_copy(
            update={
                "measures": (
                    c.MeasureResult(
                        number=1, measure=measure_term(), outcome=c.Term(code="executed", label="Executed")
                    ),
                ),
                "items": (),
                "conditions": (condition(),),
                "enclosures": (),
                "is_complete": True,
            }
        ),
        Status.EXECUTED,
    ),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_each_answer_moves_our_file_as_its_data_say(
    cast: FullCast, case_sent: AssistanceRequest, kind: str
) -> None:
    letter, status = ANSWERS[kind]
    row = examined(cast, letter)
    moved = join_by_letter(actor(cast.drafter), row.pk, case_sent.pk)
    assert moved.status == status
    row.refresh_from_db()
    assert row.placed_in == moved
    assert row.communication is not None
    assert row.communication.documents.count() == 1
    match kind:
        case "questions":
            question = moved.questions.get()
            assert (question.number, question.text, question.measure) == (
                3, "Which court?", moved.measures.get(),
            )  # fmt: skip
        case "decision":
            assert moved.decisions.get().measure == moved.measures.get()
            assert moved.conditions.get().text == "Only in this case."
        case "results":
            assert moved.measures.get().outcome == "executed"
            assert moved.conditions.get().communication == row.communication


@pytest.mark.parametrize(
    ("is_complete", "codes", "status", "outcome"),
    [
        (False, ["executed"], Status.EXECUTED_IN_PART, "executed"),
        (True, ["not_executed"], Status.EXECUTED, "not_executed"),
        (True, ["executed", "not_executed"], Status.EXECUTED, "executed_in_part"),
    ],
)
def test_results_are_final_where_the_letter_says_so_and_several_outcomes_are_one_in_part(
    cast: FullCast, case_sent: AssistanceRequest, is_complete: bool, codes: list[str], status: Status,
    outcome: str,
) -> None:  # fmt: skip
    results = tuple(
        c.MeasureResult(number=1, measure=measure_term(), outcome=c.Term(code=code, label=code))
        for code in codes
    )
    letter = ANSWERS["results"][0].model_copy(update={"measures": results, "is_complete": is_complete})
    moved = join_by_letter(actor(cast.drafter), examined(cast, letter).pk, case_sent.pk)
    assert (moved.status, moved.measures.get().outcome) == (status, outcome)


def test_a_letter_about_a_measure_that_the_file_lacks_is_refused_whole(
    cast: FullCast, case_sent: AssistanceRequest
) -> None:
    letter = ANSWERS["questions"][0].model_copy(
        update={"questions": (c.Question(number=1, text=c.Passage(text="?"), measure=7),)}
    )
    row = examined(cast, letter)
    with pytest.raises(Refusal, match="measure 7"):
        join_by_letter(actor(cast.drafter), row.pk, case_sent.pk)
    case_sent.refresh_from_db()
    assert case_sent.status == Status.SENT
    assert not case_sent.documents.exists()


@pytest.mark.security
def test_a_letter_of_another_state_does_not_get_into_the_file(
    cast: FullCast, case_sent: AssistanceRequest
) -> None:
    row = examined(cast, ANSWERS["acknowledgement"][0])
    Arrival.objects.filter(pk=row.pk).update(sender=None, sender_state=StateFactory.create(code="EE"))
    with pytest.raises(Refusal, match="came from"):
        join_by_letter(actor(cast.drafter), row.pk, case_sent.pk)


@pytest.mark.security
@pytest.mark.parametrize("verdict", [Verdict.CONTRADICTION, Verdict.WRONG_SENDER, Verdict.DUPLICATE])
def test_data_that_are_not_to_be_relied_on_fill_nothing(
    cast: FullCast, case_sent: AssistanceRequest, verdict: Verdict
) -> None:
    row = examined(cast, ANSWERS["acknowledgement"][0], verdict)
    with pytest.raises(Refusal, match="by hand"):
        join_by_letter(actor(cast.drafter), row.pk, case_sent.pk, confirmed="By telephone.")
    request = examined(cast, request_letter(), verdict)
    opened = open_file(actor(cast.drafter), request.pk, treaty=TreatyFactory.create())
    assert opened.facts == ""
    assert not opened.persons.exists()


def test_a_letter_whose_seal_proves_nothing_is_used_once_an_officer_confirmed_it(
    cast: FullCast, case_sent: AssistanceRequest
) -> None:
    row = examined(cast, ANSWERS["acknowledgement"][0], Verdict.UNTRUSTED)
    with pytest.raises(Refusal) as refused:
        join_by_letter(actor(cast.drafter), row.pk, case_sent.pk)
    assert set(refused.value.fields) == {"confirmed"}
    join_by_letter(actor(cast.drafter), row.pk, case_sent.pk, confirmed="By telephone with LV-MOJ.")
    row.refresh_from_db()
    assert row.reason == "By telephone with LV-MOJ."


def test_nothing_of_a_full_request_is_lost_in_the_file(db: None) -> None:
    StateFactory.create(code="SI")
    letter = request_letter()
    read = read_request(letter, get_treaty_rules("ljubljana-the-hague"))
    kept = repr(read)
    for text in (
        letter.facts, letter.purpose, letter.procedure, letter.legal_provisions,
        *(person.name for person in letter.persons),
        *(person.location for person in letter.persons),
        *(alias for person in letter.persons for alias in person.aliases),
        *(measure.description for measure in letter.measures),
        *(detail.value for measure in letter.measures for detail in measure.details),
        *letter.conditions, *(letter.override.missing if letter.override else ()),
    ):  # fmt: skip
        assert repr(text)[1:-1] in kept
    assert [row["is_protected"] for row in read.parts["persons"]] == [False, False, True]


def test_matches_say_why_and_doubtful_ones_are_marked(cast: FullCast, case_sent: AssistanceRequest) -> None:
    answer = ANSWERS["acknowledgement"][0].model_copy(
        update={"counterpart_reference": case_sent.own_reference.lower()}
    )
    [sure] = candidates(cast.drafter, examined(cast, answer))
    assert sure.request == case_sent
    assert sure.is_sure
    assert case_sent.own_reference.lower() in sure.reasons[0]
    person = request_letter().persons[0].model_copy(update={"name": "Анна Взорец", "aliases": ()})
    request = request_letter().model_copy(
        update={"persons": (person,), "counterpart_reference": "", "reference": "LV 1"}
    )
    [doubtful] = candidates(cast.drafter, examined(cast, request))
    assert not doubtful.is_sure
    assert "Ana Vzorec" in doubtful.reasons[0]
    assert candidates(cast.other_state_officer, examined(cast, request)) == []


def test_an_officer_takes_a_delivered_request_in_with_one_click(cast: FullCast) -> None:
    row = delivered(cast)
    browser = signed_in(cast.other_state_officer)
    page = browser.get(reverse("exchange:arrival", args=[row.pk]))
    assert "The letter is sound" in words(page)
    assert "In May 1992 an armed unit" in words(page)
    form = page.context["open_form"]
    assert set(form.fields) == {"version", "title"}
    sent_form = {name: str(form[name].value()) for name in form.fields}
    placed = browser.post(reverse("exchange:open", args=[row.pk]), sent_form, follow=True)
    assert placed.status_code == 200
    theirs = AssistanceRequest.objects.get(holder=cast.counterpart)
    assert placed.redirect_chain[-1][0] == reverse("requests:case", args=[theirs.pk])
    receipt = reverse("requests:letter-new", args=[theirs.pk, "receipt"])
    assert receipt in browser.get(reverse("exchange:arrival", args=[row.pk])).content.decode()
    assert browser.get(receipt).status_code == 200
    again = browser.post(reverse("exchange:open", args=[row.pk]), sent_form)
    assert again.status_code == 409


def test_what_came_on_paper_is_entered_by_hand_in_the_file_chosen(
    cast: FullCast, case_sent: AssistanceRequest
) -> None:
    row = arrival(cast, sender=cast.counterpart, foreign_reference=case_sent.own_reference)
    browser = signed_in(cast.drafter)
    page = browser.get(reverse("exchange:arrival", args=[row.pk]))
    assert [one.request for one in page.context["candidates"]] == [case_sent]
    join = {"version": "1", "file": str(case_sent.pk)}
    chosen = browser.post(reverse("exchange:join", args=[row.pk]), join)
    enter = reverse("exchange:enter", args=[row.pk, case_sent.pk])
    assert chosen.headers["Location"] == enter
    assert "Acknowledgement" in words(browser.get(enter))
    form = browser.get(f"{enter}?type=acknowledgement").context["form"]
    assert "channel" not in form.fields
    done = browser.post(f"{enter}?type=acknowledgement", {"version": "1", "text": "They have it."})
    assert done.status_code == 302
    case_sent.refresh_from_db()
    assert case_sent.status == Status.ACKNOWLEDGED
    communication = case_sent.communications.get(type="acknowledgement")
    assert (communication.channel, communication.documents.count()) == ("paper", 1)


def test_a_revised_letter_finds_every_row_by_the_id_that_it_bears(cast: FullCast) -> None:
    ours, theirs = taken_in(cast)
    for part in ("persons", "offences", "measures"):
        assert getattr(theirs, part).get().sent_id == getattr(ours, part).get().pk, part


def test_what_revises_a_returned_request_is_offered_for_its_file_first(cast: FullCast) -> None:
    theirs = in_status(incoming(cast), Status.RETURNED)
    row = arrival(cast, sender=cast.counterpart, foreign_reference=theirs.counterpart_reference)
    page = signed_in(cast.drafter).get(reverse("exchange:arrival", args=[row.pk]))
    assert page.context["returned"].request == theirs
    assert "If this revises it, enter it in this file." in words(page)
    in_status(theirs, Status.FORMAL_CHECK)
    assert signed_in(cast.drafter).get(page.request["PATH_INFO"]).context["returned"] is None


def test_the_answer_on_paper_is_entered_at_the_question_it_answers(cast: FullCast) -> None:
    asked = incoming(cast)
    perform(actor(cast.drafter), asked.pk, "acknowledge", sent())
    perform(actor(cast.drafter), asked.pk, "ask_information", sent(questions=(AskedQuestion("Where?"),)))
    row = arrival(cast, sender=cast.counterpart)
    enter = reverse("exchange:enter", args=[row.pk, asked.pk]) + "?type=supplement"
    browser = signed_in(cast.drafter)
    assert "1. Where?" in words(browser.get(enter))
    browser.post(enter, {"version": "1", "answer_1": "In the yard."})
    asked.refresh_from_db()
    assert (asked.status, asked.questions.get().answer) == (Status.FORMAL_CHECK, "In the yard.")


@pytest.mark.security
def test_a_file_of_somebody_else_cannot_be_named(cast: FullCast) -> None:
    foreign = incoming(cast)
    AssistanceRequest.objects.filter(pk=foreign.pk).update(holder=cast.counterpart)
    row = arrival(cast)
    browser = signed_in(cast.drafter)
    for file in (foreign.pk, UUID(int=7)):
        refused = browser.post(reverse("exchange:join", args=[row.pk]), {"version": "1", "file": str(file)})
        assert refused.status_code == 422
    assert browser.get(reverse("exchange:enter", args=[row.pk, foreign.pk])).status_code == 404


def test_a_recognition_is_told_in_the_language_of_its_reader() -> None:
    assert Recognition(Verdict.NO_SEAL).sentence.startswith("This PDF bears no seal")
