"""Fixed vocabularies of States, authorities and treaties."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuthorityKind(models.TextChoices):
    CENTRAL = "central", _("Central authority")
    COMPETENT = "competent", _("Competent authority")
    DIPLOMATIC = "diplomatic", _("Diplomatic mission")


class Role(models.TextChoices):
    """What a member does for the authority."""

    OFFICER = "officer", _("Officer")
    APPROVER = "approver", _("Approver")
    AUDITOR = "auditor", _("Auditor")


class Confidence(models.TextChoices):
    """How sure a fact of law is. Nothing below `verified` is ever shown as law."""

    VERIFIED = "verified", _("Verified in a source")
    SECONDARY = "secondary", _("From a secondary description")
    MODEL_CLAUSE = "model-clause", _("Model clause of parent treaties, not this treaty's text")
    UNVERIFIED = "unverified", _("Not verified")


class BindingLevel(models.TextChoices):
    """How far a treaty binds on a day, from the least to the most."""

    NONE = "none", _("No basis")
    SIGNED_ONLY = "signed_only", _("Signed only")
    RATIFIED = "ratified", _("Ratified, entry into force not confirmed")
    PROVISIONAL = "provisional", _("Applied provisionally")
    IN_FORCE = "in_force", _("In force")

    @property
    def rank(self) -> int:
        return list(BindingLevel).index(self)


class DeclarationType(models.TextChoices):
    ANNEX_OPT_IN = "annex_opt_in", _("Acceptance of annexes")
    RESERVATION = "reservation", _("Reservation")
    INTERPRETATIVE = "interpretative", _("Interpretative declaration")
    LANGUAGE = "language", _("Language of requests")
    NATIONALS = "nationals", _("Meaning of “national”")
    DESIGNATION = "designation", _("Designation of central authorities")
    OTHER = "other", _("Declaration")


class LetterChannel(models.TextChoices):
    """How something passes between two authorities."""

    PAPER = "paper", _("Paper by post or courier")
    EMAIL = "email", _("E-mail")
    SEALED_LETTER = "sealed_letter", _("Sealed electronic letter")
    POUCH = "pouch", _("Diplomatic pouch")
    INTERPOL = "interpol", _("INTERPOL channel")
    PORTAL = "portal", _("This portal")
