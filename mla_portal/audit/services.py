"""`record()` is the only way in; `verify()` proves that nothing was altered since."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from mla_portal.accounts.actors import Actor
from mla_portal.audit.events import EventType
from mla_portal.audit.models import AuditChain, AuditEvent

PORTAL_CHAIN = "portal"


def record(kind: EventType, *, chain: str, actor: Actor, **data: Any) -> AuditEvent:
    """Appends one event to a chain, inside the caller's transaction, and locks the chain until it ends.

    Raises ValueError where the particulars are not those the event declares.
    """
    if data.keys() != kind.particulars:
        raise ValueError(f"{kind.verb} takes {sorted(kind.particulars)}, not {sorted(data)}.")
    with transaction.atomic():
        AuditChain.objects.bulk_create([AuditChain(key=chain)], ignore_conflicts=True)
        head = AuditChain.objects.select_for_update().get(key=chain)
        event = AuditEvent(
            chain=head,
            sequence=head.length + 1,
            at=timezone.now(),
            verb=kind.verb,
            actor=actor.user,
            actor_name=actor.name,
            channel=actor.channel,
            correlation_id=actor.correlation_id,
            address=actor.address,
            data=json.loads(json.dumps(data, default=str)),
            previous_hash=head.head,
        )
        event.hash = digest(event)
        event.save(force_insert=True)
        head.length, head.head = event.sequence, event.hash
        head.save(update_fields=["length", "head"])
    return event


def digest(event: AuditEvent) -> str:
    """SHA-256 over the canonical JSON of every column and the previous hash."""
    content = [
        event.chain_id,
        event.sequence,
        event.at.isoformat(),
        event.verb,
        event.actor_id,
        event.actor_name,
        event.channel,
        event.correlation_id,
        event.address,
        event.data,
        event.previous_hash,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain does not hold, and what is wrong there."""

    chain: str
    sequence: int
    reason: str


def verify(*, chain: str | None = None) -> Iterator[Fault]:
    """Walks one chain, or all of them, and yields every place that was altered, removed or inserted."""
    heads = AuditChain.objects.order_by("key")
    events = AuditEvent.objects.order_by("chain_id", "sequence")
    if chain is not None:
        heads, events = heads.filter(key=chain), events.filter(chain_id=chain)
    known = {head.key: head for head in heads.iterator(chunk_size=2000)}
    reached: dict[str, tuple[int, str]] = {}
    for event in events.iterator(chunk_size=2000):
        sequence, previous = reached.get(event.chain_id, (0, ""))
        if event.sequence != sequence + 1:
            yield Fault(event.chain_id, sequence + 1, "events are missing before this one")
        if event.previous_hash != previous:
            yield Fault(event.chain_id, event.sequence, "does not follow from the event before it")
        if event.hash != digest(event):
            yield Fault(event.chain_id, event.sequence, "was altered after it was recorded")
        reached[event.chain_id] = (event.sequence, event.hash)
    for key, head in known.items():
        if reached.get(key, (0, "")) != (head.length, head.head):
            yield Fault(key, head.length, "the chain's end does not match its last event")
