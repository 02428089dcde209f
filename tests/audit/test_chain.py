"""The record holds, or `verify` names the place where it does not."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from mla_portal.accounts.actors import Actor, Channel
from mla_portal.audit.events import EventType, describe, event_type, registered
from mla_portal.audit.models import AuditChain, AuditEvent
from mla_portal.audit.services import record, verify
from tests.factories.accounts import UserFactory

SPOKEN = event_type("test.spoken", "%(who)s said %(what)s", "who", private=("what",))
UNLOCKED = (
    "audit.AuditEvent:event_is_append_only",
    "audit.AuditChain:chain_is_kept",
    "audit.AuditChain:chain_only_grows",
)


@pytest.fixture
def three_events(db: None) -> list[AuditEvent]:
    actor = Actor(UserFactory.create(full_name="Ana Vzorec"), Channel.WEB, address="192.0.2.1")
    return [record(SPOKEN, chain="case:1", actor=actor, who="Ana", what=f"word {n}") for n in (1, 2, 3)]


def faults() -> list[tuple[int, str]]:
    return [(fault.sequence, fault.reason) for fault in verify(chain="case:1")]


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
    with pgtrigger.ignore(*UNLOCKED):
        AuditEvent.objects.filter(sequence=2).update(**{column: value})
    assert faults() == [(2, "was altered after it was recorded")]


def test_a_removed_event_is_named(three_events: list[AuditEvent]) -> None:
    with pgtrigger.ignore(*UNLOCKED):
        AuditEvent.objects.filter(sequence=2).delete()
    assert (2, "events are missing before this one") in faults()


def test_a_cut_off_end_is_named(three_events: list[AuditEvent]) -> None:
    with pgtrigger.ignore(*UNLOCKED):
        AuditEvent.objects.filter(sequence=3).delete()
    assert faults() == [(3, "the chain's end does not match its last event")]


def test_a_chain_emptied_whole_is_named(three_events: list[AuditEvent]) -> None:
    with pgtrigger.ignore(*UNLOCKED):
        AuditEvent.objects.all().delete()
    assert faults() == [(3, "the chain's end does not match its last event")]


def test_the_command_fails_loudly_and_names_the_place(three_events: list[AuditEvent]) -> None:
    out, errors = StringIO(), StringIO()
    call_command("verify_audit", stdout=out)
    assert "holds: 3 events in 1 chains" in out.getvalue()
    with pgtrigger.ignore(*UNLOCKED):
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
    def speak(turn: int) -> None:
        try:
            record(SPOKEN, chain="case:1", actor=Actor.portal(), who="Ana", what=turn)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(speak, range(30)))
    assert AuditChain.objects.get(key="case:1").length == 30
    assert faults() == []


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
