"""Chains for tests, ways to break them that the database would refuse, and seals of another key."""

from collections.abc import Callable
from pathlib import Path

import pgtrigger
import pytest

from documents.sealing import detached
from documents.sealing.demonstration import demonstration_key_file
from documents.sealing.key import load, seal_key
from mla_portal.accounts.actors import Actor
from mla_portal.audit.checkpoints import verify_checkpoints
from mla_portal.audit.events import event_type
from mla_portal.audit.models import AuditChain, AuditEvent
from mla_portal.audit.services import digest, record

SPOKEN = event_type("test.spoken", "%(who)s said %(what)s", "who", private=("what",))
TRIGGERS = (
    "audit.AuditEvent:event_is_append_only",
    "audit.AuditChain:chain_is_kept",
    "audit.AuditChain:chain_only_grows",
    "audit.AuditCheckpoint:checkpoint_is_append_only",
)


def speak(*words: object, chain: str = "case:1", actor: Actor | None = None) -> list[AuditEvent]:
    return [
        record(SPOKEN, chain=chain, actor=actor or Actor.portal(), who="Ana", what=word) for word in words
    ]


def without_triggers(act: Callable[[], object]) -> None:
    """What somebody may do who has the portal's own database role."""
    with pgtrigger.ignore(*TRIGGERS):
        act()


def rewrite(chain: str = "case:1", *, word: str = "nothing of the kind") -> None:
    """Changes the first event and makes the whole chain fit it again."""
    previous = ""
    for event in AuditEvent.objects.filter(chain=chain).order_by("sequence"):
        if event.sequence == 1:
            event.data["what"] = word
        event.previous_hash = previous
        event.hash = previous = digest(event)
        event.save()
    AuditChain.objects.filter(key=chain).update(head=previous)


def checkpoint_faults(**options: object) -> list[str]:
    trusted = {seal_key().fingerprint}
    return [str(fault) for fault in verify_checkpoints(**{"trusted": trusted} | options)]  # type: ignore[arg-type]


def seal_with_another_key(monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
    """From here on. Answers the fingerprint of that key's certificate."""
    key = load(demonstration_key_file(folder), "")
    monkeypatch.setattr(detached, "seal_key", lambda: key)
    return key.fingerprint
