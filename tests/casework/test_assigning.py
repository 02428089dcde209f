"""Which authority is proposed for a measure, and what giving it a measure opens to it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError

from casework.choices import MeasureOutcome, PersonExtent, Status
from casework.clock import today
from casework.models import AssistanceRequest, CaseDocument, MeasureAssignment, RoutingRule
from casework.selectors.routing import propose_authority
from casework.services.desk import assign, grant_sight
from casework.services.execution import Instructions, assign_measure
from mla_portal.accounts.models import User
from mla_portal.common.errors import NotPermitted, Refusal
from states.choices import AuthorityKind
from states.models import Membership
from tests.cast import FullCast
from tests.factories.casework import actor, in_status
from tests.factories.execution import given_to, in_execution
from tests.factories.states import AuthorityFactory, StateFactory


@pytest.fixture
def cast(db: None) -> FullCast:
    return FullCast()


@pytest.fixture
def request_in_execution(cast: FullCast) -> AssistanceRequest:
    return in_execution(cast)


def rule(cast: FullCast, **fields: Any) -> RoutingRule:
    values = {"central": cast.authority, "competent": cast.prosecutors, **fields}
    row = RoutingRule(**values)
    row.full_clean()
    row.save()
    return row


def seen_by(user: Any) -> int:
    user = User.objects.get(pk=user.pk) if isinstance(user, User) else user
    return MeasureAssignment.objects.visible_to(user).count()


def test_only_the_authority_it_was_given_to_and_the_holder_see_an_assigned_measure(
    cast: FullCast, request_in_execution: AssistanceRequest
) -> None:
    given_to(cast, request_in_execution)
    seeing = (cast.prosecutor, cast.drafter, cast.approver, cast.auditor, cast.client.service_account)
    blind = (
        AnonymousUser(), cast.outsider, cast.policeman, cast.other_state_officer, cast.administrator,
        cast.other_state_client.service_account,
    )  # fmt: skip
    assert [seen_by(user) for user in seeing] == [1] * len(seeing)
    assert [seen_by(user) for user in blind] == [0] * len(blind)


def test_an_assigned_measure_opens_nothing_else_of_the_file(
    cast: FullCast, request_in_execution: AssistanceRequest
) -> None:
    given_to(cast, request_in_execution)
    assert not AssistanceRequest.objects.visible_to(cast.prosecutor).exists()
    assert not CaseDocument.objects.visible_to(cast.prosecutor).exists()


def test_sight_of_the_whole_file_by_grant_or_assignment_shows_no_assigned_measure(
    cast: FullCast, request_in_execution: AssistanceRequest
) -> None:
    given_to(cast, request_in_execution)
    assign(actor(cast.drafter), request_in_execution.pk, to=cast.police)
    grant_sight(actor(cast.approver), request_in_execution.pk, cast.outsider)
    assert (seen_by(cast.policeman), seen_by(cast.outsider)) == (0, 0)


def test_nobody_sees_an_assigned_measure_above_their_level(
    cast: FullCast, request_in_execution: AssistanceRequest
) -> None:
    given_to(cast, request_in_execution)
    AssistanceRequest.objects.filter(pk=request_in_execution.pk).update(confidentiality=3)
    Membership.objects.filter(user__in=(cast.prosecutor, cast.colleague)).update(confidentiality=2)
    assert (seen_by(cast.prosecutor), seen_by(cast.colleague), seen_by(cast.drafter)) == (0, 0, 1)


@pytest.mark.parametrize("who", ["auditor", "prosecutor", "policeman", "other_state_officer", "outsider"])
def test_only_the_holders_desk_gives_measures(
    cast: FullCast, request_in_execution: AssistanceRequest, who: str
) -> None:
    measure = request_in_execution.measures.get()
    with pytest.raises((NotPermitted, ObjectDoesNotExist)):
        assign_measure(
            actor(getattr(cast, who)), request_in_execution.pk, measure.pk, cast.police, Instructions()
        )


def test_a_measure_is_given_only_while_the_file_is_in_execution(cast: FullCast) -> None:
    for status in set(Status) - {Status.IN_EXECUTION, Status.EXECUTED_IN_PART}:
        request = in_status(in_execution(cast), status)
        with pytest.raises(Refusal, match="in execution"):
            given_to(cast, request)


def test_a_measure_is_not_given_to_other_kinds_of_authority_or_another_state(
    cast: FullCast, request_in_execution: AssistanceRequest
) -> None:
    theirs = AuthorityFactory.create(kind=AuthorityKind.COMPETENT, state=StateFactory.create(code="LV"))
    for authority in (cast.authority, cast.counterpart, theirs):
        with pytest.raises(Refusal) as refusal:
            given_to(cast, request_in_execution, authority)
        assert "authority" in refusal.value.fields


def test_a_refused_measure_is_not_given(cast: FullCast, request_in_execution: AssistanceRequest) -> None:
    request_in_execution.measures.update(outcome=MeasureOutcome.REFUSED)
    with pytest.raises(Refusal, match="not granted"):
        given_to(cast, request_in_execution)


def test_a_measure_runs_once_with_an_authority_and_may_run_with_two(
    cast: FullCast, request_in_execution: AssistanceRequest
) -> None:
    given_to(cast, request_in_execution)
    given_to(cast, request_in_execution, cast.police)
    with pytest.raises(Refusal, match="has this measure already"):
        given_to(cast, request_in_execution)


def test_persons_documents_and_measures_of_another_file_are_refused(
    cast: FullCast, request_in_execution: AssistanceRequest
) -> None:
    other = in_execution(cast)
    person = other.persons.get()
    for given in ({"persons": {person.pk: PersonExtent.FULL}}, {"documents": [uuid4()]}):
        with pytest.raises(Refusal, match="not of this file"):
            given_to(cast, request_in_execution, **given)
    with pytest.raises(ObjectDoesNotExist):
        assign_measure(
            actor(cast.drafter),
            request_in_execution.pk,
            other.measures.get().pk,
            cast.prosecutors,
            Instructions(),
        )
    assert not MeasureAssignment.objects.exists()


def test_a_day_that_has_passed_is_refused_at_its_field(
    cast: FullCast, request_in_execution: AssistanceRequest
) -> None:
    with pytest.raises(Refusal) as refusal:
        given_to(cast, request_in_execution, due_on=today(cast.authority) - timedelta(days=1))
    assert set(refusal.value.fields) == {"due_on"}


def test_a_rule_matches_by_measure_crime_and_place_in_any_spelling(
    cast: FullCast, request_in_execution: AssistanceRequest
) -> None:
    measure = request_in_execution.measures.get()
    rule(cast, measures=["take_evidence_statements"], crimes=["war_crimes"], places=["SÂMPLE ĊITY", "Ruše"])
    candidate = propose_authority(measure)[0]
    assert candidate.authority == cast.prosecutors
    assert candidate.why == (
        "Competent for the measure “Taking evidence or statements from persons”, the crime “War crimes”, "
        "the place “SÂMPLE ĊITY” by a routing rule of your authority (priority 100)."
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"measures": ["freezing"]},
        {"crimes": ["genocide"]},
        {"places": ["Maribor"]},
        {"places": ["Samp"]},
        {"measures": ["take_evidence_statements"], "places": ["Maribor"]},
    ],
)
def test_a_rule_that_does_not_fit_in_one_point_proposes_nothing(
    cast: FullCast, request_in_execution: AssistanceRequest, fields: dict[str, Any]
) -> None:
    rule(cast, **fields)
    assert propose_authority(request_in_execution.measures.get()) == []


def test_lower_numbers_come_first_then_the_closer_rule_and_each_authority_once(
    cast: FullCast, request_in_execution: AssistanceRequest
) -> None:
    court = AuthorityFactory.create(kind=AuthorityKind.COMPETENT)
    rule(cast, competent=cast.police)
    rule(cast, competent=cast.prosecutors, crimes=["war_crimes"])
    rule(cast, competent=cast.prosecutors, priority=200)
    rule(cast, competent=court, priority=10, note="Hearings", is_sample=True)
    candidates = propose_authority(request_in_execution.measures.get())
    assert [candidate.authority for candidate in candidates] == [court, cast.prosecutors, cast.police]
    assert candidates[0].why == "Competent for every measure by a sample rule (priority 10)."


def test_the_rules_of_another_central_authority_propose_nothing(
    cast: FullCast, request_in_execution: AssistanceRequest
) -> None:
    theirs = AuthorityFactory.create(kind=AuthorityKind.COMPETENT, state=cast.counterpart.state)
    rule(cast, central=cast.counterpart, competent=theirs)
    assert propose_authority(request_in_execution.measures.get()) == []


def test_a_rule_refuses_unknown_codes_and_an_authority_of_another_state(cast: FullCast) -> None:
    with pytest.raises(ValidationError) as error:
        rule(cast, competent=cast.counterpart, measures=["invented"], crimes=["theft"])
    assert set(error.value.message_dict) == {"competent", "measures", "crimes"}
