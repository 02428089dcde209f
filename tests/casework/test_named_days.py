"""The days that a request names move with it, and the old day stays in the record with why."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from casework.choices import CommunicationDirection, CommunicationType, Status
from casework.deadlines import apply, stated
from casework.letters import compose
from casework.models import AssistanceRequest, Deadline, DeadlineMove
from casework.services import correspondence
from casework.services.clocks import end_deadline
from casework.services.communications import Particulars
from casework.services.contents import NewDay
from casework.services.correspond import correspond, take_in
from casework.services.drafting import remove_part, save_part, update_section
from casework.services.incoming import take_revised
from casework.services.transition import perform
from casework.workflow import table_for
from mla_portal.audit.models import AuditEvent
from mla_portal.common.errors import Refusal
from tests.casework.pages import signed_in, url, words
from tests.factories.casework import Cast, actor, in_status, incoming, received, sent

HEARING = {
    "type": "videoconference_hearing",
    "description": "Hear the witness.",
    "details": {"hearing_at": "2027-05-03T10:00"},
}
SOON, LATER = date(2027, 4, 15), date(2027, 6, 1)


def running(case: AssistanceRequest) -> dict[str, Deadline]:
    return {row.code: row for row in case.deadlines.filter(ended_at=None, basis="request")}


def moves(case: AssistanceRequest) -> list[tuple[date, date, str]]:
    rows = DeadlineMove.objects.filter(deadline__request=case).order_by("id")
    return [(row.moved_from, row.moved_to, row.cause) for row in rows]


@pytest.fixture
def theirs(cast: Cast) -> AssistanceRequest:
    case = incoming(cast)
    AssistanceRequest.objects.filter(pk=case.pk).update(time_limit=SOON)
    perform(actor(cast.approver), case.pk, "return_request", sent(reason="The facts are missing."))
    perform(actor(cast.drafter), case.pk, "resubmitted", received())
    return case


def test_a_revised_request_moves_the_days_that_it_names(cast: Cast, theirs: AssistanceRequest) -> None:
    assert running(theirs)["needed_by"].due_on == SOON
    desk = actor(cast.drafter)
    take_revised(desk, theirs.pk, sections={"time_limit": LATER, "custody_until": SOON}, parts={})
    assert {code: row.due_on for code, row in running(theirs).items()} == {
        "needed_by": LATER, "custody_until": SOON,
    }  # fmt: skip
    assert moves(theirs) == [(SOON, LATER, "revised")]
    (event,) = AuditEvent.objects.filter(verb="request.deadline_moved")
    assert event.data["before"] == SOON.isoformat()
    shown = words(signed_in(cast.drafter).get(url("case-tab", theirs, tab="deadlines")))
    assert "The revised request changed it (Request," in shown
    theirs.refresh_from_db()
    assert theirs.next_due_on is not None


def test_a_day_that_the_revised_request_names_no_more_ends(cast: Cast, theirs: AssistanceRequest) -> None:
    take_revised(actor(cast.drafter), theirs.pk, sections={"time_limit": None}, parts={})
    assert running(theirs) == {}
    assert AuditEvent.objects.filter(verb="request.deadline_named_no_more").exists()


def test_a_day_that_an_officer_ended_stays_ended(cast: Cast, theirs: AssistanceRequest) -> None:
    desk = actor(cast.drafter)
    end_deadline(desk, theirs.pk, running(theirs)["needed_by"].pk, reason="They said so.")
    take_revised(desk, theirs.pk, sections={"facts": "More."}, parts={})
    assert running(theirs) == {}


def ours(cast: Cast, case: AssistanceRequest, status: Status) -> AssistanceRequest:
    """A request of ours that has passed, with a hearing and a time limit."""
    desk = actor(cast.drafter)
    update_section(desk, case.pk, "handling", {"time_limit": SOON}, seen=None)
    save_part(desk, case.pk, "measures", HEARING)
    assert running(case) == {}, "Nothing is due before the request was sent."
    for row in stated(AssistanceRequest.objects.get(pk=case.pk)):
        row.save()
    return in_status(case, status)


def test_a_returned_request_that_is_changed_moves_its_days_and_sending_it_again_keeps_them(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    desk, case = actor(cast.drafter), ours(cast, request_in_draft, Status.DRAFT)
    update_section(desk, case.pk, "handling", {"time_limit": LATER}, seen=None)
    hearing = case.measures.get(type=HEARING["type"])
    details: Any = {"hearing_at": "2027-05-20T09:00"}
    save_part(desk, case.pk, "measures", {"details": details}, part_id=hearing.pk)
    assert moves(case) == [(SOON, LATER, "changed"), (date(2027, 5, 3), date(2027, 5, 20), "changed")]
    kept = {row.pk for row in running(case).values()}
    rule = table_for(case.kind, case.direction).get("send")
    assert rule is not None
    apply(AssistanceRequest.objects.get(pk=case.pk), rule, on=timezone.localdate())
    assert {row.pk for row in running(case).values()} == kept
    remove_part(desk, case.pk, "measures", hearing.pk)
    assert list(running(case)) == ["needed_by"]


def test_a_supplement_of_ours_moves_the_days_it_changes_and_its_letter_says_so(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    desk, case = actor(cast.drafter), ours(cast, request_in_draft, Status.SENT)
    hearing = case.measures.get(type=HEARING["type"])
    days = (NewDay("needed_by", LATER.isoformat()), NewDay("hearing_at", "2027-05-20T09:00", hearing.pk))
    letter = correspondence.prepare(desk, case.pk, CommunicationType.SUPPLEMENT, Particulars(days=days))
    assert running(case)["needed_by"].due_on == SOON
    said: Any = compose(letter, number="1", signatory=None)
    assert [(day.number, day.day, day.before) for day in said.days] == [
        (None, LATER, SOON), (2, date(2027, 5, 20), date(2027, 5, 3)),
    ]  # fmt: skip
    perform_by_paper = Particulars(channel="paper", passed_on=timezone.localdate(), days=days)
    correspondence.discard(desk, letter.pk)
    correspond(desk, case.pk, CommunicationDirection.ISSUED, CommunicationType.SUPPLEMENT, perform_by_paper)
    assert [cause for _from, _to, cause in moves(case)] == ["supplement", "supplement"]
    hearing.refresh_from_db()
    case.refresh_from_db()
    assert (case.time_limit, hearing.details["hearing_at"]) == (LATER, "2027-05-20T09:00")


def test_a_supplement_of_theirs_moves_our_deadlines(cast: Cast, theirs: AssistanceRequest) -> None:
    days = (NewDay("needed_by", LATER.isoformat()),)
    take_in(actor(cast.drafter), theirs.pk, CommunicationType.SUPPLEMENT, received(days=days))
    assert moves(theirs) == [(SOON, LATER, "supplement")]


@pytest.mark.parametrize(
    "day", [NewDay("facts", "2027-01-01"), NewDay("needed_by", "soon"), NewDay("needed_by", "2027-13-01")]
)
def test_a_day_that_the_request_does_not_name_is_refused(
    cast: Cast, theirs: AssistanceRequest, day: NewDay
) -> None:
    with pytest.raises(Refusal) as refused:
        take_in(actor(cast.drafter), theirs.pk, CommunicationType.SUPPLEMENT, received(days=(day,)))
    assert "days" in refused.value.fields


def test_the_page_of_a_supplement_asks_for_the_days(cast: Cast, theirs: AssistanceRequest) -> None:
    desk = signed_in(cast.drafter)
    page = url("letter-received", theirs, name="supplement")
    assert "Days of the request that change" in words(desk.get(page))
    theirs.refresh_from_db()
    given = {
        "version": theirs.version,
        "channel": "email",
        "passed_on": (timezone.localdate()).isoformat(),
        "newday_needed_by": LATER.isoformat(),
    }
    assert desk.post(page, given | {"newday_needed_by": "x"}).status_code == 422
    assert desk.post(page, given).status_code == 302
    assert running(theirs)["needed_by"].due_on == LATER
    assert timedelta(0) < LATER - SOON
