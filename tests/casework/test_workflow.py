"""The guard lets through what the tables say, and nothing else: every status, transition and role."""

from itertools import product

import pytest

from casework.choices import CommunicationDirection, Direction, Status
from casework.models import AssistanceRequest
from casework.policies import available_transitions
from casework.services.correspond import correspond
from casework.services.transition import perform
from casework.workflow import (
    INCOMING_ASSISTANCE,
    OUTGOING_ASSISTANCE,
    TABLES,
    Act,
    Automatic,
    Correspondence,
    Reception,
    TransitionTable,
)
from mla_portal.accounts.actors import Actor
from mla_portal.accounts.models import User
from mla_portal.common.errors import Refusal
from tests.factories.casework import Cast, actor, draft, in_status, incoming, received

PEOPLE = ("drafter", "colleague", "approver", "auditor", "prosecutor", "other_state_officer", "outsider")
ALLOWED = {
    "drafter": {"officer"},
    "colleague": {"officer"},
    "approver": {"approver"},
}
EVERY_STATUS = [
    pytest.param(table, status, id=f"{table.direction}-{status}")
    for table in TABLES.values()
    for status in table.statuses
]
EVERY_TABLE = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: str(table.direction))


def file_of(cast: Cast, table: TransitionTable) -> AssistanceRequest:
    """A file of this table, also given to the prosecutors."""
    request = incoming(cast) if table.direction == Direction.INCOMING else draft(cast)
    request.assignments.create(authority=cast.prosecutors, assigned_by=cast.drafter)
    return request


def may(person: str, rule: object) -> bool:
    return bool(ALLOWED.get(person, set()) & {str(role) for role in rule.roles})  # type: ignore[attr-defined]


@pytest.mark.parametrize(("table", "status"), EVERY_STATUS)
def test_every_person_is_offered_exactly_what_the_table_gives_their_role(
    cast: Cast, table: TransitionTable, status: Status
) -> None:
    request = in_status(file_of(cast, table), status)
    for person in PEOPLE:
        user: User = getattr(cast, person)
        offered = {rule.name for rule in available_transitions(request, actor(user))}
        expected = {r.name for r in table.rules.values() if status in r.sources and may(person, r)}
        assert offered == expected, person


@pytest.mark.parametrize(("table", "status"), EVERY_STATUS)
def test_what_the_table_does_not_say_is_refused(cast: Cast, table: TransitionTable, status: Status) -> None:
    request = in_status(file_of(cast, table), status)
    names = {name for other in TABLES.values() for name in other.rules}
    for name, person in product(sorted(names), PEOPLE):
        user: User = getattr(cast, person)
        rule = table.get(name)
        if rule and status in rule.sources and may(person, rule):
            continue
        with pytest.raises((Refusal, AssistanceRequest.DoesNotExist)):
            perform(actor(user, fresh_second_factor=True), request.pk, name)
        request.refresh_from_db()
        assert request.status == status, (name, person)


@pytest.mark.parametrize(("table", "status"), EVERY_STATUS)
def test_nothing_passes_that_the_table_does_not_let_pass(
    cast: Cast, table: TransitionTable, status: Status
) -> None:
    request = in_status(file_of(cast, table), status)
    passing = {(row.direction, row.type) for row in table.correspondence if status in row.sources}
    kinds = {row.type for other in TABLES.values() for row in other.correspondence}
    for direction, kind, person in product(CommunicationDirection, sorted(kinds), PEOPLE):
        if (direction, kind) in passing and person in ALLOWED:
            continue
        with pytest.raises((Refusal, AssistanceRequest.DoesNotExist)):
            correspond(actor(getattr(cast, person)), request.pk, direction, kind, received())
    assert not request.communications.exclude(type="request").exists()


def test_nobody_performs_what_the_portal_does_by_itself(cast: Cast) -> None:
    request = in_status(file_of(cast, OUTGOING_ASSISTANCE), Status.SEALING)
    with pytest.raises(Refusal):
        perform(actor(cast.approver, fresh_second_factor=True), request.pk, "letter_ready")
    assert perform(Actor.portal(), request.pk, "letter_ready").status == Status.SEALED


@EVERY_TABLE
def test_the_portal_performs_nothing_else_by_itself(cast: Cast, table: TransitionTable) -> None:
    request = file_of(cast, table)
    for rule in table.rules.values():
        if isinstance(rule.cause, Automatic):
            continue
        with pytest.raises(Refusal):
            perform(Actor.portal(), in_status(request, min(rule.sources)).pk, rule.name)


def test_what_the_requested_authority_did_always_arrives_as_a_received_communication() -> None:
    theirs = {
        Status.ACKNOWLEDGED,
        Status.INFORMATION_ASKED,
        Status.CONSULTATION,
        Status.IN_EXECUTION,
        Status.EXECUTED,
        Status.EXECUTED_IN_PART,
        Status.REFUSED,
        Status.POSTPONED,
        Status.RETURNED,
    }
    for rule in OUTGOING_ASSISTANCE.rules.values():
        assert isinstance(rule.cause, Reception) == (rule.target in theirs), rule.name


@EVERY_TABLE
def test_what_moves_a_file_is_never_also_said_to_leave_it_where_it_is(table: TransitionTable) -> None:
    def twice(row: Correspondence) -> set[str]:
        moving = {
            status
            for rule in table.rules.values()
            for status in rule.sources & row.sources
            if (isinstance(rule.cause, Reception) and rule.cause.communication == row.type)
        }
        return moving if row.direction == CommunicationDirection.RECEIVED else set()

    partial = {"supplement"}  # an answer to some of the questions leaves the file where it is
    assert not [row for row in table.correspondence if twice(row) and row.type not in partial]


def test_approving_and_sealing_need_four_eyes_and_sealing_a_second_factor() -> None:
    approve, seal = OUTGOING_ASSISTANCE.rules["approve"].cause, OUTGOING_ASSISTANCE.rules["seal"].cause
    assert isinstance(approve, Act)
    assert isinstance(seal, Act)
    assert approve.four_eyes
    assert seal.four_eyes
    assert seal.second_factor


@pytest.mark.parametrize("name", ["grant", "refuse", "postpone"])
def test_a_decision_needs_four_eyes_and_consultation(name: str) -> None:
    rule = INCOMING_ASSISTANCE.rules[name]
    assert isinstance(rule.cause, Act)
    assert rule.cause.four_eyes
    assert "consulted" in rule.requires
