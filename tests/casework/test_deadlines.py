"""How the deadlines of a file are counted, whose days off they leave out, and where their days end."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from casework.choices import Status
from casework.clock import days_left, today
from casework.deadlines import words_of
from casework.models import AssistanceRequest, Deadline, DeadlinePolicy
from casework.selectors.clocks import Change, acts_with_clocks, what_if
from casework.services.clocks import end_deadline, pause_deadline, resume_deadline, set_deadline
from casework.services.communications import Particulars
from casework.services.desk import assign
from casework.services.drafting import save_part, update_section
from casework.services.transition import perform
from casework.workflow import TransitionRule
from documents.models import Letter
from documents.services import production
from mla_portal.audit.models import AuditEvent
from mla_portal.common.errors import NotPermitted, Refusal
from states.models import Authority
from states.treaties.vocabulary import DayUnit
from tests.factories.casework import Cast, actor, draft, in_status, received, sent

WEDNESDAY = date(2026, 9, 30)


@pytest.fixture
def sent_request(cast: Cast, request_in_draft: AssistanceRequest) -> AssistanceRequest:
    return in_status(request_in_draft, Status.ACKNOWLEDGED)


def running(request: AssistanceRequest) -> dict[str, Deadline]:
    return {deadline.code: deadline for deadline in request.deadlines.filter(ended_at=None)}


def test_a_period_keeps_how_it_was_counted(cast: Cast, sent_request: AssistanceRequest) -> None:
    perform(actor(cast.drafter), sent_request.pk, "execution_begun", received(passed_on=WEDNESDAY))
    clock = running(sent_request)["execution_expected"]
    assert (clock.starts_on, clock.days, clock.unit) == (WEDNESDAY, 90, "calendar")
    assert clock.states == ["SI", "LV"]
    assert clock.due_on == date(2026, 12, 29)
    assert clock.basis == "policy"


def test_a_question_pauses_a_period_and_the_answer_counts_it_anew(
    cast: Cast, sent_request: AssistanceRequest
) -> None:
    desk = actor(cast.drafter)
    perform(desk, sent_request.pk, "execution_begun", received(passed_on=WEDNESDAY))
    perform(desk, sent_request.pk, "information_asked", received(passed_on=date(2026, 10, 10)))
    paused = running(sent_request)["execution_expected"]
    assert (paused.due_on, paused.paused_on) == (date(2026, 12, 29), date(2026, 10, 10))
    perform(desk, sent_request.pk, "supply_information", sent(passed_on=date(2026, 10, 12)))
    resumed = running(sent_request)["execution_expected"]
    # Two days later is 31 December, when Latvia rests, as it does on 1 January and Slovenia on the 2nd.
    assert (resumed.due_on, resumed.paused_on) == (date(2027, 1, 4), None)
    (pause,) = resumed.pauses.all()
    assert (pause.paused_by, pause.resumed_by) == ("information_asked", "supply_information")


def test_the_day_the_counterpart_set_does_not_move(cast: Cast, sent_request: AssistanceRequest) -> None:
    saturday = date(2026, 10, 31)
    asked = received(passed_on=WEDNESDAY, due_on=saturday)
    perform(actor(cast.drafter), sent_request.pk, "information_asked", asked)
    clock = running(sent_request)["information_supply"]
    assert (clock.due_on, clock.basis, clock.days) == (saturday, "counterpart", None)


@pytest.mark.parametrize(("zone", "left"), [("Pacific/Kiritimati", -1), ("Pacific/Honolulu", 0)])
def test_a_day_ends_where_the_authority_works_that_owes_the_act(
    cast: Cast, sent_request: AssistanceRequest, zone: str, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is already Thursday in Kiritimati, it is still Wednesday in Honolulu."""
    Authority.objects.filter(pk=cast.counterpart.pk).update(time_zone=zone)
    perform(actor(cast.drafter), sent_request.pk, "execution_begun", received(passed_on=WEDNESDAY))
    clock = running(sent_request)["execution_expected"]
    assert clock.time_zone == zone
    clock.due_on = date(2026, 11, 4)
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 4, 12, tzinfo=UTC))
    assert days_left(clock) == left


def test_an_authoritys_own_period_replaces_the_office_policy_and_is_labelled_as_one(
    cast: Cast, sent_request: AssistanceRequest
) -> None:
    DeadlinePolicy.objects.create(
        authority=cast.authority, code="execution_expected", days=10, unit=DayUnit.WORKING
    )
    perform(actor(cast.drafter), sent_request.pk, "execution_begun", received(passed_on=WEDNESDAY))
    clock = running(sent_request)["execution_expected"]
    assert (clock.days, clock.unit, clock.due_on) == (10, "working", date(2026, 10, 14))
    assert (clock.basis, clock.source) == ("policy", "Office policy of SI-MOJ")


def test_the_policy_of_another_authority_counts_nothing_here(
    cast: Cast, sent_request: AssistanceRequest
) -> None:
    DeadlinePolicy.objects.create(authority=cast.counterpart, code="execution_expected", days=10)
    perform(actor(cast.drafter), sent_request.pk, "execution_begun", received(passed_on=WEDNESDAY))
    assert running(sent_request)["execution_expected"].days == 90


STATED_DAYS = {"limitation_on": date(2027, 3, 1), "custody_until": date(2027, 1, 9)}


@pytest.fixture
def with_stated_days(cast: Cast, request_in_draft: AssistanceRequest) -> AssistanceRequest:
    """Sent: it names limitation, the end of custody, and two hearings."""
    desk = actor(cast.drafter)
    update_section(desk, request_in_draft.pk, "handling", STATED_DAYS, seen=None)
    for day in ("2027-01-20T10:30", "2027-02-03T09:00"):
        measure = {"type": "videoconference_hearing", "details": {"hearing_at": day}}
        save_part(desk, request_in_draft.pk, "measures", measure)
    perform(desk, request_in_draft.pk, "submit")
    override = Particulars(override_reason="The hearing is near.")
    perform(actor(cast.approver), request_in_draft.pk, "approve", override)
    perform(actor(cast.approver, fresh_second_factor=True), request_in_draft.pk, "seal")
    production.produce(Letter.objects.get().pk, task="test")
    return perform(desk, request_in_draft.pk, "send", sent())


def test_the_days_the_request_names_are_deadlines_once_it_is_sent(
    with_stated_days: AssistanceRequest,
) -> None:
    stated = with_stated_days.deadlines.filter(basis="request").order_by("due_on")
    assert [(row.code, row.due_on, row.days) for row in stated] == [
        ("custody_until", date(2027, 1, 9), None),
        ("videoconference_hearing.hearing_at", date(2027, 1, 20), None),
        ("videoconference_hearing.hearing_at", date(2027, 2, 3), None),
        ("limitation_on", date(2027, 3, 1), None),
    ]
    hearings = with_stated_days.measures.filter(type="videoconference_hearing")
    assert {row.measure for row in stated if row.measure} == set(hearings)
    assert [words_of(row) for row in stated][:2] == [
        "Custody ends on", "Hearing by videoconference: Proposed date and time",
    ]  # fmt: skip


def test_the_days_the_request_names_end_with_it(cast: Cast, with_stated_days: AssistanceRequest) -> None:
    perform(actor(cast.drafter), with_stated_days.pk, "results", received())
    assert set(running(with_stated_days)) == {"results_review"}


def test_an_officer_sets_a_deadline_with_its_reason(cast: Cast, sent_request: AssistanceRequest) -> None:
    day = today(cast.authority) + timedelta(days=3)
    set_deadline(
        actor(cast.drafter), sent_request.pk, text="Call the liaison magistrate", due_on=day, reason="Agreed"
    )
    sent_request.refresh_from_db()
    (deadline,) = sent_request.deadlines.all()
    assert (words_of(deadline), deadline.basis, deadline.source) == (
        "Call the liaison magistrate", "officer", "Agreed",
    )  # fmt: skip
    assert sent_request.next_due_on == day
    event = AuditEvent.objects.get(verb="request.deadline_set")
    assert event.data == {
        "text": "Call the liaison magistrate", "due_on": day.isoformat(), "reason": "Agreed",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 201}, "text"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"due_on": date(2020, 1, 1)}, "due_on"),
    ],
)
def test_a_deadline_by_hand_says_what_is_wrong_at_its_field(
    cast: Cast, sent_request: AssistanceRequest, changes: dict[str, Any], field: str
) -> None:
    given = {"text": "Call", "due_on": today(cast.authority), "reason": "Agreed", **changes}
    with pytest.raises(Refusal) as refused:
        set_deadline(actor(cast.drafter), sent_request.pk, **given)
    assert field in refused.value.fields
    assert not sent_request.deadlines.exists()


def test_the_same_is_not_due_twice(cast: Cast, sent_request: AssistanceRequest) -> None:
    given = {"text": "Call", "due_on": today(cast.authority), "reason": "Agreed"}
    first = set_deadline(actor(cast.drafter), sent_request.pk, **given)
    with pytest.raises(Refusal):
        set_deadline(actor(cast.drafter), sent_request.pk, **given)
    end_deadline(actor(cast.drafter), sent_request.pk, first.pk, reason="Done.")
    set_deadline(actor(cast.drafter), sent_request.pk, **given)


@pytest.fixture
def ninety_days(cast: Cast, sent_request: AssistanceRequest) -> Deadline:
    perform(actor(cast.drafter), sent_request.pk, "execution_begun", received())
    return running(sent_request)["execution_expected"]


def test_what_is_paused_by_hand_is_resumed_by_hand_alone(
    cast: Cast, sent_request: AssistanceRequest, ninety_days: Deadline
) -> None:
    desk = actor(cast.drafter)
    pause_deadline(desk, sent_request.pk, ninety_days.pk, reason="They have a general strike.")
    perform(desk, sent_request.pk, "information_asked", received())
    perform(desk, sent_request.pk, "supply_information", sent())
    ninety_days.refresh_from_db()
    assert ninety_days.paused_on == today(cast.authority)
    resume_deadline(desk, sent_request.pk, ninety_days.pk, reason="It is over.")
    ninety_days.refresh_from_db()
    assert ninety_days.paused_on is None
    (pause,) = ninety_days.pauses.all()
    assert (pause.reason, pause.paused_by, pause.resumed_on) == (
        "They have a general strike.", "", today(cast.authority),
    )  # fmt: skip
    verbs = AuditEvent.objects.filter(chain=sent_request.audit_chain, verb__contains="deadline_")
    assert list(verbs.order_by("sequence").values_list("verb", flat=True)) == [
        "request.deadline_paused", "request.deadline_resumed",
    ]  # fmt: skip


def test_a_fixed_day_cannot_be_paused(cast: Cast, sent_request: AssistanceRequest) -> None:
    day = set_deadline(
        actor(cast.drafter), sent_request.pk, text="Call", due_on=today(cast.authority), reason="Agreed"
    )
    with pytest.raises(Refusal, match="fixed day"):
        pause_deadline(actor(cast.drafter), sent_request.pk, day.pk, reason="Why not")


@pytest.mark.parametrize("act", [pause_deadline, resume_deadline, end_deadline])
def test_no_clock_is_touched_without_a_reason_nor_after_its_end(
    cast: Cast, sent_request: AssistanceRequest, ninety_days: Deadline, act: Any
) -> None:
    with pytest.raises(Refusal) as refused:
        act(actor(cast.drafter), sent_request.pk, ninety_days.pk, reason=" ")
    assert "reason" in refused.value.fields
    end_deadline(actor(cast.drafter), sent_request.pk, ninety_days.pk, reason="Met.")
    with pytest.raises(Refusal, match="met or stopped"):
        act(actor(cast.drafter), sent_request.pk, ninety_days.pk, reason="Again.")


@pytest.mark.security
@pytest.mark.parametrize("person", ["auditor", "prosecutor"])
def test_only_the_desk_moves_a_clock(
    cast: Cast, sent_request: AssistanceRequest, ninety_days: Deadline, person: str
) -> None:
    assign(actor(cast.drafter), sent_request.pk, to=cast.prosecutors)
    with pytest.raises(NotPermitted):
        end_deadline(actor(getattr(cast, person)), sent_request.pk, ninety_days.pk, reason="Met.")


@pytest.mark.security
def test_a_clock_of_another_file_is_not_found(
    cast: Cast, sent_request: AssistanceRequest, ninety_days: Deadline
) -> None:
    other = draft(cast)
    with pytest.raises(Deadline.DoesNotExist):
        end_deadline(actor(cast.drafter), other.pk, ninety_days.pk, reason="Met.")


def act_of(request: AssistanceRequest, name: str) -> TransitionRule:
    return next(rule for rule in acts_with_clocks(request) if rule.name == name)


def test_what_would_be_if_says_what_then_is_and_stores_nothing(
    cast: Cast, sent_request: AssistanceRequest
) -> None:
    desk = actor(cast.drafter)
    perform(desk, sent_request.pk, "execution_begun", received(passed_on=WEDNESDAY))
    perform(desk, sent_request.pk, "information_asked", received(passed_on=date(2026, 10, 10)))
    before = list(Deadline.objects.values_list("pk", "due_on", "paused_on", "ended_at"))
    told = {
        forecast.deadline.code: forecast
        for forecast in what_if(sent_request, act_of(sent_request, "supply_information"), date(2026, 10, 12))
    }
    assert list(Deadline.objects.values_list("pk", "due_on", "paused_on", "ended_at")) == before
    resumed = told["execution_expected"]
    assert (resumed.change, resumed.due_on) == (Change.RESUMES, date(2027, 1, 4))
    assert (date(2027, 1, 1), "SI") in {(day.day, day.state) for day in resumed.counting.holidays}
    assert told["information_supply"].change == Change.ENDS
    perform(desk, sent_request.pk, "supply_information", sent(passed_on=date(2026, 10, 12)))
    assert running(sent_request)["execution_expected"].due_on == resumed.due_on


def test_if_we_ask_by_friday_the_answer_is_expected_by_then(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    friday = date(2026, 12, 11)
    (forecast,) = what_if(request_in_draft, act_of(request_in_draft, "send"), friday)
    # Two weeks later is Christmas Day, then a weekend.
    assert (forecast.change, forecast.due_on) == (Change.STARTS, date(2026, 12, 28))
    assert [(day.day, day.state) for day in forecast.counting.holidays] == [
        (date(2026, 12, 24), "LV"), (date(2026, 12, 25), "SI"), (date(2026, 12, 25), "LV"),
    ]  # fmt: skip
