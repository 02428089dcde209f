"""What the record says of documents and letters."""

from django.utils.translation import gettext_lazy as _

from documents.choices import Purpose
from mla_portal.audit.events import event_type

LETTER_ORDERED = event_type("letter.ordered", _("Ordered letter %(number)s"), "letter", "number", "language")
LETTER_SEALED = event_type(
    "letter.sealed", _("Sealed letter %(number)s (SHA-256 %(sha256)s)"), "letter", "number", "sha256"
)
LETTER_FAILED = event_type(
    "letter.failed", _("Letter %(number)s could not be made: %(reason)s"), "letter", "number", "reason"
)
LETTER_RETRIED = event_type("letter.retried", _("Asked for letter %(number)s again"), "letter", "number")
LETTER_CANCELLED = event_type("letter.cancelled", _("Cancelled letter %(number)s"), "letter", "number")
LETTER_SUPERSEDED = event_type(
    "letter.superseded", _("Letter %(number)s was superseded by %(by)s"), "letter", "number", "by"
)
LETTER_WITHDRAWN = event_type("letter.withdrawn", _("Withdrew letter %(number)s"), "letter", "number")
LETTER_TEXT_CHANGED = event_type(
    "letter.wording_changed",
    _("Changed the wording of letters at “%(key)s” (%(language)s)"),
    "letter_kind",
    "language",
    "key",
    "text",
    "number",
)
LETTER_TEXT_APPROVED = event_type(
    "letter.wording_approved",
    _("Approved version %(number)s of the wording of letters at “%(key)s” (%(language)s)"),
    "letter_kind",
    "language",
    "key",
    "number",
)
LETTER_TEXT_IN_USE = event_type(
    "letter.wording_in_use",
    _("Took version %(number)s of the wording of letters at “%(key)s” (%(language)s) into use again"),
    "letter_kind",
    "language",
    "key",
    "number",
)
LETTER_TEXT_REMOVED = event_type(
    "letter.wording_removed",
    _("Went back to the standard wording of letters at “%(key)s” (%(language)s)"),
    "letter_kind",
    "language",
    "key",
)
VERSION_ADDED = event_type(
    "document.version_added",
    _("Added version %(number)s of “%(title)s” (%(filename)s)"),
    "document",
    "number",
    "sha256",
    private=("title", "filename"),
)
VERSION_SCANNED = event_type(
    "document.scanned", _("Virus scan of version %(number)s: %(result)s"), "document", "number", "result"
)
VERSION_DOWNLOADED = event_type(
    "document.downloaded", _("Downloaded version %(number)s of a document"), "document", "number", "sha256"
)


VERSION_DESTROYED = event_type(
    "document.destroyed",
    _("Destroyed version %(number)s of a document (SHA-256 %(sha256)s)"),
    "document",
    "number",
    "sha256",
)


def _purpose(code: str) -> str:
    return str(Purpose(code).label) if code in Purpose.values else code


VERSION_RELEASED = event_type(
    "document.released",
    _("Released version %(number)s of a document: %(purpose)s. %(answer)s"),
    "document",
    "number",
    "sha256",
    "purpose",
    "to",
    "into",
    private=("answer",),
    words={"purpose": _purpose},
)
