"""Making a letter: a worker claims it, renders it, seals it, and finishes it with its one sealed version.

No lock is held while WeasyPrint works. Locks are taken in one order everywhere: what the handlers lock (the
case), then the letter, then its audit chain.
"""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from documents import events
from documents.choices import LetterKind, LetterLanguage, LetterStatus, ScanState
from documents.handlers import handlers_of
from documents.letters.codes import grouped
from documents.letters.content import CONTENT
from documents.letters.outlines import Frame, outline
from documents.letters.wording import standard_texts
from documents.models import Document, Letter, Seal, Version
from documents.rendering.outline import Outline
from documents.rendering.pdf import RenderingError, render
from documents.sealing.key import SealKey, SealKeyError, seal_key
from documents.sealing.seal import SealingError, seal
from documents.selectors import letter_wording
from documents.services.letters import SEND_AGAIN, send
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal

SHORTEST_LEASE = timedelta(seconds=60)
LONGEST_LEASE = timedelta(seconds=160)
"""Longer than a task may run, so that a claim never ends while its worker still lives."""
SECONDS_PER_KILOBYTE = 0.5
MOST_ATTEMPTS = 10
SWEPT_AT_ONCE = 500

UNFINISHED = (LetterStatus.QUEUED, LetterStatus.RENDERING, LetterStatus.SEALING)
FAILURES = (RenderingError, SealingError, SealKeyError, Refusal)


def produce(letter_id: UUID, *, task: str) -> None:
    """Makes one letter unless it is finished, or in another worker's hands. Safe to run any number of times.

    What a person can act on ends as the letter's `failure`; other exceptions are the caller's.
    """
    letter = _claim(letter_id, task)
    if letter is None:
        return
    try:
        key = seal_key()
        pdf = render(outline_of(letter, is_demonstration=key.is_demonstration))
        if not _unfinished(letter_id).update(status=LetterStatus.SEALING):
            return
        sealed, moment = seal(
            pdf,
            key,
            reason=letter.get_kind_display(),
            location=letter.authority.state.name_en,
            contact=letter.authority.email,
        )
        _finish(letter_id, sealed, moment, key)
    except FAILURES as error:
        fail(letter_id, str(error))


def _unfinished(letter_id: UUID) -> QuerySet[Letter]:
    return Letter.objects.filter(pk=letter_id, status__in=UNFINISHED)


def _claim(letter_id: UUID, task: str) -> Letter | None:
    """Takes the letter up for this task. A message delivered again is the same task, whose claim holds."""
    now = timezone.now()
    letter = _unfinished(letter_id).select_related("authority__state").first()
    if letter is None:
        return None
    if letter.attempts >= MOST_ATTEMPTS:
        fail(letter_id, _("The worker ended %(count)d times while making it.") % {"count": MOST_ATTEMPTS})
        return None
    free = Q(status=LetterStatus.QUEUED) | Q(due_at__lte=now) | Q(claimed_by=task)
    claimed = _unfinished(letter_id).filter(free)
    if not claimed.update(
        status=LetterStatus.RENDERING,
        claimed_by=task,
        attempts=F("attempts") + 1,
        due_at=now + _lease(letter),
    ):
        return None
    return letter


def _lease(letter: Letter) -> timedelta:
    """How long a worker may be silent: by the length of the text, which decides how long rendering takes."""
    size = len(str(letter.data)) / 1000
    return min(SHORTEST_LEASE + timedelta(seconds=SECONDS_PER_KILOBYTE * size), LONGEST_LEASE)


def outline_of(letter: Letter, *, is_demonstration: bool) -> Outline:
    """What is printed in this letter, today as on the day it was ordered."""
    kind = LetterKind(letter.kind)
    code = grouped(letter.verification_code)
    content = CONTENT[kind].model_validate(letter.data)
    kept = {
        wording.language: {**standard_texts(kind, LetterLanguage(wording.language)), **wording.texts}
        for wording in letter.wordings.all()
    }  # a place that came into the portal later has its standard text
    frame = Frame(
        created=letter.ordered_at,
        code=code,
        url=f"{settings.PUBLIC_URL}/verify/{code}",
        is_demonstration=is_demonstration,
        attachment=content.model_dump(mode="json", exclude_unset=True),
    )
    return outline(content, kept or letter_wording(content), frame)


@transaction.atomic
def _finish(letter_id: UUID, sealed: bytes, moment: datetime, key: SealKey) -> None:
    """Keeps the sealed file and tells whoever waits for it. Does nothing if another worker was first."""
    letter = _locked(letter_id)
    if letter is None:
        return
    version = _keep(letter, sealed)
    Seal.objects.create(
        version=version,
        sealed_at=moment,
        signer=key.signer,
        issuer=key.issuer,
        serial=key.serial,
        fingerprint=key.fingerprint,
        algorithm=key.algorithm,
        certificate_expires_at=key.expires_at,
        is_demonstration=key.is_demonstration,
    )
    letter.status, letter.version, letter.due_at = LetterStatus.READY, version, None
    letter.finished_at = timezone.now()
    letter.save(update_fields=["status", "version", "due_at", "finished_at"])
    record(
        events.LETTER_SEALED,
        chain=letter.audit_chain,
        actor=Actor.portal(),
        letter=letter.pk,
        number=letter.number,
        sha256=version.sha256,
    )
    for handler in handlers_of(LetterKind(letter.kind)):
        handler.on_ready(letter)


def _locked(letter_id: UUID) -> Letter | None:
    """The letter's row, locked after what its handlers lock; None if it is finished or cancelled."""
    letter = _unfinished(letter_id).first()
    if letter is None:
        return None
    for handler in handlers_of(LetterKind(letter.kind)):
        handler.lock(letter)
    return _unfinished(letter_id).select_for_update(of=("self",)).select_related("authority").first()


def _keep(letter: Letter, sealed: bytes) -> Version:
    """Stores the file under a name of its own; one left by a worker that was killed just here is replaced."""
    name = _file_name(letter)
    default_storage.delete(name)
    document = Document.objects.create(
        holder=letter.authority,
        title=f"{letter.get_kind_display()} {letter.number}",
        audit_chain=letter.audit_chain,
        created_by=letter.ordered_by,
    )
    return Version.objects.create(
        document=document,
        number=1,
        file=default_storage.save(name, ContentFile(sealed)),
        filename=get_valid_filename(f"{letter.number}.pdf".replace("/", "-")),
        content_type="application/pdf",
        size=len(sealed),
        sha256=hashlib.sha256(sealed).hexdigest(),
        scan_state=ScanState.MADE_HERE,
        created_by=letter.ordered_by,
    )


def _file_name(letter: Letter) -> str:
    return f"letters/{letter.pk}.pdf"


@transaction.atomic
def fail(letter_id: UUID, reason: str) -> None:
    """Ends an unfinished letter with a reason in plain words; nothing is lost, and it can be tried again."""
    letter = _locked(letter_id)
    if letter is None:
        return
    default_storage.delete(_file_name(letter))
    letter.status, letter.failure, letter.due_at = LetterStatus.FAILED, reason, None
    letter.finished_at = timezone.now()
    letter.save(update_fields=["status", "failure", "due_at", "finished_at"])
    record(
        events.LETTER_FAILED,
        chain=letter.audit_chain,
        actor=Actor.portal(),
        letter=letter.pk,
        number=letter.number,
        reason=reason,
    )
    for handler in handlers_of(LetterKind(letter.kind)):
        handler.on_failed(letter)


@transaction.atomic
def sweep() -> int:
    """Sends again what no worker has, or whose worker is silent beyond its lease. Returns how many."""
    now = timezone.now()
    due = list(
        Letter.objects.select_for_update(skip_locked=True)
        .filter(status__in=UNFINISHED, due_at__lte=now)
        .order_by("due_at")[:SWEPT_AT_ONCE]
    )
    Letter.objects.filter(pk__in=[letter.pk for letter in due]).update(
        status=LetterStatus.QUEUED, claimed_by="", due_at=now + SEND_AGAIN
    )
    for letter in due:
        send(letter)
    return len(due)
