"""The ministry's own wording of letters: written, approved by a second administrator, taken back into use.

A letter keeps the wording it was ordered with (`keep_wording`), so that it can be set again as it was.
"""

import hashlib
import json

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import events
from documents.choices import LetterKind, LetterLanguage
from documents.letters.wording import check_wording
from documents.models import LetterText, LetterTextVersion, LetterWording
from documents.selectors import letter_texts
from mla_portal.accounts.actors import Actor
from mla_portal.accounts.services import require_administrator
from mla_portal.audit.events import EventType
from mla_portal.audit.services import PORTAL_CHAIN, record
from mla_portal.common.errors import Refusal


@transaction.atomic
def write_version(
    actor: Actor, *, kind: LetterKind, language: LetterLanguage, key: str, text: str
) -> LetterTextVersion:
    """Keeps a new version of a clause; letters have it once another administrator has approved it.

    Raises ValidationError for an unknown place or placeholder.
    """
    require_administrator(actor)
    check_wording(kind, key, text)
    LetterText.objects.get_or_create(kind=kind, language=language, key=key)
    clause = LetterText.objects.select_for_update().get(kind=kind, language=language, key=key)
    latest = clause.versions.aggregate(latest=Max("number"))["latest"] or 0
    version = LetterTextVersion.objects.create(clause=clause, number=latest + 1, text=text, author=actor.user)
    _record(actor, events.LETTER_TEXT_CHANGED, clause, number=version.number, text=text)
    return version


@transaction.atomic
def approve_version(actor: Actor, version: LetterTextVersion) -> None:
    """Approves the version and takes it into use. Raises Refusal for its author, and the second time."""
    require_administrator(actor)
    clause, version = _locked(version)
    if version.approved_at:
        raise Refusal(_("This version is approved already."))
    if actor.user is None or version.author_id == actor.user.pk:
        raise Refusal(_("A wording is approved by another administrator than its author."))
    version.approved_by, version.approved_at = actor.user, timezone.now()
    version.save(update_fields=["approved_by", "approved_at"])
    _take(clause, version)
    _record(actor, events.LETTER_TEXT_APPROVED, clause, number=version.number)


@transaction.atomic
def take_back_into_use(actor: Actor, version: LetterTextVersion) -> None:
    """Letters have an approved version again from now on. Raises Refusal for one never approved."""
    require_administrator(actor)
    clause, version = _locked(version)
    if not version.approved_at:
        raise Refusal(_("Only an approved version is taken into use."))
    _take(clause, version)
    _record(actor, events.LETTER_TEXT_IN_USE, clause, number=version.number)


@transaction.atomic
def use_standard(actor: Actor, clause: LetterText) -> None:
    """Letters have the standard text in this place again; the versions stay."""
    require_administrator(actor)
    clause = LetterText.objects.select_for_update().get(pk=clause.pk)
    _take(clause, None)
    _record(actor, events.LETTER_TEXT_REMOVED, clause)


def keep_wording(kind: LetterKind, language: LetterLanguage) -> LetterWording:
    """The wording as it stands, kept for the letters that are ordered with it."""
    own = LetterText.objects.filter(kind=kind, language=language, in_use__isnull=False)
    versions = dict(own.order_by("key").values_list("key", "in_use__number"))
    texts = dict(letter_texts(kind, language))
    canonical = json.dumps([kind, language, texts, versions], ensure_ascii=False, sort_keys=True)
    wording, _created = LetterWording.objects.get_or_create(
        sha256=hashlib.sha256(canonical.encode()).hexdigest(),
        defaults={"kind": kind, "language": language, "texts": texts, "versions": versions},
    )
    return wording


def _locked(version: LetterTextVersion) -> tuple[LetterText, LetterTextVersion]:
    clause = LetterText.objects.select_for_update().get(pk=version.clause_id)
    return clause, clause.versions.get(pk=version.pk)


def _take(clause: LetterText, version: LetterTextVersion | None) -> None:
    clause.in_use = version
    clause.save(update_fields=["in_use"])


def _record(actor: Actor, kind: EventType, clause: LetterText, **particulars: str | int) -> None:
    record(
        kind,
        chain=PORTAL_CHAIN,
        actor=actor,
        letter_kind=clause.kind,
        language=clause.language,
        key=clause.key,
        **particulars,
    )
