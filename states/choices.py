"""Fixed vocabularies of States, authorities and treaties."""

from collections.abc import Mapping

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


class RuleCategory(models.TextChoices):
    """The parts of a country sheet, in its order."""

    LANGUAGE = "language", _("Languages")
    CHANNEL = "channel", _("Channels")
    FORMAL = "formal", _("Formal requirements")
    CONTENT = "content", _("Extra contents")
    ASSURANCE = "assurance", _("Assurances")
    URGENCY = "urgency", _("In urgent cases")


class RuleCheck(models.TextChoices):
    """How the portal finds out whether a request keeps a rule. What it needs is in `RULE_PARAMETERS`."""

    NOTE = "note", _("Cannot be checked; it is only told")
    LANGUAGE_IN = "language_in", _("The letter is in one of these languages")
    TRANSLATION_ENCLOSED = (
        "translation_enclosed",
        _("In one of these languages, or translated"),
    )
    CHANNEL_IN = "channel_in", _("It is sent by one of these channels")
    FIELD_FILLED = "field_filled", _("A field is filled in")
    FIELD_LENGTH = "field_length", _("A field has at least so many characters")
    ENCLOSURE_TITLED = "enclosure_titled", _("An enclosure has one of these words in its title")
    TIME_LEFT = "time_left", _("The time limit leaves at least so many days")
    ASSURANCE_GIVEN = "assurance_given", _("An assurance with one of these words is given")


RULE_PARAMETERS: Mapping[str, frozenset[str]] = {
    RuleCheck.NOTE: frozenset(),
    RuleCheck.LANGUAGE_IN: frozenset({"languages"}),
    RuleCheck.TRANSLATION_ENCLOSED: frozenset({"languages", "words"}),
    RuleCheck.CHANNEL_IN: frozenset({"channels"}),
    RuleCheck.FIELD_FILLED: frozenset({"field"}),
    RuleCheck.FIELD_LENGTH: frozenset({"field", "minimum"}),
    RuleCheck.ENCLOSURE_TITLED: frozenset({"words"}),
    RuleCheck.TIME_LEFT: frozenset({"minimum"}),
    RuleCheck.ASSURANCE_GIVEN: frozenset({"words"}),
}
"""The parameters that each check needs; it takes no others."""


class RuleUrgency(models.TextChoices):
    """Of which requests a rule speaks; of all where it says neither."""

    ROUTINE = "routine", _("Routine requests only")
    URGENT = "urgent", _("Urgent requests only")
