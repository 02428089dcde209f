"""The tables of transitions: what may happen to a file, by whom or by what, and what follows from it.

Pure Python without a database. The guard, the buttons, the API's available transitions, the diagram in
`docs/workflow.md` and the tests over every status, transition and role come from here. What is not in the
table is refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.choices import CommunicationType, Direction, Kind, Status
from states.choices import Role

DESK = frozenset({Role.OFFICER, Role.APPROVER})
HEAD = frozenset({Role.APPROVER})

UNSENT = frozenset({Status.DRAFT, Status.REVIEW, Status.APPROVED})
WITH_THEM = frozenset(
    {
        Status.SENT,
        Status.ACKNOWLEDGED,
        Status.INFORMATION_ASKED,
        Status.INFORMATION_SUPPLIED,
        Status.IN_EXECUTION,
        Status.POSTPONED,
    }
)


class Requirement(StrEnum):
    """What must hold before a transition; `requirements.py` says how each is checked."""

    COMPLETE_OR_OVERRIDDEN = "complete_or_overridden"
    ADDRESSED = "addressed"
    LETTER_NOT_READY = "letter_not_ready"


class DeadlineCode(StrEnum):
    """Deadlines a transition may start, pause or stop. Their periods are the treaty file's, by this code."""

    ACKNOWLEDGEMENT_EXPECTED = "acknowledgement_expected"
    PROGRESS_INQUIRY = "progress_inquiry"
    INFORMATION_SUPPLY = "information_supply"
    EXECUTION_EXPECTED = "execution_expected"
    RESULTS_REVIEW = "results_review"
    NEEDED_BY = "needed_by"


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


@dataclass(frozen=True, slots=True)
class TransitionRule:
    """One row of a table of transitions."""

    name: str
    label: str | Promise
    sources: frozenset[Status]
    target: Status
    cause: Cause
    requires: tuple[Requirement, ...] = ()
    issues: CommunicationType | None = None
    seals: bool = False
    starts: tuple[DeadlineCode, ...] = ()
    pauses: tuple[DeadlineCode, ...] = ()
    resumes: tuple[DeadlineCode, ...] = ()
    stops: tuple[DeadlineCode, ...] = ()
    """Deadlines it ends."""

    @property
    def roles(self) -> frozenset[Role]:
        """Who of the holding authority may perform it; nobody where it is automatic."""
        return frozenset() if isinstance(self.cause, Automatic) else self.cause.roles

    @property
    def passes_something(self) -> bool:
        """Whether it records that something passed between the authorities, and so needs channel and day."""
        return isinstance(self.cause, Reception) or (self.issues is not None and not self.seals)


class TransitionTable:
    """All transitions of one kind and direction."""

    def __init__(
        self, kind: Kind, direction: Direction, rules: Iterable[TransitionRule], *, theirs: frozenset[Status]
    ) -> None:
        self.kind = kind
        self.direction = direction
        self.theirs = theirs
        """The statuses in which the counterpart has the next word."""
        self.rules: Mapping[str, TransitionRule] = {rule.name: rule for rule in rules}

    def get(self, name: str) -> TransitionRule | None:
        """The rule of that name, if the table has one."""
        return self.rules.get(name)

    def from_status(self, status: str) -> tuple[TransitionRule, ...]:
        """The transitions that leave a status, in the table's order."""
        return tuple(rule for rule in self.rules.values() if status in rule.sources)

    @property
    def statuses(self) -> tuple[Status, ...]:
        """Every status the table knows, in the order of their list."""
        known = {rule.target for rule in self.rules.values()}.union(*(r.sources for r in self.rules.values()))
        return tuple(status for status in Status if status in known)


_ALL_CLOCKS = tuple(DeadlineCode)
_THEIR_CLOCKS = (DeadlineCode.PROGRESS_INQUIRY, DeadlineCode.EXECUTION_EXPECTED)
_BEFORE_EXECUTION = (DeadlineCode.ACKNOWLEDGEMENT_EXPECTED, DeadlineCode.INFORMATION_SUPPLY)

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
            Status.INFORMATION_SUPPLIED, Act(DESK), issues=CommunicationType.SUPPLEMENT,
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
            Reception(CommunicationType.RESULTS), starts=(DeadlineCode.RESULTS_REVIEW,), stops=_ALL_CLOCKS,
        ),
        TransitionRule(
            "refused", _("Refusal received"), WITH_THEM, Status.REFUSED,
            Reception(CommunicationType.REFUSAL), stops=_ALL_CLOCKS,
        ),
        TransitionRule(
            "postponed", _("Postponement received"), WITH_THEM - {Status.POSTPONED}, Status.POSTPONED,
            Reception(CommunicationType.POSTPONEMENT), pauses=_THEIR_CLOCKS, stops=_BEFORE_EXECUTION,
        ),
        TransitionRule(
            "close", _("Close the file"),
            frozenset({Status.EXECUTED, Status.EXECUTED_IN_PART, Status.REFUSED}), Status.CLOSED, Act(DESK),
            stops=_ALL_CLOCKS,
        ),
        TransitionRule("discard", _("Discard"), UNSENT, Status.WITHDRAWN, Act(DESK, reason=True)),
        TransitionRule(
            "withdraw", _("Withdraw the request"), WITH_THEM | {Status.EXECUTED_IN_PART}, Status.WITHDRAWN,
            Act(HEAD, reason=True), issues=CommunicationType.WITHDRAWAL, stops=_ALL_CLOCKS,
        ),
    ],
    theirs=WITH_THEM,
)  # fmt: skip

TABLES: Mapping[tuple[str, str], TransitionTable] = {
    (table.kind, table.direction): table for table in (OUTGOING_ASSISTANCE,)
}


def table_for(kind: str, direction: str) -> TransitionTable:
    """The table of a file's kind and direction. Raises KeyError where there is none."""
    return TABLES[kind, direction]
