"""The documents of a file in one archive, with a manifest: each leaves through the gate or is withheld."""

import json
import zipfile
from tempfile import SpooledTemporaryFile
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import events
from casework.models import AssistanceRequest, CaseDocument
from casework.policies import require_desk
from casework.release_check import in_words
from casework.selectors.conditions import conditions_by_version
from casework.services.access import lock_request
from casework.services.enclosures import newest
from documents.choices import Purpose
from documents.handlers import Release
from documents.models import Version
from documents.services.releases import release, require_release
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import AnswerNeeded, Refusal

IN_MEMORY = 8_000_000
"""Bytes of an archive kept in memory; a larger one goes through a temporary file."""
MANIFEST = "manifest.json"


@transaction.atomic
def export_documents(actor: Actor, request_id: UUID, answer: str = "") -> "SpooledTemporaryFile[bytes]":
    """A ZIP of the newest versions with `manifest.json`: hashes, conditions, and why something is withheld.

    Raises AnswerNeeded, with all that asks, where a condition asks for what and nothing was answered;
    NotPermitted unless the actor works on the file, DoesNotExist where they may not know of it.
    """
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    versions = list(newest(CaseDocument.objects.filter(request=request).values_list("document", flat=True)))
    refused = _refused(actor, versions, answer)
    bound = conditions_by_version(versions)
    archive: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - returned
    rows: list[dict[str, Any]] = []
    with zipfile.ZipFile(archive, "w") as file:
        for number, version in enumerate(versions, start=1):
            name = f"{number:03}-{version.filename}"
            withheld = refused.get(version.pk, "")
            if not withheld:
                with (
                    release(actor, version, Purpose.EXPORT, answer).open() as content,
                    file.open(name, "w") as entry,
                ):
                    for chunk in iter(lambda: content.read(1 << 16), b""):
                        entry.write(chunk)
            row = _row(version, "" if withheld else name, withheld)
            rows.append(row | {"conditions": [in_words(row) for row in bound[version.pk]]})
        file.writestr(MANIFEST, json.dumps(_manifest(request, answer, rows), indent=2, ensure_ascii=False))
    archive.seek(0)
    _record(request, actor, rows)
    return archive


def _refused(actor: Actor, versions: list[Version], answer: str) -> dict[UUID, str]:
    """Why single versions are withheld. Raises AnswerNeeded with the reasons of all that ask."""
    refused: dict[UUID, str] = {}
    reasons: list[str] = []
    for version in versions:
        try:
            require_release(Release(actor, version, Purpose.EXPORT, answer.strip()))
        except AnswerNeeded as asked:
            reasons += [reason for reason in asked.reasons if reason not in reasons]
        except Refusal as refusal:
            refused[version.pk] = refusal.message
    if reasons:
        raise AnswerNeeded(_("Conditions bind these files. Say for what you export them."), reasons=reasons)
    return refused


def _row(version: Version, name: str, withheld: str) -> dict[str, Any]:
    return {
        "file": name,
        "title": version.document.title,
        "version": version.number,
        "size": version.size,
        "sha256": version.sha256,
        "added": version.created_at.isoformat(),
        "withheld": withheld,
    }


def _manifest(request: AssistanceRequest, answer: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "reference": request.own_reference,
        "exported": timezone.now().isoformat(),
        "for": answer.strip(),
        "documents": rows,
    }


def _record(request: AssistanceRequest, actor: Actor, rows: list[dict[str, Any]]) -> None:
    withheld = sum(bool(row["withheld"]) for row in rows)
    record(
        events.EXPORTED,
        chain=request.audit_chain,
        actor=actor,
        documents=len(rows) - withheld,
        withheld=withheld,
    )
