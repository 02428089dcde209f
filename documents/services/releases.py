"""The one gate through which a file leaves: only what is clean, within its conditions, and on record."""

from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from documents import events
from documents.choices import Purpose, ScanState
from documents.handlers import Release, release_checks
from documents.models import Version
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal
from states.models import State


def release(
    actor: Actor,
    version: Version,
    purpose: Purpose,
    answer: str = "",
    *,
    to: State | None = None,
    into: UUID | None = None,
) -> "File[bytes]":
    """Records the release and gives the file, not yet opened. Whether the actor may see it is decided before.

    `answer` says for what, where a condition asks; `to` and `into` as in `Release`. Raises Refusal for what
    no scan has found clean or a condition forbids, AnswerNeeded where a condition asks and nothing is said.
    """
    require_release(Release(actor, version, purpose, answer.strip(), to, into))
    particulars = {"document": version.document_id, "number": version.number, "sha256": version.sha256}
    chain = version.document.audit_chain
    if purpose in (Purpose.READ, Purpose.API) and not answer.strip():
        record(events.VERSION_DOWNLOADED, chain=chain, actor=actor, **particulars)
    else:
        record(
            events.VERSION_RELEASED,
            chain=chain,
            actor=actor,
            purpose=purpose,
            answer=answer.strip(),
            to=to.code if to else "",
            into=str(into or ""),
            **particulars,
        )
    return version.file


def require_release(wanted: Release) -> None:
    """Raises what `release` would, and changes nothing: for a page that shows it before."""
    if sentence := why_not_released(wanted.version):
        raise Refusal(sentence)
    for check in release_checks():
        check(wanted)


def why_not_released(version: Version) -> str:
    """Why nobody gets this version now, in a sentence; empty if they do."""
    if version.destroyed_at:
        return _("This file was destroyed on %(day)s. Its SHA-256 and the certificate are kept.") % {
            "day": localdate(version.destroyed_at).isoformat()
        }
    match ScanState(version.scan_state):
        case ScanState.CLEAN | ScanState.MADE_HERE:
            return ""
        case ScanState.INFECTED:
            return _("The virus scan found something in this file. It is kept, but not released.")
        case ScanState.WAITING:
            return _("This file is waiting for its virus scan. Try again in a moment.")
        case ScanState.NOT_SCANNED:
            if settings.RELEASE_UNSCANNED:
                return ""
            return _("This file was never scanned for viruses, and this portal releases no such file.")
