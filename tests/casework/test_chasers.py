"""Chasers: numbered, after how many working days another is prepared, when it stops, and who is told then."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from casework.choices import ReminderStage, Status
from casework.clock import today
from casework.models import AssistanceRequest, ChaserPolicy, Communication, Deadline, Reminder
from casework.services import correspondence
from casework.services.chasers import prepare_chaser
from casework.services.reminders import prepare_chasers, remind
from tests.factories.casework import Cast, actor, draft, in_status


def overdue(cast: Cast, case: AssistanceRequest) -> Deadline:
    AssistanceRequest.objects.filter(pk=case.pk).update(next_due_on=today(cast.authority))
    return Deadline.objects.create(
        request=in_status(case, Status.SENT),
        code="acknowledgement_expected",
        due_on=today(cast.counterpart) - timedelta(days=3),
        basis="policy",
    )


def sent_days_ago(chaser: Communication | None, cast: Cast, days: int) -> None:
    assert chaser is not None
    day = today(cast.authority) - timedelta(days=days)
    Communication.objects.filter(pk=chaser.pk).update(passed_on=day)
    Deadline.objects.update(chased_on=day)


def number(chaser: Communication | None) -> int:
    assert chaser is not None
    return int(chaser.data["chaser_number"])


def test_a_further_chaser_waits_for_the_working_days_of_the_policy(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    ChaserPolicy.objects.create(authority=cast.authority, again_after=3, most=3)
    deadline = overdue(cast, request_in_draft)
    case = request_in_draft.pk
    first = prepare_chaser(case, deadline.pk)
    assert (number(first), prepare_chaser(case, deadline.pk)) == (1, first)
    sent_days_ago(first, cast, 2)
    assert prepare_chaser(case, deadline.pk) is None
    sent_days_ago(first, cast, 10)
    second = prepare_chaser(case, deadline.pk)
    assert number(second) == 2
    sent_days_ago(second, cast, 10)
    assert number(prepare_chaser(case, deadline.pk)) == 3


def test_after_the_last_chaser_the_approvers_are_told_once_and_none_is_prepared(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    ChaserPolicy.objects.create(authority=cast.authority, again_after=3, most=1)
    deadline = overdue(cast, request_in_draft)
    remind(cast.authority)
    prepare_chasers()
    (chaser,) = request_in_draft.communications.filter(type="chaser")
    told = Reminder.objects.filter(stage=ReminderStage.CHASED)
    assert not told.exists()
    sent_days_ago(chaser, cast, 10)
    prepare_chasers()
    prepare_chasers()
    assert [row.recipient for row in told] == [cast.approver]
    assert request_in_draft.communications.filter(type="chaser").count() == 1
    assert deadline.ended_at is None


def test_a_discarded_chaser_is_not_prepared_again_at_once(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    deadline = overdue(cast, request_in_draft)
    first = prepare_chaser(request_in_draft.pk, deadline.pk)
    assert first is not None
    correspondence.discard(actor(cast.drafter), first.pk)
    assert prepare_chaser(request_in_draft.pk, deadline.pk) is None
    Deadline.objects.update(chased_on=today(cast.authority) - timedelta(days=30))
    assert number(prepare_chaser(request_in_draft.pk, deadline.pk)) == 1


def test_a_deadline_that_moved_or_rests_has_no_chaser(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    deadline = overdue(cast, request_in_draft)
    remind(cast.authority)
    Deadline.objects.filter(pk=deadline.pk).update(due_on=today(cast.counterpart) + timedelta(days=30))
    prepare_chasers()
    Deadline.objects.filter(pk=deadline.pk).update(due_on=deadline.due_on, paused_on=deadline.due_on)
    prepare_chasers()
    assert not request_in_draft.communications.filter(type="chaser").exists()


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_prepare_one_chaser(transactional_db: None) -> None:
    cast = Cast()
    case = draft(cast)
    overdue(cast, case)
    remind(cast.authority)

    def beat() -> None:
        try:
            prepare_chasers()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        for done in [hands.submit(beat) for _ in range(4)]:
            done.result(timeout=120)
    assert case.communications.filter(type="chaser").count() == 1
