"""Sealed checkpoints: what the database alone cannot rewrite, because the seal's key is not in it."""

import logging
from collections.abc import Iterator, Mapping, Set
from datetime import UTC

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from mla_portal.audit.models import AuditChain, AuditCheckpoint
from mla_portal.audit.sealer import SealBroken, Signer, the_sealer
from mla_portal.audit.services import Fault
from mla_portal.audit.statement import NOTHING_BEFORE, Point, Statement, digest

logger = logging.getLogger(__name__)

MOST_CHAINS = 2_000
"""In one statement: acts on these chains wait while it is sealed. What is over goes into the next."""


def seal_checkpoints() -> list[AuditCheckpoint]:
    """Covers every chain that has grown, in as many checkpoints as it takes: none where nothing has.

    Raises SealingFailed: there is no checkpoint then, never an unsealed one.
    """
    made = []
    for _ in range(0, AuditChain.objects.filter(length__gt=F("covered")).count(), MOST_CHAINS):
        if checkpoint := _seal_next():
            made.append(checkpoint)
            # Logs are often kept on another machine: with this line there, no checkpoint goes unnoticed.
            logger.info("Audit checkpoint %d sealed: %s", checkpoint.number, digest(checkpoint.statement))
    return made


@transaction.atomic(durable=True)  # a checkpoint that was logged is never rolled back
def _seal_next() -> AuditCheckpoint | None:
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE audit_auditcheckpoint IN SHARE ROW EXCLUSIVE MODE")  # one at a time
    # A chain that somebody is writing to just now is left for next time, so that nobody waits in a ring.
    grown = AuditChain.objects.select_for_update(skip_locked=True, no_key=True).order_by("key")
    points = [
        Point(chain.key, chain.length, chain.head)
        for chain in grown.filter(length__gt=F("covered"))[:MOST_CHAINS]
    ]
    if not points:
        return None
    last = AuditCheckpoint.objects.last()
    statement = Statement(
        number=last.number + 1 if last else 1,
        at=timezone.now().astimezone(UTC).replace(microsecond=0),
        previous=digest(last.statement) if last else NOTHING_BEFORE,
        points=tuple(sorted(points)),
    )
    text = statement.text
    checkpoint = AuditCheckpoint.objects.create(
        number=statement.number, at=statement.at, statement=text, seal=the_sealer().seal(text.encode())
    )
    AuditChain.objects.filter(key__in=[point.chain for point in points]).update(covered=F("length"))
    return checkpoint


def verify_checkpoints(
    *, trusted: Set[str], noted: Mapping[int, str] | None = None, chain: str | None = None
) -> Iterator[Fault]:
    """Yields what is wrong with the checkpoints, and where the record is not what they cover.

    `trusted` holds the fingerprints of the certificates that may have sealed, `noted` the digests of
    checkpoints that somebody wrote down elsewhere. With `chain`, only that chain is compared.
    """
    heads = AuditChain.objects.filter(covered__gt=0)
    if chain is not None:
        heads = heads.filter(key=chain)
    # Read before the checkpoints: one that is made meanwhile covers more than this, never less.
    marked = dict(heads.values_list("key", "covered"))
    awaited = dict(noted or {})
    reached: dict[str, int] = {}
    number, previous = 0, NOTHING_BEFORE
    for checkpoint in AuditCheckpoint.objects.order_by("number").iterator(chunk_size=50):
        place = f"checkpoint {checkpoint.number}"
        for missing in range(number + 1, checkpoint.number):
            yield Fault(f"checkpoint {missing}", "is missing")
        number, stands = checkpoint.number, digest(checkpoint.statement)
        if awaited.pop(number, stands) != stands:
            yield Fault(place, "is not the one that was noted elsewhere")
        yield from (Fault(place, reason) for reason in _verify_seal(checkpoint, trusted))
        try:
            statement = Statement.parse(checkpoint.statement)
        except ValueError:
            yield Fault(place, "its statement was altered: it is not in the form of one")
        else:
            if (statement.number, statement.at) != (number, checkpoint.at):
                yield Fault(place, f"its statement is that of checkpoint {statement.number}")
            if statement.previous != previous:
                yield Fault(place, "does not follow from the checkpoint before it")
            points = [point for point in statement.points if chain in (None, point.chain)]
            yield from _verify_points(number, points)
            reached |= {point.chain: point.length for point in points}
        previous = stands
    for missing in awaited:
        yield Fault(f"checkpoint {missing}", "is missing, although it was noted elsewhere")
    for key, covered in marked.items():
        if reached.get(key, 0) < covered:
            yield Fault(key, f"the checkpoint that covered its {covered} events is missing")


def _verify_seal(checkpoint: AuditCheckpoint, trusted: Set[str]) -> Iterator[str]:
    try:
        signer = examine(checkpoint)
    except SealBroken:
        yield "its seal does not hold for its statement"
        return
    if signer.fingerprint not in trusted:
        yield f"was sealed by {signer.name} (SHA-256 {signer.fingerprint}), not by this portal's seal"


def examine(checkpoint: AuditCheckpoint) -> Signer:
    """Who sealed it. Raises SealBroken."""
    return the_sealer().examine(checkpoint.statement.encode(), bytes(checkpoint.seal))


def _verify_points(number: int, points: list[Point]) -> Iterator[Fault]:
    """One query for a whole checkpoint, along the index of the events' places."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT point.chain, point.length, event.hash IS NULL
            FROM unnest(%s::text[], %s::bigint[], %s::text[]) AS point(chain, length, head)
            LEFT JOIN audit_auditevent event ON (event.chain_id, event.sequence) = (point.chain, point.length)
            WHERE event.hash IS DISTINCT FROM point.head
            ORDER BY point.chain
            """,
            [
                [point.chain for point in points],
                [point.length for point in points],
                [point.head for point in points],
            ],
        )
        for chain, length, is_missing in cursor.fetchall():
            reason = "is missing, although" if is_missing else "was rewritten after"
            yield Fault(f"{chain} event {length}", f"{reason} checkpoint {number} covered it")
