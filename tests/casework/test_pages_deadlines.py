"""The tab of the deadlines: how each was counted, what the desk does by hand, and what would be if."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.clock import today
from casework.models import AssistanceRequest, Deadline
from casework.services.clocks import set_deadline
from casework.services.transition import perform
from tests.casework.pages import signed_in, url, words
from tests.factories.casework import Cast, actor, in_status, received


@pytest.fixture
def counted(cast: Cast, request_in_draft: AssistanceRequest) -> AssistanceRequest:
    """In execution since 30 September 2026: results are expected by 29 December."""
    request = in_status(request_in_draft, "acknowledged")
    began = received(passed_on=date(2026, 9, 30))
    return perform(actor(cast.drafter), request.pk, "execution_begun", began)


def tab(case: AssistanceRequest) -> str:
    return url("case-tab", case, tab="deadlines")


def test_the_tab_says_how_a_deadline_was_counted(cast: Cast, counted: AssistanceRequest) -> None:
    page = words(signed_in(cast.auditor).get(tab(counted)))
    assert "29 Dec 2026" in page
    assert "90 days from 30 Sep 2026 · days off of" in page
    assert "Office policy: Office policy (Not verified)" in page
    assert "25 Dec 2026 Christmas Day (" in page
    assert "Set a deadline" not in page


def test_the_desk_sets_pauses_resumes_and_ends(cast: Cast, counted: AssistanceRequest) -> None:
    desk = signed_in(cast.drafter)
    day = today(cast.authority) + timedelta(days=2)
    given = {"text": "Call Riga", "due_on": day.isoformat(), "reason": "Agreed by telephone"}
    assert desk.post(url("deadline-set", counted), given).status_code == 302
    period, fixed = counted.deadlines.get(code="execution_expected"), counted.deadlines.get(code="by_hand")
    for deadline, act in ((period, "pause"), (period, "resume"), (fixed, "end")):
        done = desk.post(
            url("deadline-act", counted, deadline_id=deadline.pk, act=act), {"reason": f"To {act}"}
        )
        assert done.status_code == 302
    page = words(desk.get(tab(counted)))
    assert "Met or stopped" in page
    assert ": To pause" in page


def test_what_was_typed_is_kept_and_the_field_says_what_is_wrong(
    cast: Cast, counted: AssistanceRequest
) -> None:
    desk = signed_in(cast.drafter)
    refused = desk.post(
        url("deadline-set", counted), {"text": "Call Riga", "due_on": "2020-01-01", "reason": "Agreed"}
    )
    assert refused.status_code == 409
    assert "This day has passed." in words(refused)
    assert 'value="Call Riga"' in refused.content.decode()
    deadline = counted.deadlines.get()
    refused = desk.post(url("deadline-act", counted, deadline_id=deadline.pk, act="end"), {"reason": ""})
    assert refused.status_code == 422
    assert f'id="why-end-{deadline.pk}"' in refused.content.decode()
    assert Deadline.objects.get().ended_at is None


def test_there_is_no_other_act(cast: Cast, counted: AssistanceRequest) -> None:
    deadline = counted.deadlines.get()
    address = url("deadline-act", counted, deadline_id=deadline.pk, act="forget")
    assert signed_in(cast.drafter).post(address, {"reason": "-"}).status_code == 404


def test_what_would_be_if_is_told_on_the_page(cast: Cast, counted: AssistanceRequest) -> None:
    page = signed_in(cast.drafter).get(tab(counted), {"act": "results", "on": "2026-12-18"})
    said = words(page)
    assert "It would end." in said
    assert "It would start." in said
    assert "4 Jan 2027" in said  # two weeks later is New Year's Day in both States


@pytest.mark.parametrize("asked", [{"act": "results", "on": "9999-12-31"}, {"act": "nothing", "on": "x"}])
def test_what_cannot_be_counted_is_said_at_the_field(
    cast: Cast, counted: AssistanceRequest, asked: dict[str, str]
) -> None:
    page = signed_in(cast.drafter).get(tab(counted), asked)
    assert page.status_code == 200
    assert page.context["what_if_form"].errors


def test_the_tab_costs_the_same_for_many_deadlines(cast: Cast, counted: AssistanceRequest) -> None:
    desk = signed_in(cast.drafter)
    desk.get(tab(counted))
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get(tab(counted))
    for number in range(8):
        set_deadline(
            actor(cast.drafter), counted.pk, text=f"No. {number}", due_on=today(cast.authority), reason="-"
        )
    with CaptureQueriesContext(connection) as many:
        desk.get(tab(counted))
    assert len(many) == len(few)
