"""The guard lets through what the table says, and nothing else: every status, transition and role."""

from itertools import product

import pytest

from casework.choices import Status
from casework.models import AssistanceRequest
from casework.policies import available_transitions
from casework.services.transition import perform
from casework.workflow import OUTGOING_ASSISTANCE, Act, Automatic, Reception
from mla_portal.accounts.actors import Actor
from mla_portal.accounts.models import User
from mla_portal.common.errors import Refusal
from tests.factories.casework import Cast, actor, draft, in_status

TABLE = OUTGOING_ASSISTANCE
PEOPLE = ("drafter", "colleague", "approver", "auditor", "prosecutor", "other_state_officer", "outsider")
ALLOWED = {
    "drafter": {"officer"},
    "colleague": {"officer"},
    "approver": {"approver"},
}


@pytest.fixture
def file_with_everything(cast: Cast) -> AssistanceRequest:
    request = draft(cast)
    request.assignments.create(authority=cast.prosecutors, assigned_by=cast.drafter)
    return request


@pytest.mark.parametrize("status", TABLE.statuses)
def test_every_person_is_offered_exactly_what_the_table_gives_their_role(
    cast: Cast, file_with_everything: AssistanceRequest, status: Status
) -> None:
    request = in_status(file_with_everything, status)
    for person in PEOPLE:
        user: User = getattr(cast, person)
        offered = {rule.name for rule in available_transitions(request, actor(user))}
        expected = {
            rule.name
            for rule in TABLE.rules.values()
            if status in rule.sources and ALLOWED.get(person, set()) & {str(role) for role in rule.roles}
        }
        assert offered == expected, person


@pytest.mark.parametrize("status", TABLE.statuses)
def test_what_the_table_does_not_say_is_refused(
    cast: Cast, file_with_everything: AssistanceRequest, status: Status
) -> None:
    request = in_status(file_with_everything, status)
    for rule, person in product(TABLE.rules.values(), PEOPLE):
        user: User = getattr(cast, person)
        if status in rule.sources and ALLOWED.get(person, set()) & {str(role) for role in rule.roles}:
            continue
        with pytest.raises((Refusal, AssistanceRequest.DoesNotExist)):
            perform(actor(user, fresh_second_factor=True), request.pk, rule.name)
        request.refresh_from_db()
        assert request.status == status, (rule.name, person)


def test_nobody_performs_what_the_portal_does_by_itself(
    cast: Cast, file_with_everything: AssistanceRequest
) -> None:
    request = in_status(file_with_everything, Status.SEALING)
    with pytest.raises(Refusal):
        perform(actor(cast.approver, fresh_second_factor=True), request.pk, "letter_ready")
    assert perform(Actor.portal(), request.pk, "letter_ready").status == Status.SEALED


def test_the_portal_performs_nothing_else_by_itself(file_with_everything: AssistanceRequest) -> None:
    for rule in TABLE.rules.values():
        if isinstance(rule.cause, Automatic):
            continue
        request = in_status(file_with_everything, min(rule.sources))
        with pytest.raises(Refusal):
            perform(Actor.portal(), request.pk, rule.name)


def test_what_the_counterpart_did_always_arrives_as_a_received_communication() -> None:
    theirs = {
        Status.ACKNOWLEDGED,
        Status.INFORMATION_ASKED,
        Status.IN_EXECUTION,
        Status.EXECUTED,
        Status.EXECUTED_IN_PART,
        Status.REFUSED,
        Status.POSTPONED,
    }
    for rule in TABLE.rules.values():
        assert isinstance(rule.cause, Reception) == (rule.target in theirs), rule.name


def test_approving_and_sealing_need_four_eyes_and_sealing_a_second_factor() -> None:
    approve, seal = TABLE.rules["approve"].cause, TABLE.rules["seal"].cause
    assert isinstance(approve, Act)
    assert isinstance(seal, Act)
    assert approve.four_eyes
    assert seal.four_eyes
    assert seal.second_factor
