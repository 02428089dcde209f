"""A letter's life: ordered, rendered and sealed by a worker, and later superseded or withdrawn.

The row is its own outbox. `due_at` says from when on the sweep sends the letter to a worker again, so that
neither a lost broker nor a killed worker loses it. Any number of workers may make the same letter; the first
to finish wins, under the row's lock, and there is never more than one sealed version.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import events
from documents.choices import LetterLanguage, LetterStatus
from documents.letters.codes import new_code
from documents.letters.content import LetterContent
from documents.models import Letter
from documents.services.wording import keep_wording
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import NotPermitted, Refusal
from states.models import Authority

SEND_AGAIN = timedelta(seconds=45)
"""How long a letter may wait in the broker before the sweep sends it again."""


@transaction.atomic
def order_letter(actor: Actor, *, authority: Authority, content: LetterContent, audit_chain: str) -> Letter:
    """Records the order and sends it to a worker once this transaction is committed.

    Who may order it is for the caller to decide. Raises Refusal if the authority has used the number.
    """
    if actor.user is None:
        raise NotPermitted(_("A letter is ordered by a person."))
    if Letter.objects.filter(authority=authority, number=content.number).exists():
        raise Refusal(_("There is a letter of this number already."))
    letter = Letter.objects.create(
        authority=authority,
        kind=content.kind,
        number=content.number,
        language=content.language,
        second_language=content.second_language,
        data=content.frozen(),
        audit_chain=audit_chain,
        ordered_by=actor.user,
        due_at=timezone.now() + SEND_AGAIN,
        verification_code=new_code(),
    )
    letter.wordings.set(
        keep_wording(content.kind, LetterLanguage(language))
        for language in (content.language, content.second_language)
        if language
    )
    record(
        events.LETTER_ORDERED,
        chain=audit_chain,
        actor=actor,
        letter=letter.pk,
        number=letter.number,
        language=letter.language,
    )
    send(letter)
    return letter


def send(letter: Letter) -> None:
    """To a worker, once the transaction is committed. A lost message is no harm: the sweep sends another."""
    from documents.tasks import render_and_seal

    letter_id = str(letter.pk)
    transaction.on_commit(lambda: render_and_seal.delay(letter_id), robust=True)


@transaction.atomic
def retry_letter(actor: Actor, letter: Letter) -> Letter:
    """Sends a failed letter to a worker again. Raises Refusal unless it has failed."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.status != LetterStatus.FAILED:
        raise Refusal(_("Only a letter that failed can be tried again."))
    letter.status, letter.attempts, letter.failure = LetterStatus.QUEUED, 0, ""
    letter.finished_at, letter.due_at = None, timezone.now() + SEND_AGAIN
    letter.save(update_fields=["status", "attempts", "failure", "finished_at", "due_at"])
    record(
        events.LETTER_RETRIED, chain=letter.audit_chain, actor=actor, letter=letter.pk, number=letter.number
    )
    send(letter)
    return letter


@transaction.atomic
def cancel_letter(actor: Actor, letter: Letter) -> Letter:
    """Ends a letter that is not ready. Raises Refusal once it is sealed: then it can only be withdrawn."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.status in {LetterStatus.READY, LetterStatus.CANCELLED}:
        raise Refusal(_("This letter is finished and can no longer be cancelled."))
    letter.status, letter.finished_at, letter.due_at = LetterStatus.CANCELLED, timezone.now(), None
    letter.save(update_fields=["status", "finished_at", "due_at"])
    record(
        events.LETTER_CANCELLED, chain=letter.audit_chain, actor=actor, letter=letter.pk, number=letter.number
    )
    return letter


@transaction.atomic
def supersede_letter(actor: Actor, letter: Letter, *, by: Letter) -> None:
    """Points a sealed letter to the one that replaces it; anybody who verifies it is told."""
    if letter.version_id is None or by.version_id is None or letter.pk == by.pk:
        raise Refusal(_("Only a sealed letter can be superseded, by another sealed letter."))
    if not Letter.objects.filter(pk=letter.pk, superseded_by=None).update(superseded_by=by):
        raise Refusal(_("This letter has been superseded already."))
    record(
        events.LETTER_SUPERSEDED,
        chain=letter.audit_chain,
        actor=actor,
        letter=letter.pk,
        number=letter.number,
        by=by.number,
    )


@transaction.atomic
def withdraw_letter(actor: Actor, letter: Letter) -> None:
    """Marks a sealed letter as withdrawn; anybody who verifies it is told."""
    sealed = Letter.objects.filter(pk=letter.pk, version__isnull=False, withdrawn_at=None)
    if not sealed.update(withdrawn_at=timezone.now()):
        raise Refusal(_("Only a sealed letter can be withdrawn, and only once."))
    record(
        events.LETTER_WITHDRAWN, chain=letter.audit_chain, actor=actor, letter=letter.pk, number=letter.number
    )
