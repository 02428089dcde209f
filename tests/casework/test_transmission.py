"""The results go out: in part or as a whole, and what of them never does."""

import pytest

from casework.choices import MeasureOutcome, Status
from casework.models import AssistanceRequest, Measure, MeasureAssignment
from casework.services.results import Said, perform_assignment
from casework.services.transition import perform
from mla_portal.accounts.models import User
from mla_portal.common.errors import Refusal
from tests.casework.pages import signed_in, url, words
from tests.cast import FullCast
from tests.factories.casework import actor, sent
from tests.factories.exchange import scan
from tests.factories.execution import given_to, in_execution, returned


@pytest.fixture
def cast(db: None) -> FullCast:
    return FullCast()


@pytest.fixture
def case(cast: FullCast) -> AssistanceRequest:
    return in_execution(cast)


def test_the_page_puts_forward_what_can_be_transmitted_now(cast: FullCast, case: AssistanceRequest) -> None:
    given = given_to(cast, case)

    def lacking() -> set[str]:
        return set(signed_in(cast.approver).get(url("case", case)).context["buttons"].lacking)

    assert lacking() == {"transmit_results", "transmit_results_in_part"}
    form = words(signed_in(cast.approver).get(url("letter-new", case, name="transmit_results")))
    assert "Wait for them, or transmit the results in part." in form
    release(cast, given, cast.prosecutor)
    assert lacking() == {"transmit_results_in_part"}


def test_final_results_name_the_measure_that_has_no_outcome(cast: FullCast, case: AssistanceRequest) -> None:
    Measure.objects.create(request=case, type="search_seizure", position=2)
    release(cast, given_to(cast, case), cast.prosecutor)
    with pytest.raises(Refusal, match="Search and seizure"):
        perform(actor(cast.approver), case.pk, "transmit_results", sent())
    case.measures.filter(position=2).update(outcome=MeasureOutcome.REFUSED)
    assert perform(actor(cast.approver), case.pk, "transmit_results", sent()).status == Status.EXECUTED
    page = signed_in(cast.drafter).get(url("case", case))
    assert [rule.name for rule in page.context["buttons"].forward] == ["close"]
    execution = words(signed_in(cast.drafter).get(url("case-tab", case, tab="execution")))
    assert "It was refused, so nobody executes it." in execution


def test_what_was_postponed_is_taken_up_again_after_the_results_of_the_rest(
    cast: FullCast, case: AssistanceRequest
) -> None:
    Measure.objects.create(request=case, type="search_seizure", position=2, outcome="postponed")
    release(cast, given_to(cast, case), cast.prosecutor)
    perform(actor(cast.approver), case.pk, "transmit_results", sent())
    assert perform(actor(cast.drafter), case.pk, "take_up_again").status == Status.LEGAL_CHECK


def release(cast: FullCast, given: MeasureAssignment, who: User) -> None:
    for user, name, said in (
        (who, "accept", Said()), (who, "return_results", returned()), (cast.drafter, "release", Said()),
    ):  # fmt: skip
        perform_assignment(actor(user), given.pk, name, said)


def test_first_one_part_then_the_rest(cast: FullCast, case: AssistanceRequest) -> None:
    first, second = given_to(cast, case), given_to(cast, case, cast.police)
    approver = actor(cast.approver)
    with pytest.raises(Refusal, match="no released results"):
        perform(approver, case.pk, "transmit_results_in_part", sent())
    release(cast, first, cast.prosecutor)
    with pytest.raises(Refusal, match="still expected from"):
        perform(approver, case.pk, "transmit_results", sent())
    perform(approver, case.pk, "transmit_results_in_part", sent())
    with pytest.raises(Refusal, match="no released results"):
        perform(approver, case.pk, "transmit_results_in_part", sent())
    with pytest.raises(Refusal, match="transmitted to the requesting State already"):
        perform_assignment(actor(cast.drafter), first.pk, "take_back", Said(text="Wrong."))
    release(cast, second, cast.policeman)
    request = perform(approver, case.pk, "transmit_results", sent())
    assert request.status == Status.EXECUTED
    types = [
        row.communication.type
        for row in MeasureAssignment.objects.order_by("id").select_related("communication")
        if row.communication
    ]
    assert types == ["partial_results", "results"]


def test_what_was_not_released_is_not_transmitted(cast: FullCast, case: AssistanceRequest) -> None:
    first, second = given_to(cast, case), accepted_by_police(cast, case)
    perform_assignment(actor(cast.policeman), second.pk, "return_results", returned(), files=[scan()])
    release(cast, first, cast.prosecutor)
    perform(actor(cast.approver), case.pk, "transmit_results_in_part", sent())
    second.refresh_from_db()
    assert second.communication is None


def accepted_by_police(cast: FullCast, case: AssistanceRequest) -> MeasureAssignment:
    given = given_to(cast, case, cast.police)
    return perform_assignment(actor(cast.policeman), given.pk, "accept", Said())
