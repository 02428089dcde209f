"""The statistics against a scenario of both directions, walked through the services and counted by hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from casework.choices import AdverseStep, DecisionType
from casework.models import AssistanceRequest
from casework.selectors import statistics
from casework.selectors.durations import durations
from casework.selectors.statistics import FIGURES, Asked
from casework.services.communications import Particulars
from casework.services.contents import AskedQuestion, Considered, Decided, Failing
from casework.services.results import Said, perform_assignment
from casework.services.transition import perform
from documents.choices import LetterStatus
from documents.models import Letter
from mla_portal.accounts.actors import Actor, Channel
from mla_portal.accounts.models import User
from states.treaties import get_treaty_rules
from tests.factories.casework import Cast, actor, draft, incoming, received, sent
from tests.factories.documents import VersionFactory
from tests.factories.execution import given_to, returned

FIRST, LAST = date(2026, 3, 1), date(2026, 5, 31)
GROUND = next(g.code for g in get_treaty_rules("ljubljana-the-hague").grounds if g.effect == "refusal")


@dataclass
class Walk:
    """Does acts on their days."""

    cast: Cast
    travel: Callable[[datetime], Any]

    def on(self, month: int, day: int) -> None:
        self.travel(datetime(2026, month, day, 9, tzinfo=UTC))

    def do(
        self,
        day: tuple[int, int],
        case: AssistanceRequest,
        name: str,
        given: Particulars,
        by: User | None = None,
    ) -> None:
        self.on(*day)
        if given.passed_on:
            given = replace(given, passed_on=date(2026, *day))
        perform(actor(by or self.cast.drafter, fresh_second_factor=True), case.pk, name, given)

    def made(self, month: int, day: int) -> AssistanceRequest:
        """A request drafted, approved, sealed and sent on one day."""
        self.on(month, day)
        case = draft(self.cast)
        drafter, approver = actor(self.cast.drafter), actor(self.cast.approver, fresh_second_factor=True)
        perform(drafter, case.pk, "submit")
        perform(approver, case.pk, "approve")
        perform(approver, case.pk, "seal")
        letter = Letter.objects.latest("number")
        letter.status, letter.version = LetterStatus.READY, VersionFactory.create()
        letter.save(update_fields=["status", "version"])
        perform(Actor(None, Channel.TASK), case.pk, "letter_ready")
        perform(drafter, case.pk, "send", sent())
        return case

    def came(self, month: int, day: int) -> AssistanceRequest:
        self.on(month, day)
        return incoming(self.cast)

    def refusal(self, case: AssistanceRequest) -> Decided:
        measure = case.measures.get().pk
        return Decided(DecisionType.REFUSED, measure=measure, ground=GROUND, reasons="As the law says.")


@pytest.fixture
def walk(cast: Cast) -> Iterator[Walk]:
    with time_machine.travel(datetime(2026, 3, 1, 9, tzinfo=UTC)) as traveller:
        yield Walk(cast, traveller.move_to)


@pytest.fixture
def scenario(walk: Walk) -> Asked:
    """Seven outgoing files and five incoming, of which one was only a draft; and one of another State."""
    _outgoing(walk)
    _incoming(walk)
    other = walk.cast
    incoming(
        other, by=other.other_state_officer, holder=other.counterpart, counterpart=other.authority,
        counterpart_state=other.authority.state,
    )  # fmt: skip
    walk.on(5, 31)
    return Asked(walk.cast.authority, FIRST, LAST)


def _outgoing(walk: Walk) -> None:
    approver = walk.cast.approver
    executed = walk.made(3, 2)
    walk.do((3, 9), executed, "acknowledged", received())
    walk.do((3, 16), executed, "information_asked", received())
    walk.do((3, 26), executed, "supply_information", sent())
    walk.do((4, 1), executed, "execution_begun", received())
    walk.do((5, 6), executed, "results", received())
    walk.do((5, 8), executed, "close", Particulars())
    walk.do((3, 20), walk.made(3, 3), "returned", received())
    walk.do((4, 15), walk.made(3, 10), "refused", received(ground=GROUND))
    walk.do((4, 10), walk.made(3, 12), "postponed", received())
    walk.do((4, 9), walk.made(4, 1), "withdraw", sent(reason="No longer needed."), approver)
    walk.on(4, 2)
    walk.do((4, 2), draft(walk.cast), "discard", Particulars(reason="A mistake."))
    in_part = walk.made(5, 4)
    outcomes = {in_part.measures.get().pk: "executed_in_part"}
    walk.do((5, 20), in_part, "results_in_part", received(outcomes=outcomes))


def _incoming(walk: Walk) -> None:
    approver, prosecutor = walk.cast.approver, walk.cast.prosecutor
    granted = walk.came(3, 4)
    walk.do((3, 5), granted, "acknowledge", sent())
    walk.do((3, 9), granted, "ask_information", sent(questions=(AskedQuestion("Which court?"),)))
    walk.do((3, 19), granted, "information_received", received(answers={1: "The District Court."}))
    walk.do((3, 20), granted, "pass_formal_check", Particulars())
    decided = Decided(DecisionType.GRANTED, measure=granted.measures.get().pk)
    walk.do((3, 23), granted, "propose_decision", Particulars(decisions=(decided,)))
    walk.do((3, 25), granted, "grant", sent(), approver)
    given = given_to(walk.cast, granted)
    for user, name, said in (
        (prosecutor, "accept", Said()), (prosecutor, "return_results", returned()),
        (walk.cast.drafter, "release", Said()),
    ):  # fmt: skip
        perform_assignment(actor(user), given.pk, name, said)
    walk.do((4, 27), granted, "transmit_results", sent(), approver)
    failing = Failing("facts", "Say what happened.")
    walk.do((3, 11), walk.came(3, 6), "return_request", sent(failings=(failing,)), approver)
    walk.do((3, 13), walk.came(3, 11), "forward", sent())
    refused = walk.came(3, 16)
    walk.do((3, 17), refused, "acknowledge", sent())
    walk.do((3, 18), refused, "pass_formal_check", Particulars())
    considered = Considered(AdverseStep.REFUSE, ground=GROUND, reasons="As the law says.")
    walk.do((3, 20), refused, "consult", sent(considered=(considered,)))
    walk.do((4, 1), refused, "consultation_answered", received())
    walk.do((4, 2), refused, "propose_decision", Particulars(decisions=(walk.refusal(refused),)))
    walk.do((4, 7), refused, "refuse", sent(), approver)
    walk.came(5, 25)


def counted(**figures: int) -> dict[str, int]:
    return dict.fromkeys(FIGURES, 0) | figures


OUTGOING = counted(
    made=6, granted=1, refused=1, postponed=1, returned=1, executed=1, executed_in_part=1, withdrawn=1,
    closed=1, pending=2,
)  # fmt: skip
INCOMING = counted(received=5, granted=1, refused=1, returned=1, forwarded=1, executed=1, pending=1)

EVENTS = {
    ("incoming", "act", "acknowledge"): 2,
    ("incoming", "act", "ask_information"): 1,
    ("incoming", "act", "consult"): 1,
    ("incoming", "act", "consultation_answered"): 1,
    ("incoming", "act", "forward"): 1,
    ("incoming", "act", "grant"): 1,
    ("incoming", "act", "information_received"): 1,
    ("incoming", "act", "pass_formal_check"): 2,
    ("incoming", "act", "propose_decision"): 2,
    ("incoming", "act", "refuse"): 1,
    ("incoming", "act", "return_request"): 1,
    ("incoming", "act", "transmit_results"): 1,
    ("incoming", "received", "request"): 5,
    ("outgoing", "act", "acknowledged"): 1,
    ("outgoing", "act", "approve"): 6,
    ("outgoing", "act", "close"): 1,
    ("outgoing", "act", "discard"): 1,
    ("outgoing", "act", "execution_begun"): 1,
    ("outgoing", "act", "information_asked"): 1,
    ("outgoing", "act", "letter_ready"): 6,
    ("outgoing", "act", "postponed"): 1,
    ("outgoing", "act", "refused"): 1,
    ("outgoing", "act", "results"): 1,
    ("outgoing", "act", "results_in_part"): 1,
    ("outgoing", "act", "returned"): 1,
    ("outgoing", "act", "seal"): 6,
    ("outgoing", "act", "send"): 6,
    ("outgoing", "act", "submit"): 6,
    ("outgoing", "act", "supply_information"): 1,
    ("outgoing", "act", "withdraw"): 1,
}


def ended(in_time: int = 0, late: int = 0, overdue: int = 0, running: int = 0) -> dict[str, int]:
    return {"in_time": in_time, "late": late, "paused": 0, "overdue": overdue, "running": running}


DEADLINES = {
    ("incoming", "acknowledgement_due"): ended(in_time=4, running=1),
    ("incoming", "answer_expected"): ended(in_time=1),
    ("incoming", "consultation_reply_expected"): ended(in_time=1),
    ("incoming", "decision_due"): ended(in_time=2),
    ("incoming", "execution_due"): ended(in_time=1),
    ("incoming", "formal_check_due"): ended(in_time=2),
    # The first answered in time and the fifth withdrew in time; the others were returned, refused, postponed
    # and answered in part after their two weeks.
    ("outgoing", "acknowledgement_expected"): ended(in_time=2, late=4),
    ("outgoing", "execution_expected"): ended(in_time=1),
    ("outgoing", "information_supply"): ended(in_time=1),
    ("outgoing", "progress_inquiry"): ended(in_time=1),
    ("outgoing", "results_review"): ended(in_time=1, running=1),
    ("outgoing", "revision"): ended(overdue=1),
}

# Direction, step, files, then days: median and 90th percentile, and both without the pauses.
DURATIONS = [
    ("incoming", "executed", 1, 54, 54, 44, 44),
    ("incoming", "refused", 1, 22, 22, 10, 10),
    ("incoming", "in_execution", 1, 21, 21, 11, 11),
    ("incoming", "formal_check", 2, 1, 1, 1, 1),
    ("incoming", "information_awaited", 1, 5, 5, 5, 5),
    ("incoming", "legal_check", 2, 9, 14.6, 4, 5.6),
    ("incoming", "consultation", 1, 4, 4, 4, 4),
    ("incoming", "decision", 2, 18, 18.8, 7, 8.6),
    ("incoming", "returned", 1, 5, 5, 5, 5),
    ("incoming", "forwarded", 1, 2, 2, 2, 2),
    ("outgoing", "acknowledged", 1, 7, 7, 7, 7),
    ("outgoing", "information_asked", 1, 14, 14, 14, 14),
    ("outgoing", "information_supplied", 1, 24, 24, 14, 14),
    ("outgoing", "in_execution", 1, 30, 30, 20, 20),
    ("outgoing", "executed", 1, 65, 65, 55, 55),
    ("outgoing", "executed_in_part", 1, 16, 16, 16, 16),
    ("outgoing", "refused", 1, 36, 36, 36, 36),
    ("outgoing", "postponed", 1, 29, 29, 29, 29),
    ("outgoing", "returned", 1, 17, 17, 17, 17),
    ("outgoing", "withdrawn", 1, 8, 8, 8, 8),
    ("outgoing", "closed", 1, 67, 67, 57, 57),
]


def test_everything_registered_is_counted_as_a_hand_counts_it(cast: Cast, scenario: Asked) -> None:
    reader = cast.auditor
    assert statistics.figures(reader, scenario) == {("incoming", ""): INCOMING, ("outgoing", ""): OUTGOING}
    assert statistics.events(reader, scenario) == EVENTS
    assert statistics.refusals(reader, scenario) == {("incoming", GROUND): 1, ("outgoing", GROUND): 1}
    assert statistics.deadlines(reader, scenario, LAST) == DEADLINES
    told = {
        (row.direction, row.step): (
            row.files, row.median, row.ninetieth, row.net_median, row.net_ninetieth,
        )
        for row in durations(reader, scenario)
    }  # fmt: skip
    assert told == {(row[0], row[1]): pytest.approx(row[2:]) for row in DURATIONS}
    _by_state_kind_measure_crime(cast, scenario)
    _by_month(cast, scenario)
    _narrowed_and_closed_to_others(cast, scenario)


def _by_state_kind_measure_crime(cast: Cast, scenario: Asked) -> None:
    """All are of one State, kind, measure and crime, so each split has one line with all."""
    for by, value in {
        "state": "LV", "kind": "mla", "measure": "take_evidence_statements", "crime": "war_crimes",
    }.items():  # fmt: skip
        split = statistics.figures(cast.auditor, scenario, by)
        assert split == {("incoming", value): INCOMING, ("outgoing", value): OUTGOING}, by


def _by_month(cast: Cast, scenario: Asked) -> None:
    split = statistics.figures(cast.auditor, scenario, "month")
    assert split == {
        ("incoming", "2026-03"): counted(received=4, granted=1, returned=1, forwarded=1),
        ("incoming", "2026-04"): counted(refused=1, executed=1),
        ("incoming", "2026-05"): counted(received=1, pending=1),
        ("outgoing", "2026-03"): counted(made=4, returned=1),
        ("outgoing", "2026-04"): counted(made=1, granted=1, refused=1, postponed=1, withdrawn=1),
        ("outgoing", "2026-05"): counted(made=1, executed=1, executed_in_part=1, closed=1, pending=2),
    }


def _narrowed_and_closed_to_others(cast: Cast, scenario: Asked) -> None:
    april = replace(scenario, first=date(2026, 4, 1), last=date(2026, 4, 30))
    assert statistics.figures(cast.auditor, april)["outgoing", ""] == counted(
        made=1, granted=1, refused=1, postponed=1, withdrawn=1, pending=2
    )
    only = replace(scenario, narrowed={"direction": "incoming", "measure": "take_evidence_statements"})
    assert statistics.figures(cast.auditor, only) == {("incoming", ""): INCOMING}
    none = replace(scenario, narrowed={"crime": "genocide"})
    assert statistics.figures(cast.auditor, none) == {}
    assert statistics.figures(cast.other_state_officer, scenario) == {}
    assert statistics.events(cast.outsider, scenario) == {}
    assert durations(cast.other_state_officer, scenario) == []
