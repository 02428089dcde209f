"""Fixed vocabularies of the case file."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is asked for. Each kind and direction has its own table of transitions (`workflow/`)."""

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
    RECEIVED = "received", _("Received")
    FORMAL_CHECK = "formal_check", _("Formal check")
    INFORMATION_AWAITED = "information_awaited", _("Information awaited")
    LEGAL_CHECK = "legal_check", _("Legal check")
    CONSULTATION = "consultation", _("Consultation")
    DECISION = "decision", _("Decision proposed")
    IN_EXECUTION = "in_execution", _("In execution")
    EXECUTED = "executed", _("Executed")
    EXECUTED_IN_PART = "executed_in_part", _("Executed in part")
    REFUSED = "refused", _("Refused")
    POSTPONED = "postponed", _("Postponed")
    RETURNED = "returned", _("Returned")
    FORWARDED = "forwarded", _("Forwarded")
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
    NOT_EXECUTED = "not_executed", _("Could not be executed")


class AssignmentStatus(models.TextChoices):
    """Where a measure stands with the competent authority it was given to (`workflow/execution.py`)."""

    ASSIGNED = "assigned", _("Assigned")
    ACCEPTED = "accepted", _("Accepted")
    QUESTION_ASKED = "question_asked", _("Question asked")
    RESULTS_RETURNED = "results_returned", _("Results to be reviewed")
    RELEASED = "released", _("Results released")
    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Revoked")


class PersonExtent(models.TextChoices):
    """How much of a person's data a competent authority is shown with its measure."""

    ROLE = "role", _("Role only, without the name")
    NAME = "name", _("Name and role")
    FULL = "full", _("Everything the request says")


class CommunicationDirection(models.TextChoices):
    ISSUED = "issued", _("Issued")
    RECEIVED = "received", _("Received")


class CommunicationType(models.TextChoices):
    """What formally passes between two authorities."""

    REQUEST = "request", _("Request")
    RECEIPT = "receipt", _("Receipt")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    QUESTION = "question", _("Request for further information")
    SUPPLEMENT = "supplement", _("Supplement")
    CONSULTATION = "consultation", _("Consultation")
    CONSULTATION_REPLY = "consultation_reply", _("Reply to the consultation")
    DECISION = "decision", _("Decision")
    EXECUTION_NOTICE = "execution_notice", _("Notice of execution")
    RESULTS = "results", _("Results")
    PARTIAL_RESULTS = "partial_results", _("Partial results")
    REFUSAL = "refusal", _("Refusal")
    POSTPONEMENT = "postponement", _("Postponement")
    RETURN = "return", _("Return")
    FORWARDING = "forwarding", _("Notice of forwarding")
    CHASER = "chaser", _("Chaser")
    PROGRESS = "progress", _("Progress notice")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    CLOSING = "closing", _("Closing")
    CERTIFICATE = "certificate", _("Certificate of return or destruction")


class LetterState(models.TextChoices):
    """How far a communication of ours is. Derived, never stored: `Communication.state`."""

    PREPARED = "prepared", _("In preparation")
    SEALING = "sealing", _("Being sealed")
    FAILED = "failed", _("Could not be sealed")
    SEALED = "sealed", _("Sealed, not sent")
    REVOKED = "revoked", _("Revoked before it was sent")
    PASSED = "passed", _("Sent or received")


class DeadlineBasis(models.TextChoices):
    """Where a date comes from. An office policy is never shown as law."""

    REQUEST = "request", _("Stated in the request")
    OWN = "own", _("Set by us")
    COUNTERPART = "counterpart", _("Set by the counterpart")
    POLICY = "policy", _("Office policy")
    TREATY = "treaty", _("Treaty")
    OFFICER = "officer", _("Set by an officer")


class DecisionType(models.TextChoices):
    """What is decided on a measure, or on the whole request."""

    GRANTED = "granted", _("Granted")
    GRANTED_WITH_CONDITIONS = "granted_with_conditions", _("Granted with conditions")
    REFUSED = "refused", _("Refused")
    POSTPONED = "postponed", _("Postponed")


class CertificateKind(models.TextChoices):
    """How items that were given ended with us."""

    RETURN = "return", _("Return")
    DESTRUCTION = "destruction", _("Destruction")


class AdverseStep(models.TextChoices):
    """What a requested authority considers and consults on first, the mildest first."""

    CONDITION = "condition", _("Set conditions")
    POSTPONE = "postpone", _("Postpone")
    REFUSE = "refuse", _("Refuse")


class CheckKind(models.TextChoices):
    """The two checks of a request that came to us."""

    FORMAL = "formal", _("Formal check")
    LEGAL = "legal", _("Legal check")


class Finding(models.TextChoices):
    """What an officer found on one point: of a content of the request, or of a ground of the treaty."""

    MET = "met", _("Met")
    MISSING = "missing", _("Missing")
    UNCLEAR = "unclear", _("Unclear")
    APPLIES = "applies", _("Applies")
    DOES_NOT_APPLY = "does_not_apply", _("Does not apply")


FINDINGS = {
    CheckKind.FORMAL: (Finding.MET, Finding.MISSING, Finding.UNCLEAR),
    CheckKind.LEGAL: (Finding.APPLIES, Finding.DOES_NOT_APPLY),
}
"""What may be found in each check."""


class Timeliness(models.TextChoices):
    IN_TIME = "in_time", _("In time")
    LATE_BUT_USABLE = "late_but_usable", _("Late, but still usable")
    TOO_LATE = "too_late", _("Too late to be used")


class Usefulness(models.TextChoices):
    """What the results led to in the proceedings."""

    CONVICTION = "conviction", _("Led to a conviction")
    INDICTMENT = "indictment", _("Led to an indictment")
    NEW_LEADS = "new_leads", _("Gave new leads")
    EXONERATION = "exoneration", _("Cleared a person")
    NOT_USED = "not_used", _("Was not used")
    NOT_KNOWN = "not_known", _("Not known yet")


class ConditionType(models.TextChoices):
    """What may bind evidence; `conditions.py` says what each asks of whoever uses it."""

    USE_LIMITATION = "use_limitation", _("Use limitation")
    SPECIALITY = "speciality", _("Speciality")
    CONFIDENTIALITY = "confidentiality", _("Confidentiality")
    RETURN_BY = "return_by", _("Return of items")
    DESTROY_BY = "destroy_by", _("Destruction of items")
    ASSURANCE = "assurance", _("Assurance")
    OTHER = "other", _("Other condition")


class RuleVerdict(models.TextChoices):
    """What a rule said of a request as it was sent."""

    KEPT = "kept", _("Kept")
    WARNED = "warned", _("Warned")
    OVERRIDDEN = "overridden", _("Overridden")


class ReminderStage(models.TextChoices):
    """When somebody is reminded of a deadline."""

    SOON = "soon", _("Due soon")
    TODAY = "today", _("Due today")
    OVERDUE = "overdue", _("Overdue")
    CHASED = "chased", _("Chasers went unanswered")


class MoveCause(models.TextChoices):
    """Why a day that the request names moved."""

    CHANGED = "changed", _("The request was changed")
    SUPPLEMENT = "supplement", _("A supplement changed it")
    REVISED = "revised", _("The revised request changed it")
