"""Reminders: who is told when, once, and what an e-mail does not say. And the list of all that is due."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.clock import today
from casework.models import AssistanceRequest, Deadline, Reminder
from casework.services.clocks import end_deadline, set_deadline
from casework.services.drafting import update_section
from casework.services.reminders import (
    mail_reminders,
    prepare_chasers,
    read_reminders,
    remind,
    remind_all,
)
from casework.services.transition import perform
from mla_portal.common.errors import Refusal
from states.models import Membership
from tests.casework.pages import signed_in, url, words
from tests.factories.casework import Cast, actor, draft, in_status, received


def due(cast: Cast, case: AssistanceRequest, days: int) -> Deadline:
    """Something due in so many days; before today it was set earlier."""
    deadline = set_deadline(
        actor(cast.drafter), case.pk, text=f"In {days}", due_on=today(cast.authority), reason="-"
    )
    deadline.due_on += timedelta(days=days)
    deadline.save(update_fields=["due_on"])
    return deadline


def told() -> set[tuple[str, str]]:
    rows = Reminder.objects.select_related("recipient")
    return {(row.stage, row.recipient.email) for row in rows}


@pytest.mark.parametrize(
    ("days", "stage", "people"),
    [
        (4, "", ()),
        (3, "soon", ("drafter",)),
        (0, "today", ("drafter",)),
        (-1, "overdue", ("drafter", "approver")),
    ],
)
def test_the_officer_is_told_before_and_on_the_day_and_the_approvers_once_it_is_overdue(
    cast: Cast, request_in_draft: AssistanceRequest, days: int, stage: str, people: tuple[str, ...]
) -> None:
    due(cast, request_in_draft, days)
    remind(cast.authority)
    assert told() == {(stage, getattr(cast, person).email) for person in people}


def test_nobody_is_told_twice_and_a_day_that_moved_is_told_again(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    deadline = due(cast, request_in_draft, 0)
    assert [remind(cast.authority), remind(cast.authority)] == [1, 0]
    Deadline.objects.filter(pk=deadline.pk).update(due_on=deadline.due_on + timedelta(days=2))
    assert remind(cast.authority) == 1


def test_what_is_paused_or_ended_reminds_nobody(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    ended, paused = due(cast, request_in_draft, 0), due(cast, request_in_draft, 1)
    end_deadline(actor(cast.drafter), request_in_draft.pk, ended.pk, reason="Met.")
    Deadline.objects.filter(pk=paused.pk).update(paused_on=today(cast.authority))
    assert remind(cast.authority) == 0


@pytest.mark.security
def test_nobody_is_told_of_a_file_above_their_confidentiality(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    update_section(actor(cast.drafter), request_in_draft.pk, "addressee", {"confidentiality": 3}, seen=None)
    Membership.objects.filter(user=cast.approver).update(confidentiality=2)
    due(cast, request_in_draft, -1)
    remind(cast.authority)
    assert told() == {("overdue", cast.drafter.email)}


def test_a_file_without_an_officer_is_told_to_the_approvers(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    request_in_draft.assignments.all().delete()
    due(cast, request_in_draft, 0)
    remind(cast.authority)
    assert told() == {("today", cast.approver.email)}


def test_an_authority_is_reminded_in_its_own_morning(
    cast: Cast, request_in_draft: AssistanceRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(cast, request_in_draft, -1)
    type(cast.authority).objects.update(is_hosted=True)
    monkeypatch.setattr("casework.services.reminders.MORNING", 24)
    assert remind_all() == 0
    monkeypatch.setattr("casework.services.reminders.MORNING", 0)
    assert remind_all() == 2


@pytest.mark.security
def test_an_e_mail_names_a_reference_and_a_link_and_goes_once(
    cast: Cast, request_in_draft: AssistanceRequest, settings: Any
) -> None:
    due(cast, request_in_draft, 0)
    remind(cast.authority)
    assert mail_reminders() == 0
    settings.REMINDERS_BY_MAIL = True
    assert [mail_reminders(), mail_reminders()] == [1, 0]
    (message,) = mail.outbox
    assert message.to == [cast.drafter.email]
    assert message.subject == f"{request_in_draft.own_reference}: Due today"
    assert message.body.split() == [
        request_in_draft.own_reference,
        f"{settings.PUBLIC_URL}/requests/{request_in_draft.pk}/deadlines",
    ]


def test_an_e_mail_that_fails_is_sent_with_the_next_run(
    cast: Cast, request_in_draft: AssistanceRequest, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(cast, request_in_draft, 0)
    remind(cast.authority)
    settings.REMINDERS_BY_MAIL = True

    def refuse(*given: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("casework.services.reminders.send_mail", refuse)
        assert mail_reminders() == 0
    assert mail_reminders() == 1


def test_what_the_counterpart_owes_and_is_overdue_has_a_chaser_ready_to_seal_once(
    cast: Cast, sent_out: AssistanceRequest
) -> None:
    sent_out.deadlines.update(due_on=today(cast.counterpart) - timedelta(days=1))
    remind(cast.authority)
    prepare_chasers()
    prepare_chasers()
    chaser = sent_out.communications.get(type="chaser")
    assert chaser.passed_on is None


def test_what_we_owe_ourselves_has_no_chaser(cast: Cast, sent_out: AssistanceRequest) -> None:
    due(cast, sent_out, -1)
    remind(cast.authority)
    prepare_chasers()
    assert not sent_out.communications.filter(type="chaser").exists()


@pytest.mark.security
def test_one_reads_ones_own_reminders_alone(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    due(cast, request_in_draft, 0)
    remind(cast.authority)
    reminder = Reminder.objects.get()
    with pytest.raises(Refusal):
        read_reminders(actor(cast.approver), [reminder.pk])
    desk = signed_in(cast.drafter)
    assert "Due today" in words(desk.get(url("due")))
    assert desk.post(url("reminders-read"), {"reminder": [reminder.pk]}).status_code == 302
    assert "Due today" not in words(desk.get(url("due")))
    assert signed_in(cast.drafter).post(url("reminders-read"), {"reminder": ["x"]}).status_code == 409


def test_the_list_shows_what_is_due_by_day_and_costs_the_same_for_many(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    request = in_status(request_in_draft, "acknowledged")
    perform(actor(cast.drafter), request.pk, "execution_begun", received())
    due(cast, request, -2)
    desk = signed_in(cast.drafter)
    desk.get(url("due"), {"ahead": "365"})
    with CaptureQueriesContext(connection) as few:
        page = desk.get(url("due"), {"ahead": "365"})
    assert [[row.what for row in rows] for _day, rows in page.context["days"]] == [
        ["In -2"], ["Results expected (office policy)"],
    ]  # fmt: skip
    for number in range(6):
        due(cast, draft(cast), number)
    with CaptureQueriesContext(connection) as many:
        desk.get(url("due"), {"ahead": "365"})
    assert len(many) == len(few)


@pytest.mark.security
@pytest.mark.parametrize("person", ["other_state_officer", "outsider", "administrator", "prosecutor"])
def test_nobody_else_sees_what_is_due_here(
    cast: Cast, request_in_draft: AssistanceRequest, person: str
) -> None:
    due(cast, request_in_draft, 0)
    page = signed_in(getattr(cast, person)).get(url("due"))
    assert page.context["days"] == []
