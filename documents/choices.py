"""Fixed vocabularies of documents and letters."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScanState(models.TextChoices):
    """Only a clean version is released; an unfinished or failed scan never deletes anything."""

    WAITING = "waiting", _("Waiting for the scan")
    CLEAN = "clean", _("Clean")
    INFECTED = "infected", _("Infected")
    MADE_HERE = "made_here", _("Made by this portal")
    NOT_SCANNED = "not_scanned", _("No scanner configured")


class LetterStatus(models.TextChoices):
    QUEUED = "queued", _("Queued")
    RENDERING = "rendering", _("Rendering")
    SEALING = "sealing", _("Sealing")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class LetterKind(models.TextChoices):
    """What a letter is; each kind has its content, its template and its wording."""

    REQUEST = "request", _("Request for mutual legal assistance")


class LetterLanguage(models.TextChoices):
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    SPANISH = "es", _("Spanish")
