"""The table of the requesting authority: from the draft of a request to its results."""

from django.utils.translation import gettext_lazy as _

from casework.choices import CommunicationDirection, CommunicationType, Direction, Kind, Status
from casework.workflow.rules import (
    ALL_CLOCKS,
    DESK,
    HEAD,
    Act,
    Automatic,
    Correspondence,
    DeadlineCode,
    Reception,
    Requirement,
    TransitionRule,
    TransitionTable,
)

UNSENT = frozenset({Status.DRAFT, Status.REVIEW, Status.APPROVED})
WITH_THEM = frozenset(
    {
        Status.SENT,
        Status.ACKNOWLEDGED,
        Status.INFORMATION_ASKED,
        Status.INFORMATION_SUPPLIED,
        Status.CONSULTATION,
        Status.IN_EXECUTION,
        Status.POSTPONED,
    }
)
_UNDECIDED = WITH_THEM - {Status.IN_EXECUTION, Status.POSTPONED}
_DECIDED = frozenset({Status.IN_EXECUTION, Status.POSTPONED, Status.EXECUTED_IN_PART})
_ENDED = frozenset({Status.EXECUTED, Status.EXECUTED_IN_PART, Status.REFUSED})

_SENT_OUT = WITH_THEM | _ENDED | {Status.RETURNED, Status.CLOSED, Status.WITHDRAWN}

_ISSUED, _RECEIVED = CommunicationDirection.ISSUED, CommunicationDirection.RECEIVED
_THEIR_CLOCKS = (DeadlineCode.PROGRESS_INQUIRY, DeadlineCode.EXECUTION_EXPECTED)
_BEFORE_EXECUTION = (
    DeadlineCode.ACKNOWLEDGEMENT_EXPECTED, DeadlineCode.INFORMATION_SUPPLY, DeadlineCode.CONSULTATION_ANSWER,
)  # fmt: skip

OUTGOING_ASSISTANCE = TransitionTable(
    Kind.MUTUAL_LEGAL_ASSISTANCE,
    Direction.OUTGOING,
    [
        TransitionRule(
            "submit", _("Submit for approval"), frozenset({Status.DRAFT}), Status.REVIEW, Act(DESK),
            requires=(Requirement.ADDRESSED,),
        ),
        TransitionRule(
            "recall", _("Take back to the draft"), frozenset({Status.REVIEW}), Status.DRAFT, Act(DESK)
        ),
        TransitionRule(
            "return", _("Return to the drafter"), frozenset({Status.REVIEW}), Status.DRAFT,
            Act(HEAD, reason=True),
        ),
        TransitionRule(
            "approve", _("Approve"), frozenset({Status.REVIEW}), Status.APPROVED, Act(HEAD, four_eyes=True),
            requires=(Requirement.ADDRESSED, Requirement.COMPLETE_OR_OVERRIDDEN),
        ),
        TransitionRule(
            "reopen", _("Reopen the draft"), frozenset({Status.APPROVED}), Status.DRAFT,
            Act(DESK, reason=True),
        ),
        TransitionRule(
            "seal", _("Seal the letter"), frozenset({Status.APPROVED}), Status.SEALING,
            Act(HEAD, four_eyes=True, second_factor=True),
            requires=(Requirement.ADDRESSED, Requirement.COMPLETE_OR_OVERRIDDEN),
            issues=CommunicationType.REQUEST, seals=True,
        ),
        TransitionRule(
            "letter_ready", _("Letter sealed"), frozenset({Status.SEALING}), Status.SEALED, Automatic()
        ),
        TransitionRule(
            "stop_sealing", _("Give up sealing"), frozenset({Status.SEALING}), Status.APPROVED,
            Act(HEAD, reason=True), requires=(Requirement.LETTER_NOT_READY,),
        ),
        TransitionRule(
            "revoke", _("Revoke the unsent letter"), frozenset({Status.SEALED}), Status.DRAFT,
            Act(HEAD, reason=True),
        ),
        TransitionRule(
            "send", _("Record as sent"), frozenset({Status.SEALED}), Status.SENT, Act(DESK),
            issues=CommunicationType.REQUEST,
            starts=(DeadlineCode.ACKNOWLEDGEMENT_EXPECTED, DeadlineCode.NEEDED_BY),
        ),
        TransitionRule(
            "acknowledged", _("Acknowledgement received"), frozenset({Status.SENT}), Status.ACKNOWLEDGED,
            Reception(CommunicationType.ACKNOWLEDGEMENT),
            starts=(DeadlineCode.PROGRESS_INQUIRY,), stops=(DeadlineCode.ACKNOWLEDGEMENT_EXPECTED,),
        ),
        TransitionRule(
            "information_asked", _("Question received"), WITH_THEM,
            Status.INFORMATION_ASKED, Reception(CommunicationType.QUESTION),
            starts=(DeadlineCode.INFORMATION_SUPPLY,), pauses=_THEIR_CLOCKS,
            stops=(DeadlineCode.ACKNOWLEDGEMENT_EXPECTED,),
        ),
        TransitionRule(
            "supply_information", _("Supply the information"), frozenset({Status.INFORMATION_ASKED}),
            Status.INFORMATION_SUPPLIED, Act(DESK), requires=(Requirement.QUESTIONS_ANSWERED,),
            issues=CommunicationType.SUPPLEMENT,
            resumes=_THEIR_CLOCKS, stops=(DeadlineCode.INFORMATION_SUPPLY,),
        ),
        TransitionRule(
            "execution_begun", _("Notice of execution received"), WITH_THEM - {Status.IN_EXECUTION},
            Status.IN_EXECUTION, Reception(CommunicationType.EXECUTION_NOTICE),
            starts=(DeadlineCode.EXECUTION_EXPECTED,),
            stops=(*_BEFORE_EXECUTION, DeadlineCode.PROGRESS_INQUIRY),
        ),
        TransitionRule(
            "results_in_part", _("Partial results received"), WITH_THEM, Status.EXECUTED_IN_PART,
            Reception(CommunicationType.PARTIAL_RESULTS), starts=(DeadlineCode.RESULTS_REVIEW,),
            resumes=_THEIR_CLOCKS, stops=_BEFORE_EXECUTION,
        ),
        TransitionRule(
            "results", _("Results received"), WITH_THEM | {Status.EXECUTED_IN_PART}, Status.EXECUTED,
            Reception(CommunicationType.RESULTS), starts=(DeadlineCode.RESULTS_REVIEW,), stops=ALL_CLOCKS,
        ),
        TransitionRule(
            "refused", _("Refusal received"), WITH_THEM, Status.REFUSED,
            Reception(CommunicationType.REFUSAL), stops=ALL_CLOCKS,
        ),
        TransitionRule(
            "postponed", _("Postponement received"), WITH_THEM - {Status.POSTPONED}, Status.POSTPONED,
            Reception(CommunicationType.POSTPONEMENT), pauses=_THEIR_CLOCKS, stops=_BEFORE_EXECUTION,
        ),
        TransitionRule(
            "consulted", _("Consultation received"), _UNDECIDED - {Status.CONSULTATION}, Status.CONSULTATION,
            Reception(CommunicationType.CONSULTATION), starts=(DeadlineCode.CONSULTATION_ANSWER,),
            pauses=_THEIR_CLOCKS, stops=(DeadlineCode.ACKNOWLEDGEMENT_EXPECTED,),
        ),
        TransitionRule(
            "answer_consultation", _("Answer the consultation"), frozenset({Status.CONSULTATION}),
            Status.INFORMATION_SUPPLIED, Act(DESK), requires=(Requirement.QUESTIONS_ANSWERED,),
            issues=CommunicationType.CONSULTATION_REPLY,
            resumes=_THEIR_CLOCKS, stops=(DeadlineCode.CONSULTATION_ANSWER, DeadlineCode.INFORMATION_SUPPLY),
        ),
        TransitionRule(
            "decision_received", _("Decision received"), _UNDECIDED | {Status.POSTPONED}, Status.IN_EXECUTION,
            Reception(CommunicationType.DECISION), starts=(DeadlineCode.EXECUTION_EXPECTED,),
            stops=(*_BEFORE_EXECUTION, DeadlineCode.PROGRESS_INQUIRY),
        ),
        TransitionRule(
            "returned", _("Return received"), _UNDECIDED - {Status.CONSULTATION}, Status.RETURNED,
            Reception(CommunicationType.RETURN), starts=(DeadlineCode.REVISION,),
            stops=(*_BEFORE_EXECUTION, *_THEIR_CLOCKS),
        ),
        TransitionRule(
            "revise", _("Revise the request"), frozenset({Status.RETURNED}), Status.DRAFT, Act(DESK),
            stops=(DeadlineCode.REVISION,),
        ),
        TransitionRule(
            "close", _("Close the file"), _ENDED, Status.CLOSED, Act(DESK), stops=ALL_CLOCKS,
        ),
        TransitionRule("discard", _("Discard"), UNSENT, Status.WITHDRAWN, Act(DESK, reason=True)),
        TransitionRule(
            "withdraw", _("Withdraw the request"), WITH_THEM | {Status.EXECUTED_IN_PART, Status.RETURNED},
            Status.WITHDRAWN,
            Act(HEAD, reason=True), issues=CommunicationType.WITHDRAWAL, stops=ALL_CLOCKS,
        ),
    ],
    [
        Correspondence(CommunicationType.SUPPLEMENT, _ISSUED, WITH_THEM | {Status.EXECUTED_IN_PART}),
        Correspondence(
            CommunicationType.CHASER, _ISSUED,
            frozenset({Status.SENT, Status.ACKNOWLEDGED, Status.INFORMATION_SUPPLIED}) | _DECIDED,
        ),
        Correspondence(
            CommunicationType.CONSULTATION_REPLY, _ISSUED, _DECIDED, stops=(DeadlineCode.CONSULTATION_ANSWER,)
        ),
        Correspondence(CommunicationType.RECEIPT, _ISSUED, _ENDED),
        Correspondence(CommunicationType.CLOSING, _ISSUED, _ENDED | {Status.CLOSED}),
        Correspondence(CommunicationType.CERTIFICATE, _ISSUED, _SENT_OUT),
        Correspondence(CommunicationType.CERTIFICATE, _RECEIVED, _SENT_OUT),
        Correspondence(CommunicationType.RECEIPT, _RECEIVED, WITH_THEM),
        Correspondence(
            CommunicationType.ACKNOWLEDGEMENT, _RECEIVED, WITH_THEM - {Status.SENT, Status.ACKNOWLEDGED}
        ),
        Correspondence(CommunicationType.FORWARDING, _RECEIVED, _UNDECIDED),
        Correspondence(CommunicationType.PROGRESS, _RECEIVED, WITH_THEM | {Status.EXECUTED_IN_PART}),
        Correspondence(CommunicationType.CHASER, _RECEIVED, WITH_THEM | {Status.EXECUTED_IN_PART}),
        Correspondence(
            CommunicationType.CONSULTATION, _RECEIVED, _DECIDED, starts=(DeadlineCode.CONSULTATION_ANSWER,)
        ),
        Correspondence(CommunicationType.CLOSING, _RECEIVED, _ENDED | {Status.CLOSED}),
    ],
    start=Status.DRAFT,
    theirs=WITH_THEM,
)  # fmt: skip
