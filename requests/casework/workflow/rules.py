"""What a row of a table of transitions says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from casework.choices import CommunicationDirection, CommunicationType, Direction, Kind, Status
from states.choices import Role

DESK = frozenset({Role.OFFICER, Role.APPROVER})
HEAD = frozenset({Role.APPROVER})


class Requirement(StrEnum):
    """What must hold before a transition; `requirements.py` says how each is checked."""

    COMPLETE_OR_OVERRIDDEN = "complete_or_overridden"
    ADDRESSED = "addressed"
    LETTER_NOT_READY = "letter_not_ready"
    QUESTIONS_ANSWERED = "questions_answered"
    PROPOSED_FOR_EACH_MEASURE = "proposed_for_each_measure"
    PROPOSAL_GRANTS = "proposal_grants"
    PROPOSAL_REFUSES = "proposal_refuses"
    PROPOSAL_POSTPONES = "proposal_postpones"
    CONSULTED = "consulted"
    SOMETHING_POSTPONED = "something_postponed"
    SOME_RESULTS_REVIEWED = "some_results_reviewed"
    RESULTS_REVIEWED = "results_reviewed"


class DeadlineCode(StrEnum):
    """Deadlines a transition may start, pause or stop. Their periods are the treaty file's, by this code."""

    # Of the requesting authority
    ACKNOWLEDGEMENT_EXPECTED = "acknowledgement_expected"
    PROGRESS_INQUIRY = "progress_inquiry"
    INFORMATION_SUPPLY = "information_supply"
    CONSULTATION_ANSWER = "consultation_answer"
    EXECUTION_EXPECTED = "execution_expected"
    RESULTS_REVIEW = "results_review"
    REVISION = "revision"

    # Of the requested authority
    ACKNOWLEDGEMENT_DUE = "acknowledgement_due"
    FORMAL_CHECK_DUE = "formal_check_due"
    DECISION_DUE = "decision_due"
    ANSWER_EXPECTED = "answer_expected"
    CONSULTATION_REPLY_EXPECTED = "consultation_reply_expected"
    TAKE_UP_AGAIN = "take_up_again"
    EXECUTION_DUE = "execution_due"

    # Of both
    NEEDED_BY = "needed_by"


ALL_CLOCKS = tuple(DeadlineCode)


ANSWERED_BY = frozenset(
    {
        DeadlineCode.INFORMATION_SUPPLY,
        DeadlineCode.ANSWER_EXPECTED,
        DeadlineCode.CONSULTATION_REPLY_EXPECTED,
    }
)
"""The deadlines whose day whoever asks may set."""


@dataclass(frozen=True, slots=True)
class Act:
    """Done by a member of the holding authority, in one of these roles."""

    roles: frozenset[Role]
    four_eyes: bool = False
    second_factor: bool = False
    reason: bool = False


@dataclass(frozen=True, slots=True)
class Reception:
    """The counterpart did it: a communication of this type arrived and is entered by one of these roles."""

    communication: CommunicationType
    roles: frozenset[Role] = DESK


@dataclass(frozen=True, slots=True)
class Automatic:
    """The portal does it when something finished. Nobody can ask for it."""


Cause = Act | Reception | Automatic


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """What happens to the file's deadlines. `stops` ends them."""

    starts: tuple[DeadlineCode, ...] = ()
    pauses: tuple[DeadlineCode, ...] = ()
    resumes: tuple[DeadlineCode, ...] = ()
    stops: tuple[DeadlineCode, ...] = ()


@dataclass(frozen=True, slots=True)
class TransitionRule(Clocks):
    """One row of a table of transitions."""

    name: str
    label: str | Promise
    sources: frozenset[Status]
    target: Status
    cause: Cause
    requires: tuple[Requirement, ...] = ()
    issues: CommunicationType | None = None
    seals: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """Who of the holding authority may perform it; nobody where it is automatic."""
        return frozenset() if isinstance(self.cause, Automatic) else self.cause.roles

    @property
    def passes_something(self) -> bool:
        """Whether it records that something passed between the authorities, and so needs channel and day."""
        return isinstance(self.cause, Reception) or (self.issues is not None and not self.seals)


@dataclass(frozen=True, slots=True)
class Correspondence(Clocks):
    """What passes between the authorities without moving the file, while it is in one of these statuses."""

    type: CommunicationType
    direction: CommunicationDirection
    sources: frozenset[Status]
    roles: frozenset[Role] = DESK

    def staying_in(self, status: Status) -> TransitionRule:
        """The same as an act that leaves the file in its status, for forms and pages made from a rule."""
        is_issued = self.direction == CommunicationDirection.ISSUED
        return TransitionRule(
            self.type.value,
            self.type.label,
            self.sources,
            status,
            Act(self.roles) if is_issued else Reception(self.type, self.roles),
            issues=self.type if is_issued else None,
            starts=self.starts,
            pauses=self.pauses,
            resumes=self.resumes,
            stops=self.stops,
        )


class TransitionTable:
    """All transitions of one kind and direction, and what else passes between the authorities meanwhile.

    `theirs` are the statuses in which the file lies with the counterpart; `opens` is what opening a file does
    to its deadlines.
    """

    def __init__(
        self,
        kind: Kind,
        direction: Direction,
        rules: Iterable[TransitionRule],
        correspondence: Iterable[Correspondence],
        *,
        start: Status,
        theirs: frozenset[Status],
        opens: Clocks = Clocks(),
    ) -> None:
        self.kind, self.direction = kind, direction
        self.start, self.theirs, self.opens = start, theirs, opens
        self.rules: Mapping[str, TransitionRule] = {rule.name: rule for rule in rules}
        self.correspondence = tuple(correspondence)

    def get(self, name: str) -> TransitionRule | None:
        """The rule of that name, if the table has one."""
        return self.rules.get(name)

    def from_status(self, status: str) -> tuple[TransitionRule, ...]:
        """The transitions that leave a status, in the table's order."""
        return tuple(rule for rule in self.rules.values() if status in rule.sources)

    def reception(self, status: str, communication: str) -> TransitionRule | None:
        """The transition that a received communication of this type causes in this status, if any."""
        for rule in self.from_status(status):
            if isinstance(rule.cause, Reception) and rule.cause.communication == communication:
                return rule
        return None

    def correspondence_in(self, status: str, direction: str) -> tuple[Correspondence, ...]:
        """What may pass in this direction without moving the file, in the table's order."""
        return tuple(
            row for row in self.correspondence if row.direction == direction and status in row.sources
        )

    def corresponds(self, status: str, direction: str, communication: str) -> Correspondence | None:
        """The row that lets this communication pass in this status without moving the file, if any."""
        for row in self.correspondence:
            if (row.type, row.direction) == (communication, direction) and status in row.sources:
                return row
        return None

    @property
    def statuses(self) -> tuple[Status, ...]:
        """Every status the table knows, in the order of their list."""
        known = {rule.target for rule in self.rules.values()}.union(*(r.sources for r in self.rules.values()))
        return tuple(status for status in Status if status in known)
