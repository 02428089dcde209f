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


class Purpose(models.TextChoices):
    """For what a version leaves the store. Whoever binds conditions to documents decides over each."""

    READ = "read", _("Reading it on a page or saving it")
    API = "api", _("Fetching it through the API")
    EXPORT = "export", _("Export of the file")
    ANOTHER_CASE = "another_case", _("Use in another case")
    ENCLOSURE = "enclosure", _("Enclosing it in a letter")
    ASSIGNMENT = "assignment", _("Giving it to a competent authority")
    DELIVERY = "delivery", _("Delivery of a communication already sent")


class LetterStatus(models.TextChoices):
    QUEUED = "queued", _("Queued")
    RENDERING = "rendering", _("Rendering")
    SEALING = "sealing", _("Sealing")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class LetterKind(models.TextChoices):
    """What a letter is; each kind has its content and its wording."""

    REQUEST = "request", _("Request for mutual legal assistance")
    RECEIPT = "receipt", _("Receipt")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement of a request")
    QUESTIONS = "questions", _("Request for further information")
    SUPPLEMENT = "supplement", _("Supplement to a request")
    CONSULTATION = "consultation", _("Consultation")
    CONSULTATION_REPLY = "consultation_reply", _("Reply to a consultation")
    DECISION = "decision", _("Decision on a request")
    REFUSAL = "refusal", _("Refusal of a request")
    POSTPONEMENT = "postponement", _("Postponement of execution")
    ASSIGNMENT = "assignment", _("Assignment of a measure")
    RESULTS = "results", _("Transmission of results")
    CHASER = "chaser", _("Reminder to the counterpart")
    WITHDRAWAL = "withdrawal", _("Withdrawal of a request")
    CLOSING = "closing", _("Closing of a request")
    RETURN = "return", _("Return of a request")
    FORWARDING = "forwarding", _("Notice of forwarding")
    PROGRESS = "progress", _("Progress notice")
    CERTIFICATE = "certificate", _("Certificate of return or destruction")


class LetterLanguage(models.TextChoices):
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    SPANISH = "es", _("Spanish")
    ARABIC = "ar", _("Arabic")


class TranslationState(models.TextChoices):
    """How a free text came into another language."""

    NONE = "none", _("Not translated")
    MACHINE = "machine", _("Machine translation")
    HUMAN = "human", _("Translated by a person")
    CERTIFIED = "certified", _("Certified translation")
