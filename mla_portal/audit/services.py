"""`record()` is the only way in; `verify()` proves that nothing was altered since."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
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
            data=_plain(data),
            previous_hash=head.head,
        )
        event.hash = digest(event)
        event.save(force_insert=True)
        head.length, head.head = event.sequence, event.hash
        head.save(update_fields=["length", "head"])
    return event


def _plain(data: dict[str, Any]) -> Any:
    """JSON of text, integers and truth values. A float is kept as text: PostgreSQL would write 1e+16 anew
    as 10000000000000000, and the event would look altered."""
    return json.loads(json.dumps(data, default=str), parse_float=str, parse_constant=str)


def canonical(event: AuditEvent) -> dict[str, Any]:
    """Everything an event says, in values that have one form as JSON only."""
    return {
        "chain": event.chain_id,
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "verb": event.verb,
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "channel": event.channel,
        "correlation_id": event.correlation_id,
        "address": event.address,
        "data": event.data,
        "previous_hash": event.previous_hash,
    }


def as_text(value: Any) -> str:
    """The one form: keys in order of code points, nothing escaped that need not be."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def digest(event: AuditEvent) -> str:
    """SHA-256 over the canonical JSON of every column and the previous hash."""
    return hashlib.sha256(as_text(canonical(event)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the record does not hold, and what is wrong there."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


def verify(*, chain: str | None = None) -> Iterator[Fault]:
    """Walks one chain, or all of them, and yields every place that was altered, removed or inserted.

    Heads come with their events in one statement, so acts recorded meanwhile are no faults.
    """
    heads, events = AuditChain.objects.order_by("key"), AuditEvent.objects.order_by("chain_id", "sequence")
    if chain is not None:
        heads, events = heads.filter(key=chain), events.filter(chain_id=chain)
    walk = events.select_related("chain").iterator(chunk_size=2000)
    for _key, its_events in groupby(walk, key=lambda event: event.chain_id):
        yield from _verify_chain(its_events)
    own_events = AuditEvent.objects.filter(chain=OuterRef("pk"))
    for head in heads.filter(~Exists(own_events), length__gt=0).iterator():
        yield Fault(f"{head.key} event {head.length}", "this and every event before it are missing")


def _verify_chain(events: Iterable[AuditEvent]) -> Iterator[Fault]:
    sequence, previous, head = 0, "", AuditChain()
    for event in events:
        place = f"{event.chain_id} event {event.sequence}"
        if event.sequence != sequence + 1:
            yield Fault(f"{event.chain_id} event {sequence + 1}", "events are missing before this one")
        if event.previous_hash != previous:
            yield Fault(place, "does not follow from the event before it")
        if event.hash != digest(event):
            yield Fault(place, "was altered after it was recorded")
        sequence, previous, head = event.sequence, event.hash, event.chain
    if (sequence, previous) != (head.length, head.head):
        yield Fault(f"{head.key} event {head.length}", "the chain's end does not match its last event")
