"""Translations of free texts, written beside the original while the letter can still be changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework import events
from casework.choices import LetterState
from casework.models import AssistanceRequest, Communication, FreeTextTranslation
from casework.policies import require_desk, require_draft
from casework.selectors.translations import texts_of
from casework.services.access import lock_request, touch
from documents.choices import TranslationState
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import NotPermitted, Refusal


@dataclass(frozen=True, slots=True)
class Translated:
    """The translation of the text at `place`; an empty one takes it away."""

    place: str
    text: str
    state: str
    certified_by: str = ""


@transaction.atomic
def translate(
    actor: Actor,
    request_id: UUID | str,
    given: Iterable[Translated],
    *,
    communication_id: UUID | None = None,
    expected_version: int | None = None,
) -> list[FreeTextTranslation]:
    """Writes what the free texts of the request, or of a letter in preparation, say in its second language.

    Each is kept with the original as it stands now. Raises NotPermitted once the request is no draft or the
    letter was ordered, Refusal where there is no second language, no such text, or the state does not hold.
    """
    request = lock_request(actor, request_id)
    request.require_version(expected_version)
    communication = _open_letter(request, communication_id, actor)
    language = communication.second_language if communication else request.second_language
    if not language:
        raise Refusal(_("Choose a second language first."))
    originals = {text.place: text.original for text in texts_of(request, communication)}
    saved = [
        row
        for translated in given
        if (row := _save(request, communication, language, originals, translated, actor))
    ]
    touch(request, actor, content=communication is None)
    if communication:
        communication.changed_by = actor.user
        communication.save(update_fields=["changed_by"])
    return saved


def _open_letter(
    request: AssistanceRequest, communication_id: UUID | None, actor: Actor
) -> Communication | None:
    if communication_id is None:
        require_draft(request, actor)
        return None
    require_desk(request, actor)
    communication = request.communications.select_related("letter").get(pk=communication_id)
    communication.request = request
    if communication.state is not LetterState.PREPARED:
        raise NotPermitted(_("This letter is no longer in preparation."))
    return communication


def _save(
    request: AssistanceRequest,
    communication: Communication | None,
    language: str,
    originals: dict[str, str],
    given: Translated,
    actor: Actor,
) -> FreeTextTranslation | None:
    """The row of this place, written anew; None where nothing changed or the translation was taken away."""
    if given.place not in originals:
        raise Refusal(_("The letter has no such text: %(place)s.") % {"place": given.place})
    row = FreeTextTranslation.objects.filter(
        request=request, communication=communication, place=given.place, language=language
    ).first()
    if not given.text.strip():
        if row is not None:
            row.delete()
            _record(request, given.place, language, TranslationState.NONE, actor)
        return None
    row = row or FreeTextTranslation(
        request=request, communication=communication, place=given.place, language=language
    )
    before = (row.original, row.text, row.state, row.certified_by)
    row.original, row.text = originals[given.place], given.text.strip()
    row.state, row.certified_by = given.state, given.certified_by.strip()
    if before == (row.original, row.text, row.state, row.certified_by):
        return None
    row.entered_by = actor.person
    _check(row)
    row.save()
    _record(request, given.place, language, row.state, actor)
    return row


def _check(row: FreeTextTranslation) -> None:
    """Raises Refusal, naming the place, unless the state says how the translation came about."""
    wrong = ""
    if row.state == TranslationState.NONE:
        wrong = _("Say how it was translated.")
    elif row.state == TranslationState.CERTIFIED and not row.certified_by:
        wrong = _("Say who certified it.")
    elif row.state != TranslationState.CERTIFIED and row.certified_by:
        wrong = _("Only a certified translation says by whom.")
    else:
        try:
            row.full_clean(exclude=["request", "communication"])
        except ValidationError as error:
            wrong = " ".join(error.messages)
    if wrong:
        raise Refusal(_("Please correct what is marked."), fields={row.place: wrong})


def _record(request: AssistanceRequest, place: str, language: str, state: str, actor: Actor) -> None:
    record(
        events.TRANSLATED, chain=request.audit_chain, actor=actor, place=place, language=language, state=state
    )
