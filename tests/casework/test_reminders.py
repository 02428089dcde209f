"""Reminders: who is told when, once, and what an e-mail does not say. And the list of all that is due."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.choices import ConditionType
from casework.clock import today, today_of
from casework.models import AssistanceRequest, Consent, Deadline, Reminder
from casework.selectors.agenda import office_seal
from casework.services.clocks import end_deadline, set_deadline
from casework.services.conditions import Wanted, answer_consent, ask_consent
from casework.services.drafting import update_section
from casework.services.reminders import (
    mail_reminders,
    prepare_chasers,
    read_reminders,
    remind,
    remind_all,
)
from casework.services.transition import perform
from documents.choices import Purpose
from mla_portal.common.errors import Refusal
from states.models import Authority, Membership
from tests.casework.evidence import bind, item_received
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


def consented(cast: Cast, case: AssistanceRequest, days: int) -> Consent:
    """A consent to use an item in another case that ends in so many days."""
    desk = actor(cast.drafter)
    condition = bind(desk, item_received(desk, case), days=200)
    wanted = Wanted(Purpose.EXPORT, "For the court's file.")
    consent = ask_consent(desk, case.pk, condition.pk, wanted)
    now = today(cast.authority)
    answer_consent(desk, case.pk, consent.pk, is_given=True, answered_on=now, until=now, proof="Their note")
    Consent.objects.filter(pk=consent.pk).update(until=now + timedelta(days=days))
    return consent


@pytest.mark.parametrize(
    ("days", "stage", "people"),
    [
        (15, "", ()),
        (14, "soon", ("drafter",)),
        (0, "today", ("drafter",)),
        (-1, "overdue", ("drafter", "approver")),
        (-15, "", ()),
    ],
)
def test_a_consent_that_runs_out_is_told_of_two_weeks_before_and_once(
    cast: Cast, request_in_draft: AssistanceRequest, days: int, stage: str, people: tuple[str, ...]
) -> None:
    consented(cast, request_in_draft, days)
    assert [remind(cast.authority), remind(cast.authority)] == [len(people), 0]
    assert told() == {(stage, getattr(cast, person).email) for person in people}


def test_a_consent_of_a_condition_that_ended_is_told_of_no_more(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    consented(cast, request_in_draft, 3)
    request_in_draft.conditions.update(ended_on=today(cast.authority))
    assert remind(cast.authority) == 0


@pytest.mark.security
def test_a_consent_that_has_run_out_lifts_nothing(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    consent = Consent.objects.get(pk=consented(cast, request_in_draft, 1).pk)
    assert consent.lifts(Purpose.EXPORT, None, None, on=consent.until or date.min)
    assert not consent.lifts(Purpose.EXPORT, None, None, on=date.max)


def test_the_approvers_are_told_once_that_the_certificate_of_the_seal_runs_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert remind(cast.authority) == 0
    ends = office_seal()
    assert ends is not None
    monkeypatch.setattr(
        "casework.services.reminders.SEAL_SOON_DAYS", (ends.expires_at.date() - today(cast.authority)).days
    )
    assert [remind(cast.authority), remind(cast.authority)] == [1, 0]
    assert told() == {("soon", cast.approver.email)}
    assert "certificate of the portal’s seal" in words(signed_in(cast.approver).get(url("due")))


def rows_of(page: Any) -> list[tuple[str, str]]:
    return [(row.source.value, row.what) for _day, rows in page.context["days"] for row in rows]


def test_conditions_consents_and_the_certificate_stand_on_the_list(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    consented(cast, request_in_draft, 20)
    desk = signed_in(cast.drafter)
    item = request_in_draft.documents.get()
    bind(actor(cast.drafter), item, ConditionType.RETURN_BY, days=10)
    kinds = [kind for kind, _what in rows_of(desk.get(url("due")))]
    assert kinds == ["condition", "consent"]
    assert [kind for kind, _what in rows_of(desk.get(url("due"), {"source": "condition"}))] == ["condition"]
    later = rows_of(desk.get(url("due"), {"source": "certificate", "last": "2099-01-01"}))
    assert [kind for kind, _what in later] == ["certificate"]


def test_the_list_is_narrowed_by_days_and_by_officer(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    due(cast, request_in_draft, -3)
    due(cast, request_in_draft, 5)
    due(cast, request_in_draft, 40)
    desk, now = signed_in(cast.approver), today(cast.authority)
    assert [what for _kind, what in rows_of(desk.get(url("due")))] == ["In -3", "In 5"]
    ahead = {"first": str(now), "last": str(now + timedelta(days=50))}
    assert [what for _kind, what in rows_of(desk.get(url("due"), ahead))] == ["In 5", "In 40"]
    assert rows_of(desk.get(url("due"), {"officer": cast.drafter.pk})) != []
    request_in_draft.assignments.all().delete()
    other = draft(cast)
    due(cast, other, 1)
    narrowed = desk.get(url("due"), {"officer": cast.drafter.pk})
    assert [what for _kind, what in rows_of(narrowed)] == ["In 1"]


@pytest.mark.parametrize(
    "asked", [{"first": "2030-02-01", "last": "2030-01-01"}, {"last": "x"}, {"officer": "0"}]
)
def test_days_that_make_no_sense_are_told_at_the_field(cast: Cast, asked: dict[str, str]) -> None:
    page = signed_in(cast.drafter).get(url("due"), asked)
    assert (page.status_code, bool(page.context["form"].errors)) == (422, True)
    assert all(value in page.content.decode() for value in asked.values() if value != "0")


def test_today_is_the_day_of_the_readers_office(
    cast: Cast, request_in_draft: AssistanceRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    days = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Niue"):
        Authority.objects.filter(pk=cast.authority.pk).update(time_zone=zone)
        reader = type(cast.drafter).objects.get(pk=cast.drafter.pk)
        days.add(today_of(reader))
    assert days == {date(2026, 5, 5), date(2026, 5, 4)}


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
    ahead = {"last": str(today(cast.authority) + timedelta(days=365))}
    desk.get(url("due"), ahead)
    with CaptureQueriesContext(connection) as few:
        page = desk.get(url("due"), ahead)
    assert [[row.what for row in rows] for _day, rows in page.context["days"]] == [
        ["In -2"], ["Results expected (office policy)"],
    ]  # fmt: skip
    for number in range(6):
        due(cast, draft(cast), number)
    with CaptureQueriesContext(connection) as many:
        desk.get(url("due"), ahead)
    assert len(many) == len(few)


@pytest.mark.security
@pytest.mark.parametrize("person", ["other_state_officer", "outsider", "administrator", "prosecutor"])
def test_nobody_else_sees_what_is_due_here(
    cast: Cast, request_in_draft: AssistanceRequest, person: str
) -> None:
    due(cast, request_in_draft, 0)
    page = signed_in(getattr(cast, person)).get(url("due"))
    assert page.context["days"] == []
