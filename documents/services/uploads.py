"""Files taken in: recognised by content, hashed, kept as immutable numbered versions, then scanned."""

import hashlib
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from uuid6 import uuid7

from documents import events
from documents.choices import ScanState
from documents.file_types import recognise, safe_name
from documents.models import Document, Version
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal
from states.models import Authority


@transaction.atomic
def new_document(
    actor: Actor, *, holder: Authority, title: str, file: "UploadedFile[bytes]", audit_chain: str
) -> Document:
    """A new document with the file as its first version. Who may add one is for the caller to decide.

    Raises Refusal for a file too large, empty, of a kind not taken in, or not what its name says it is.
    """
    document = Document.objects.create(
        holder=holder,
        title=title.strip()[:200] or _("Untitled"),
        audit_chain=audit_chain,
        created_by=actor.user,
    )
    add_version(actor, document=document, file=file)
    return document


@transaction.atomic
def add_version(actor: Actor, *, document: Document, file: "UploadedFile[bytes]") -> Version:
    """The file as the document's next version; the earlier ones stay. Raises Refusal as above."""
    size, name = file.size or 0, file.name or ""
    if size > settings.MAX_UPLOAD_BYTES:
        raise Refusal(
            _("“%(name)s” is larger than %(limit)s.")
            % {"name": name, "limit": filesizeformat(settings.MAX_UPLOAD_BYTES)}
        )
    kind = recognise(file, name)
    sha256 = _digest(file)
    Document.objects.select_for_update().get(pk=document.pk)
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    filename = safe_name(name, kind)
    file.name = f"{uuid7()}{PurePosixPath(filename).suffix}"
    version = Version.objects.create(
        document=document,
        number=last + 1,
        file=file,
        filename=filename,
        content_type=kind.mime,
        size=size,
        sha256=sha256,
        scan_state=ScanState.WAITING if settings.CLAMAV else ScanState.NOT_SCANNED,
        created_by=actor.user,
    )
    record(
        events.VERSION_ADDED,
        chain=document.audit_chain,
        actor=actor,
        document=document.pk,
        number=version.number,
        sha256=sha256,
        title=document.title,
        filename=filename,
    )
    if settings.CLAMAV:
        from documents.services.scanning import send

        send(version)
    return version


def _digest(file: "UploadedFile[bytes]") -> str:
    """SHA-256, a chunk at a time."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
