"""The table of the requested authority: from the registration of a request to its results."""

from django.utils.translation import gettext_lazy as _

from casework.choices import CommunicationDirection, CommunicationType, Direction, Kind, Status
from casework.workflow.rules import (
    ALL_CLOCKS,
    DESK,
    HEAD,
    Act,
    Clocks,
    Correspondence,
    DeadlineCode,
    Reception,
    Requirement,
    TransitionRule,
    TransitionTable,
)

WITH_THEM = frozenset({Status.INFORMATION_AWAITED, Status.CONSULTATION, Status.RETURNED})
_EXAMINED = frozenset({Status.FORMAL_CHECK, Status.LEGAL_CHECK})
UNDECIDED = _EXAMINED | {
    Status.RECEIVED, Status.INFORMATION_AWAITED, Status.CONSULTATION, Status.DECISION, Status.POSTPONED,
}  # fmt: skip
"""While it is still open what becomes of the request."""
_EXECUTED = frozenset({Status.IN_EXECUTION, Status.EXECUTED_IN_PART})
_OPEN = UNDECIDED | _EXECUTED
_ENDED = frozenset({Status.EXECUTED, Status.EXECUTED_IN_PART, Status.REFUSED})

_CAME_IN = _OPEN | _ENDED | {Status.RETURNED, Status.FORWARDED, Status.CLOSED, Status.WITHDRAWN}

_CHECKS = (DeadlineCode.FORMAL_CHECK_DUE, DeadlineCode.DECISION_DUE)
_ISSUED, _RECEIVED = CommunicationDirection.ISSUED, CommunicationDirection.RECEIVED

INCOMING_ASSISTANCE = TransitionTable(
    Kind.MUTUAL_LEGAL_ASSISTANCE,
    Direction.INCOMING,
    [
        TransitionRule(
            "acknowledge", _("Acknowledge receipt"), frozenset({Status.RECEIVED}), Status.FORMAL_CHECK,
            Act(DESK), issues=CommunicationType.ACKNOWLEDGEMENT,
            starts=_CHECKS, stops=(DeadlineCode.ACKNOWLEDGEMENT_DUE,),
        ),
        TransitionRule(
            "pass_formal_check", _("Pass the formal check"), frozenset({Status.FORMAL_CHECK}),
            Status.LEGAL_CHECK, Act(DESK), stops=(DeadlineCode.FORMAL_CHECK_DUE,),
        ),
        TransitionRule(
            "ask_information", _("Ask for information"), _EXAMINED, Status.INFORMATION_AWAITED, Act(DESK),
            issues=CommunicationType.QUESTION, starts=(DeadlineCode.ANSWER_EXPECTED,), pauses=_CHECKS,
        ),
        TransitionRule(
            "information_received", _("Information received"), frozenset({Status.INFORMATION_AWAITED}),
            Status.FORMAL_CHECK, Reception(CommunicationType.SUPPLEMENT),
            requires=(Requirement.QUESTIONS_ANSWERED,),
            resumes=_CHECKS, stops=(DeadlineCode.ANSWER_EXPECTED,),
        ),
        TransitionRule(
            "go_on_without", _("Go on without the information"), frozenset({Status.INFORMATION_AWAITED}),
            Status.FORMAL_CHECK, Act(DESK, reason=True),
            resumes=_CHECKS, stops=(DeadlineCode.ANSWER_EXPECTED,),
        ),
        TransitionRule(
            "return_request", _("Return the request"),
            frozenset({Status.RECEIVED, Status.FORMAL_CHECK, Status.INFORMATION_AWAITED}), Status.RETURNED,
            Act(HEAD, reason=True), issues=CommunicationType.RETURN, stops=ALL_CLOCKS,
        ),
        TransitionRule(
            "resubmitted", _("Revised request received"), frozenset({Status.RETURNED}), Status.FORMAL_CHECK,
            Reception(CommunicationType.REQUEST), starts=(*_CHECKS, DeadlineCode.NEEDED_BY),
        ),
        TransitionRule(
            "forward", _("Forward to another authority"), frozenset({Status.RECEIVED, Status.FORMAL_CHECK}),
            Status.FORWARDED, Act(DESK, reason=True), issues=CommunicationType.FORWARDING, stops=ALL_CLOCKS,
        ),
        TransitionRule(
            "consult", _("Consult the requesting authority"), frozenset({Status.LEGAL_CHECK}),
            Status.CONSULTATION, Act(DESK), issues=CommunicationType.CONSULTATION,
            starts=(DeadlineCode.CONSULTATION_REPLY_EXPECTED,), pauses=(DeadlineCode.DECISION_DUE,),
        ),
        TransitionRule(
            "consultation_answered", _("Reply to the consultation received"),
            frozenset({Status.CONSULTATION}), Status.LEGAL_CHECK,
            Reception(CommunicationType.CONSULTATION_REPLY), resumes=(DeadlineCode.DECISION_DUE,),
            stops=(DeadlineCode.CONSULTATION_REPLY_EXPECTED,),
        ),
        TransitionRule(
            "end_consultation", _("End the consultation without a reply"), frozenset({Status.CONSULTATION}),
            Status.LEGAL_CHECK, Act(DESK, reason=True), resumes=(DeadlineCode.DECISION_DUE,),
            stops=(DeadlineCode.CONSULTATION_REPLY_EXPECTED,),
        ),
        TransitionRule(
            "propose_decision", _("Propose the decision"), frozenset({Status.LEGAL_CHECK}), Status.DECISION,
            Act(DESK), requires=(Requirement.PROPOSED_FOR_EACH_MEASURE,),
        ),
        TransitionRule(
            "return_proposal", _("Return the proposal"), frozenset({Status.DECISION}), Status.LEGAL_CHECK,
            Act(DESK, reason=True),
        ),
        TransitionRule(
            "grant", _("Grant and order the execution"), frozenset({Status.DECISION}), Status.IN_EXECUTION,
            Act(HEAD, four_eyes=True), requires=(Requirement.PROPOSAL_GRANTS, Requirement.CONSULTED),
            issues=CommunicationType.DECISION,
            starts=(DeadlineCode.EXECUTION_DUE,), stops=(DeadlineCode.DECISION_DUE,),
        ),
        TransitionRule(
            "refuse", _("Refuse the request"), frozenset({Status.DECISION}), Status.REFUSED,
            Act(HEAD, four_eyes=True), requires=(Requirement.PROPOSAL_REFUSES, Requirement.CONSULTED),
            issues=CommunicationType.REFUSAL, stops=ALL_CLOCKS,
        ),
        TransitionRule(
            "postpone", _("Postpone the execution"), frozenset({Status.DECISION}), Status.POSTPONED,
            Act(HEAD, four_eyes=True), requires=(Requirement.PROPOSAL_POSTPONES, Requirement.CONSULTED),
            issues=CommunicationType.POSTPONEMENT,
            starts=(DeadlineCode.TAKE_UP_AGAIN,), stops=(DeadlineCode.DECISION_DUE,),
        ),
        TransitionRule(
            "take_up_again", _("Take up again"),
            frozenset({Status.POSTPONED, Status.EXECUTED_IN_PART, Status.EXECUTED}),
            Status.LEGAL_CHECK, Act(DESK), requires=(Requirement.SOMETHING_POSTPONED,),
            starts=(DeadlineCode.DECISION_DUE,), stops=(DeadlineCode.TAKE_UP_AGAIN,),
        ),
        TransitionRule(
            "transmit_results_in_part", _("Transmit results in part"), _EXECUTED, Status.EXECUTED_IN_PART,
            Act(HEAD), requires=(Requirement.SOME_RESULTS_REVIEWED,),
            issues=CommunicationType.PARTIAL_RESULTS,
        ),
        TransitionRule(
            "transmit_results", _("Transmit the results"), _EXECUTED, Status.EXECUTED, Act(HEAD),
            requires=(Requirement.RESULTS_REVIEWED,), issues=CommunicationType.RESULTS,
            stops=tuple(code for code in ALL_CLOCKS if code is not DeadlineCode.TAKE_UP_AGAIN),
        ),
        TransitionRule("close", _("Close the file"), _ENDED, Status.CLOSED, Act(DESK), stops=ALL_CLOCKS),
        TransitionRule(
            "withdrawn", _("Withdrawal received"), _OPEN | {Status.RETURNED}, Status.WITHDRAWN,
            Reception(CommunicationType.WITHDRAWAL), stops=ALL_CLOCKS,
        ),
    ],
    [
        Correspondence(
            CommunicationType.RECEIPT, _ISSUED, _OPEN | {Status.RETURNED, Status.FORWARDED, Status.WITHDRAWN}
        ),
        Correspondence(
            CommunicationType.QUESTION, _ISSUED, _EXECUTED | {Status.INFORMATION_AWAITED},
            starts=(DeadlineCode.ANSWER_EXPECTED,), pauses=(DeadlineCode.EXECUTION_DUE,),
        ),
        Correspondence(
            CommunicationType.PROGRESS, _ISSUED, _EXAMINED | _EXECUTED | {Status.DECISION, Status.POSTPONED}
        ),
        Correspondence(
            CommunicationType.CHASER, _ISSUED,
            _EXECUTED | {Status.INFORMATION_AWAITED, Status.CONSULTATION, Status.RETURNED},
        ),
        Correspondence(CommunicationType.CLOSING, _ISSUED, _ENDED | {Status.CLOSED}),
        Correspondence(CommunicationType.CERTIFICATE, _ISSUED, _CAME_IN),
        Correspondence(CommunicationType.CERTIFICATE, _RECEIVED, _CAME_IN),
        Correspondence(
            CommunicationType.SUPPLEMENT, _RECEIVED, _OPEN,
            resumes=(DeadlineCode.EXECUTION_DUE,), stops=(DeadlineCode.ANSWER_EXPECTED,),
        ),
        Correspondence(CommunicationType.CONSULTATION_REPLY, _RECEIVED, _EXAMINED | {Status.DECISION}),
        Correspondence(CommunicationType.CHASER, _RECEIVED, _OPEN),
        Correspondence(CommunicationType.RECEIPT, _RECEIVED, _OPEN | _ENDED | {Status.CLOSED}),
        Correspondence(CommunicationType.CLOSING, _RECEIVED, _ENDED | {Status.CLOSED}),
    ],
    start=Status.RECEIVED,
    theirs=WITH_THEM,
    opens=Clocks(starts=(DeadlineCode.ACKNOWLEDGEMENT_DUE, DeadlineCode.NEEDED_BY)),
)  # fmt: skip
