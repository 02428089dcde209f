"""Releasing a version to somebody: only what is clean, and each time on record."""

from django.conf import settings
from django.utils.translation import gettext as _

from documents import events
from documents.choices import ScanState
from documents.models import Version
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal


def release(actor: Actor, version: Version) -> None:
    """Records the download. Raises Refusal for what no scan has found clean; seeing it is decided before."""
    if sentence := why_not_released(version):
        raise Refusal(sentence)
    record(
        events.VERSION_DOWNLOADED,
        chain=version.document.audit_chain,
        actor=actor,
        document=version.document_id,
        number=version.number,
        sha256=version.sha256,
    )


def why_not_released(version: Version) -> str:
    """Why nobody gets this version now, in a sentence; empty if they do."""
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
