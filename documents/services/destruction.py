"""Destroying a document: its bytes leave the store for good, its rows and hashes stay.

From the order on nobody gets the file. A worker removes the bytes once the order is committed. Copies in
backups are the operator's matter.
"""

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import events
from documents.models import Document, Version
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal


@transaction.atomic
def destroy(actor: Actor, document: Document) -> list[Version]:
    """Orders all versions of a document destroyed and answers with them; who may is for the caller to decide.

    Raises Refusal for a sealed letter of this portal.
    """
    versions = list(document.versions.select_for_update().filter(destroyed_at=None).order_by("number"))
    if any(hasattr(version, "letter") for version in versions):
        raise Refusal(_("A sealed letter is part of the record and is never destroyed."))
    document.versions.filter(destroyed_at=None).update(destroyed_at=timezone.now())
    for version in versions:
        record(
            events.VERSION_DESTROYED,
            chain=document.audit_chain,
            actor=actor,
            document=document.pk,
            number=version.number,
            sha256=version.sha256,
        )
    send()
    return versions


def send() -> None:
    """To a worker, once the transaction is committed; the sweep makes good a lost message."""
    from documents.tasks import remove_destroyed as task

    transaction.on_commit(task.delay, robust=True)


def remove_destroyed() -> int:
    """Removes the bytes of what was ordered destroyed. Safe to run any number of times. Returns how many.

    Raises what the storage raises where it is out of reach.
    """
    removed = 0
    for version in Version.objects.filter(destroyed_at__isnull=False, removed_at=None).order_by(
        "destroyed_at"
    ):
        default_storage.delete(version.file.name or "")
        gone = Version.objects.filter(pk=version.pk, removed_at=None)
        removed += gone.update(removed_at=timezone.now())
    return removed
