"""The record as a folder that a stranger can verify: `scripts/verify_audit_export.py` needs only OpenSSL.

events.jsonl              one line an event: {"event": …, "hash": …}
checkpoints/000017.txt    a statement
checkpoints/000017.p7s    its seal
certificate.pem           the portal's seal certificate at this day
"""

import getpass
from dataclasses import dataclass
from pathlib import Path

from mla_portal.accounts.actors import Actor, Channel
from mla_portal.audit.checkpoints import seal_checkpoints
from mla_portal.audit.events import EXPORTED
from mla_portal.audit.models import AuditCheckpoint, AuditEvent
from mla_portal.audit.sealer import the_sealer
from mla_portal.audit.services import PORTAL_CHAIN, as_text, canonical, record


@dataclass(frozen=True, slots=True)
class Exported:
    events: int
    checkpoints: int


def export(folder: Path, *, chain: str | None = None) -> Exported:
    """Writes one chain, or all of them, into a new folder that only this account can read.

    The export itself goes on record first, and then a checkpoint covers what is about to be written.
    Raises FileExistsError or another OSError for the folder, SealingFailed where nothing can be sealed.
    """
    if folder.exists():
        raise FileExistsError(f"{folder} is there already.")
    actor = Actor.portal(Channel.COMMAND)
    record(EXPORTED, chain=chain or PORTAL_CHAIN, actor=actor, account=getpass.getuser())
    seal_checkpoints()
    folder.mkdir(mode=0o700, parents=True)
    (folder / "certificate.pem").write_text("".join(the_sealer().certificates()))
    # Checkpoints before events: what they cover is then among the events, whatever is recorded meanwhile.
    return Exported(checkpoints=_write_checkpoints(folder), events=_write_events(folder, chain))


def _write_checkpoints(folder: Path) -> int:
    (folder / "checkpoints").mkdir()
    written = 0
    for checkpoint in AuditCheckpoint.objects.iterator(chunk_size=50):
        path = folder / "checkpoints" / f"{checkpoint.number:06}"
        path.with_suffix(".txt").write_bytes(checkpoint.statement.encode())
        path.with_suffix(".p7s").write_bytes(bytes(checkpoint.seal))
        written += 1
    return written


def _write_events(folder: Path, chain: str | None) -> int:
    events = AuditEvent.objects.order_by("chain_id", "sequence")
    if chain is not None:
        events = events.filter(chain=chain)
    written = 0
    with (folder / "events.jsonl").open("wb") as file:
        for event in events.iterator(chunk_size=2000):
            file.write(as_text({"event": canonical(event), "hash": event.hash}).encode() + b"\n")
            written += 1
    return written
