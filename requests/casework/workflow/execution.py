"""The table of a measure given to a competent authority: who of the two sides may do what, and when.

Pure Python without a database, as the tables of the files are. The guard, the buttons, the API's available
transitions, `docs/workflow.md` and the test over every status, act, side and role come from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.choices import AssignmentStatus, Status
from casework.workflow.rules import DESK
from states.choices import Role


class Side(StrEnum):
    """Whose act it is. An authority that does not work on this portal acts through the central authority."""

    COMPETENT = "competent"
    CENTRAL = "central"


@dataclass(frozen=True, slots=True)
class ExecutionRule:
    """One row: an act of one side. Without a `target` the status stays.

    `says` is the label of the text that the act cannot go without; none where there is none.
    """

    name: str
    label: str | Promise
    sources: frozenset[AssignmentStatus]
    target: AssignmentStatus | None
    side: Side
    says: str | Promise = ""
    takes_files: bool = False
    takes_results: bool = False
    takes_instructions: bool = False
    roles: frozenset[Role] = DESK


_WORKED_ON = frozenset({AssignmentStatus.ACCEPTED, AssignmentStatus.QUESTION_ASKED})
EXECUTING = frozenset({Status.IN_EXECUTION, Status.EXECUTED_IN_PART})
"""The statuses of an incoming file in which its measures are executed."""
WITH_COMPETENT = (AssignmentStatus.ASSIGNED, AssignmentStatus.ACCEPTED, AssignmentStatus.QUESTION_ASKED)
"""The competent authority has the measure in hand."""
RUNNING = (*WITH_COMPETENT, AssignmentStatus.RESULTS_RETURNED)
"""A result is still expected, or waits for its review."""
CLOSED_TO_COMPETENT = (AssignmentStatus.DECLINED, AssignmentStatus.REVOKED)
"""The competent authority no longer reads what it was given."""

EXECUTION: Mapping[str, ExecutionRule] = {
    rule.name: rule
    for rule in (
        ExecutionRule(
            "accept", _("Accept the measure"), frozenset({AssignmentStatus.ASSIGNED}),
            AssignmentStatus.ACCEPTED, Side.COMPETENT,
        ),
        ExecutionRule(
            "decline", _("Decline the measure"), frozenset({AssignmentStatus.ASSIGNED}),
            AssignmentStatus.DECLINED, Side.COMPETENT, says=_("Why it is declined"),
        ),
        ExecutionRule(
            "ask", _("Ask the central authority"), frozenset({AssignmentStatus.ACCEPTED}),
            AssignmentStatus.QUESTION_ASKED, Side.COMPETENT, says=_("Question"), takes_files=True,
        ),
        ExecutionRule(
            "answer", _("Answer the question"), frozenset({AssignmentStatus.QUESTION_ASKED}),
            AssignmentStatus.ACCEPTED, Side.CENTRAL, says=_("Answer"),
        ),
        ExecutionRule(
            "change", _("Change the instructions"), frozenset(WITH_COMPETENT), None, Side.CENTRAL,
            says=_("Why they change"), takes_instructions=True,
        ),
        ExecutionRule(
            "report", _("Report progress"), _WORKED_ON, None, Side.COMPETENT, says=_("Progress"),
            takes_files=True,
        ),
        ExecutionRule(
            "return_results", _("Return the results"), _WORKED_ON, AssignmentStatus.RESULTS_RETURNED,
            Side.COMPETENT, takes_files=True, takes_results=True,
        ),
        ExecutionRule(
            "release", _("Release the results"), frozenset({AssignmentStatus.RESULTS_RETURNED}),
            AssignmentStatus.RELEASED, Side.CENTRAL,
        ),
        ExecutionRule(
            "send_back", _("Send the results back"), frozenset({AssignmentStatus.RESULTS_RETURNED}),
            AssignmentStatus.ACCEPTED, Side.CENTRAL, says=_("What is missing or to be mended"),
        ),
        ExecutionRule(
            "take_back", _("Take the release back"), frozenset({AssignmentStatus.RELEASED}),
            AssignmentStatus.RESULTS_RETURNED, Side.CENTRAL, says=_("Why the release is taken back"),
        ),
        ExecutionRule(
            "revoke", _("Revoke the assignment"), frozenset(RUNNING), AssignmentStatus.REVOKED, Side.CENTRAL,
            says=_("Why it is revoked"),
        ),
    )
}  # fmt: skip


def acts_from(status: str) -> tuple[ExecutionRule, ...]:
    """The acts possible in a status, in the table's order."""
    return tuple(rule for rule in EXECUTION.values() if status in rule.sources)
