"""The record holds, or `verify` names the place where it does not."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from zoneinfo import ZoneInfo

import pgtrigger
import pytest
from django.contrib.admin import site
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction
from django.db.models import ProtectedError

from mla_portal.accounts.actors import Actor, Channel
from mla_portal.audit import services
from mla_portal.audit.events import EventType, describe, event_type, registered
from mla_portal.audit.models import AuditChain, AuditCheckpoint, AuditEvent
from mla_portal.audit.services import record, verify
from tests.audit.making import SPOKEN, TRIGGERS, speak
from tests.factories.accounts import UserFactory


@pytest.fixture
def three_events(db: None) -> list[AuditEvent]:
    actor = Actor(UserFactory.create(full_name="Ana Vzorec"), Channel.WEB, address="192.0.2.1")
    return speak("word 1", "word 2", "word 3", actor=actor)


def faults() -> list[str]:
    return [str(fault) for fault in verify(chain="case:1")]


def test_an_untouched_chain_holds(three_events: list[AuditEvent]) -> None:
    assert faults() == []
    assert [event.sequence for event in three_events] == [1, 2, 3]
    assert three_events[1].previous_hash == three_events[0].hash


@pytest.mark.parametrize(
    "operation",
    [
        "UPDATE audit_auditevent SET verb = 'x'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent CASCADE",
        "DELETE FROM audit_auditchain",
        "UPDATE audit_auditchain SET length = 0",
        "UPDATE audit_auditchain SET head = 'x'",
        "UPDATE audit_auditchain SET head = 'x', covered = 1",
        "UPDATE audit_auditchain SET covered = 4",
        "UPDATE audit_auditchain SET key = 'case:2', length = 4",
        "INSERT INTO audit_auditchain VALUES ('two words', 0, '', 0)",
    ],
)
def test_the_database_refuses_to_change_or_delete_the_record(
    three_events: list[AuditEvent], operation: str
) -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(operation)
    assert faults() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "other"),
        ("data", {"who": "Eve", "what": "x"}),
        ("actor_name", "Eve"),
        ("address", ""),
        ("channel", "api"),
    ],
)
def test_an_altered_event_is_named(three_events: list[AuditEvent], column: str, value: object) -> None:
    with pgtrigger.ignore(*TRIGGERS):
        AuditEvent.objects.filter(sequence=2).update(**{column: value})
    assert faults() == ["case:1 event 2: was altered after it was recorded"]


def test_a_removed_event_is_named(three_events: list[AuditEvent]) -> None:
    with pgtrigger.ignore(*TRIGGERS):
        AuditEvent.objects.filter(sequence=2).delete()
    assert "case:1 event 2: events are missing before this one" in faults()


def test_a_cut_off_end_is_named(three_events: list[AuditEvent]) -> None:
    with pgtrigger.ignore(*TRIGGERS):
        AuditEvent.objects.filter(sequence=3).delete()
    assert faults() == ["case:1 event 3: the chain's end does not match its last event"]


def test_a_chain_emptied_whole_is_named(three_events: list[AuditEvent]) -> None:
    with pgtrigger.ignore(*TRIGGERS):
        AuditEvent.objects.all().delete()
    assert faults() == ["case:1 event 3: this and every event before it are missing"]


def test_the_command_fails_loudly_and_names_the_place(three_events: list[AuditEvent]) -> None:
    out, errors = StringIO(), StringIO()
    call_command("verify_audit", stdout=out)
    assert "holds: 3 events in 1 chains" in out.getvalue()
    with pgtrigger.ignore(*TRIGGERS):
        AuditEvent.objects.filter(sequence=2).update(verb="other")
    with pytest.raises(CommandError):
        call_command("verify_audit", stderr=errors)
    assert "case:1 event 2: was altered" in errors.getvalue()


def test_an_event_takes_exactly_the_particulars_it_declares(db: None) -> None:
    with pytest.raises(ValueError, match="takes"):
        record(SPOKEN, chain="case:1", actor=Actor.portal(), who="Ana")
    assert not AuditChain.objects.exists()


def test_what_is_rolled_back_is_not_recorded(three_events: list[AuditEvent]) -> None:
    with transaction.atomic():
        record(SPOKEN, chain="case:1", actor=Actor.portal(), who="Ana", what="no")
        transaction.set_rollback(True)
    assert AuditEvent.objects.count() == 3
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_events_recorded_at_once_form_one_chain() -> None:
    def speak_and_leave(turn: int) -> None:
        try:
            speak(turn)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(speak_and_leave, range(30)))
    assert AuditChain.objects.get(key="case:1").length == 30
    assert faults() == []


@pytest.mark.django_db(transaction=True)
def test_a_chain_may_be_verified_while_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(1, 2)

    def speak_and_leave() -> None:
        try:
            speak(3)
        finally:
            connection.close()

    def meanwhile(event: AuditEvent) -> str:
        """In place of the first digest that is compared: somebody acts while the record is read."""
        monkeypatch.undo()
        pool.submit(speak_and_leave).result(20)
        return event.hash

    with ThreadPoolExecutor(1) as pool:
        monkeypatch.setattr(services, "digest", meanwhile)
        assert list(verify()) == []
    assert AuditEvent.objects.count() == 3
    assert list(verify()) == []


@pytest.mark.parametrize(
    "value",
    [
        1e16,
        1e-7,
        0.1,
        -0.0,
        float("inf"),
        2**70,
        True,
        None,
        "e\u0301 é \u2028 \u0085",
        {"b": 1, "a": [1.50, "x"]},
    ],
    ids=repr,
)
def test_an_event_reads_the_same_however_the_database_writes_its_particulars(db: None, value: object) -> None:
    speak(value)
    assert faults() == []


def test_a_moment_on_the_second_and_another_time_zone_change_no_hash(db: None) -> None:
    event = speak("word")[0]
    event.at = event.at.replace(microsecond=0)
    before = services.digest(event)
    event.at = event.at.astimezone(ZoneInfo("Asia/Kathmandu"))
    assert services.digest(event) == before


def test_whoever_is_in_the_record_cannot_be_deleted(three_events: list[AuditEvent]) -> None:
    assert three_events[0].actor is not None
    with pytest.raises(ProtectedError):
        three_events[0].actor.delete()


def test_no_administration_page_shows_or_changes_the_record() -> None:
    assert not {AuditChain, AuditCheckpoint, AuditEvent} & set(site._registry)


def test_a_saved_event_cannot_be_saved_again(three_events: list[AuditEvent]) -> None:
    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        three_events[0].save()


def test_an_event_is_worded_when_it_is_read(three_events: list[AuditEvent]) -> None:
    assert describe("test.spoken", three_events[0].data) == "Ana said word 1"
    assert describe("gone.since", {}) == "gone.since"


def test_a_verb_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        event_type("test.spoken", "")


def test_every_wording_uses_only_its_particulars() -> None:
    for kind in registered().values():
        assert isinstance(kind, EventType)
        assert kind.describe(dict.fromkeys(kind.particulars, "x"))
