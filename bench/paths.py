"""How far the files of the bench came, by which acts of the real tables, and what each act told."""

from random import Random

from casework.choices import CommunicationDirection, CommunicationType, DecisionType, Direction, Status
from casework.workflow import DeadlineCode, Reception, TransitionRule

INCOMING_SHARE = 0.35
BEGINS = {Direction.OUTGOING: Status.DRAFT, Direction.INCOMING: Status.RECEIVED}

_SENT = ("submit", "approve", "seal", "letter_ready", "send")
_CHECKED = ("acknowledge", "pass_formal_check")
_GRANTED = (*_CHECKED, "propose_decision", "grant")
# How many of a thousand files of a direction came how far, by which acts.
PATHS: dict[Direction, tuple[tuple[int, tuple[str, ...]], ...]] = {
    Direction.OUTGOING: (
        (40, ()),
        (12, _SENT[:1]),
        (8, _SENT[:2]),
        (10, _SENT[:4]),
        (80, _SENT),
        (120, (*_SENT, "acknowledged")),
        (30, (*_SENT, "acknowledged", "information_asked")),
        (200, (*_SENT, "acknowledged", "execution_begun")),
        (90, (*_SENT, "acknowledged", "results")),
        (40, (*_SENT, "acknowledged", "results_in_part")),
        (30, (*_SENT, "acknowledged", "refused")),
        (20, (*_SENT, "postponed")),
        (300, (*_SENT, "acknowledged", "results", "close")),
        (20, (*_SENT, "withdraw")),
    ),
    Direction.INCOMING: (
        (40, ()),
        (60, _CHECKED[:1]),
        (40, ("acknowledge", "ask_information")),
        (60, _CHECKED),
        (40, (*_CHECKED, "consult")),
        (30, (*_CHECKED, "propose_decision")),
        (220, _GRANTED),
        (60, (*_CHECKED, "propose_decision", "refuse")),
        (30, (*_CHECKED, "propose_decision", "postpone")),
        (60, ("return_request",)),
        (30, ("forward",)),
        (100, (*_GRANTED, "transmit_results")),
        (230, (*_GRANTED, "transmit_results", "close")),
    ),
}
RUNNING = {
    (Direction.OUTGOING, Status.SENT): DeadlineCode.ACKNOWLEDGEMENT_EXPECTED,
    (Direction.OUTGOING, Status.ACKNOWLEDGED): DeadlineCode.EXECUTION_EXPECTED,
    (Direction.OUTGOING, Status.INFORMATION_ASKED): DeadlineCode.INFORMATION_SUPPLY,
    (Direction.OUTGOING, Status.IN_EXECUTION): DeadlineCode.EXECUTION_EXPECTED,
    (Direction.OUTGOING, Status.EXECUTED): DeadlineCode.RESULTS_REVIEW,
    (Direction.INCOMING, Status.RECEIVED): DeadlineCode.ACKNOWLEDGEMENT_DUE,
    (Direction.INCOMING, Status.FORMAL_CHECK): DeadlineCode.FORMAL_CHECK_DUE,
    (Direction.INCOMING, Status.INFORMATION_AWAITED): DeadlineCode.ANSWER_EXPECTED,
    (Direction.INCOMING, Status.LEGAL_CHECK): DeadlineCode.DECISION_DUE,
    (Direction.INCOMING, Status.IN_EXECUTION): DeadlineCode.EXECUTION_DUE,
}
"""The deadline that runs in a status."""
_GROUNDS = ("essential_interests", "ne_bis_in_idem", "dual_criminality", "")
_DECIDES = {
    CommunicationType.DECISION: DecisionType.GRANTED,
    CommunicationType.REFUSAL: DecisionType.REFUSED,
    CommunicationType.POSTPONEMENT: DecisionType.POSTPONED,
}


def drawn(random: Random, direction: Direction) -> tuple[str, ...]:
    """A path at random, as often as its weight says."""
    paths = PATHS[direction]
    return random.choices(paths, [weight for weight, _path in paths])[0][1]


def passed_by(rule: TransitionRule) -> tuple[CommunicationDirection, CommunicationType] | None:
    """What passes between the authorities by an act, and which way."""
    if isinstance(rule.cause, Reception):
        return CommunicationDirection.RECEIVED, CommunicationType(rule.cause.communication)
    return (CommunicationDirection.ISSUED, CommunicationType(rule.issues)) if rule.issues else None


def decided_by(rule: TransitionRule, random: Random) -> tuple[DecisionType, str] | None:
    """The decision that an act tells, and its ground."""
    passed = passed_by(rule)
    kind = _DECIDES.get(passed[1]) if passed else None
    if kind is None:
        return None
    return kind, random.choice(_GROUNDS) if kind == DecisionType.REFUSED else ""
