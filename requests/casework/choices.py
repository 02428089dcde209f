"""Fixed vocabularies of the case file."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is asked for. Each kind and direction has its own table of transitions (`workflow.py`)."""

    MUTUAL_LEGAL_ASSISTANCE = "mla", _("Mutual legal assistance")


class Direction(models.TextChoices):
    """As the holder of the file sees it."""

    OUTGOING = "outgoing", _("Outgoing")
    INCOMING = "incoming", _("Incoming")


class Status(models.TextChoices):
    """Where the file stands with its holder."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    APPROVED = "approved", _("Approved")
    SEALING = "sealing", _("Being sealed")
    SEALED = "sealed", _("Sealed")
    SENT = "sent", _("Sent")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    INFORMATION_ASKED = "information_asked", _("Information asked")
    INFORMATION_SUPPLIED = "information_supplied", _("Information supplied")
    IN_EXECUTION = "in_execution", _("In execution")
    EXECUTED = "executed", _("Executed")
    EXECUTED_IN_PART = "executed_in_part", _("Executed in part")
    REFUSED = "refused", _("Refused")
    POSTPONED = "postponed", _("Postponed")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Urgency(models.TextChoices):
    ROUTINE = "routine", _("Routine")
    URGENT = "urgent", _("Urgent")


class ProceedingsStage(models.TextChoices):
    INVESTIGATION = "investigation", _("Investigation")
    PROSECUTION = "prosecution", _("Prosecution")
    TRIAL = "trial", _("Trial")
    ENFORCEMENT = "enforcement", _("Enforcement")


class PersonRole(models.TextChoices):
    SUSPECT = "suspect", _("Suspect")
    ACCUSED = "accused", _("Accused")
    CONVICTED = "convicted", _("Convicted person")
    VICTIM = "victim", _("Victim")
    WITNESS = "witness", _("Witness")
    EXPERT = "expert", _("Expert")
    OTHER = "other", _("Other person concerned")


class NameKind(models.TextChoices):
    PRIMARY = "primary", _("Name")
    ALIAS = "alias", _("Alias")


class MeasureOutcome(models.TextChoices):
    """What became of one act asked for."""

    PENDING = "pending", _("Pending")
    EXECUTED = "executed", _("Executed")
    EXECUTED_IN_PART = "executed_in_part", _("Executed in part")
    REFUSED = "refused", _("Refused")
    POSTPONED = "postponed", _("Postponed")


class CommunicationDirection(models.TextChoices):
    ISSUED = "issued", _("Issued")
    RECEIVED = "received", _("Received")


class CommunicationType(models.TextChoices):
    """What formally passes between two authorities."""

    REQUEST = "request", _("Request")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    QUESTION = "question", _("Request for further information")
    SUPPLEMENT = "supplement", _("Supplement")
    EXECUTION_NOTICE = "execution_notice", _("Notice of execution")
    RESULTS = "results", _("Results")
    PARTIAL_RESULTS = "partial_results", _("Partial results")
    REFUSAL = "refusal", _("Refusal")
    POSTPONEMENT = "postponement", _("Postponement")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    CLOSING = "closing", _("Closing")


class DeadlineBasis(models.TextChoices):
    """Where a date comes from. An office policy is never shown as law."""

    REQUEST = "request", _("Stated in the request")
    COUNTERPART = "counterpart", _("Set by the counterpart")
    POLICY = "policy", _("Office policy")
    TREATY = "treaty", _("Treaty")


class DecisionType(models.TextChoices):
    REFUSED = "refused", _("Refused")
    POSTPONED = "postponed", _("Postponed")


class ConditionType(models.TextChoices):
    USE_LIMITATION = "use_limitation", _("Use limitation")
    CONFIDENTIALITY = "confidentiality", _("Confidentiality")
    ASSURANCE = "assurance", _("Assurance")
    RETURN = "return", _("Return of items")
    OTHER = "other", _("Other condition")
