"""The virus scan of a version. A scan that fails leaves it waiting: not released, and never deleted."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from documents import events
from documents.choices import ScanState
from documents.clamav import find_virus
from documents.models import Version
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record

SEND_AGAIN = timedelta(minutes=2)
SWEPT_AT_ONCE = 200


def send(version: Version) -> None:
    """To a worker, once the transaction is committed; the sweep makes good a lost message."""
    from documents.tasks import scan_version

    version_id = str(version.pk)
    transaction.on_commit(lambda: scan_version.delay(version_id), robust=True)


def scan(version_id: UUID) -> None:
    """Scans a waiting version and writes the result, unless another worker was first. Raises ScannerError.

    No transaction is open while the scanner works.
    """
    version = Version.objects.filter(pk=version_id, scan_state=ScanState.WAITING, destroyed_at=None).first()
    if version is None:
        return
    with version.file.open() as file:
        virus = find_virus(settings.CLAMAV, file.chunks())
    result = ScanState.INFECTED if virus else ScanState.CLEAN
    with transaction.atomic():
        waiting = Version.objects.filter(pk=version_id, scan_state=ScanState.WAITING)
        if waiting.update(scan_state=result, scanned_at=timezone.now()):
            record(
                events.VERSION_SCANNED,
                chain=version.document.audit_chain,
                actor=Actor.portal(),
                document=version.document_id,
                number=version.number,
                result=virus or "clean",
            )


def sweep() -> int:
    """Sends again the versions that have waited for their scan too long. Returns how many."""
    if not settings.CLAMAV:
        return 0
    waiting = Version.objects.filter(
        scan_state=ScanState.WAITING, destroyed_at=None, created_at__lte=timezone.now() - SEND_AGAIN
    ).order_by("created_at")[:SWEPT_AT_ONCE]
    for version in waiting:
        send(version)
    return len(waiting)
