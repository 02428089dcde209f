"""The ministry's own wording of letters, in place of the standard texts."""

from documents import events
from documents.models import LetterText
from mla_portal.accounts.actors import Actor
from mla_portal.accounts.services import require_administrator
from mla_portal.audit.events import EventType
from mla_portal.audit.services import PORTAL_CHAIN, record


def save_wording(actor: Actor, row: LetterText) -> LetterText:
    """Keeps a text for one place in letters from now on. Raises ValidationError for unknown placeholders."""
    require_administrator(actor)
    row.full_clean()
    row.save()
    _record(actor, events.LETTER_TEXT_CHANGED, row, text=row.text)
    return row


def remove_wording(actor: Actor, row: LetterText) -> None:
    """Letters have the standard text in this place again."""
    require_administrator(actor)
    _record(actor, events.LETTER_TEXT_REMOVED, row)
    row.delete()


def _record(actor: Actor, kind: EventType, row: LetterText, **particulars: str) -> None:
    record(
        kind,
        chain=PORTAL_CHAIN,
        actor=actor,
        letter_kind=row.kind,
        language=row.language,
        key=row.key,
        **particulars,
    )
