"""What comes next on a file, in one sentence of the desk."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.choices import Direction, Status
from casework.models import AssistanceRequest

_OUTGOING: Mapping[str, str | Promise] = {
    Status.DRAFT: _("Complete the draft, then submit it for approval."),
    Status.REVIEW: _("An approver who did not draft it reads it and approves it or returns it."),
    Status.APPROVED: _("An approver seals the letter. That asks for a fresh second factor."),
    Status.SEALING: _("The letter is being made and sealed. This takes a few seconds."),
    Status.SEALED: _("Send the sealed letter to the addressed authority, then record when and how it went."),
    Status.SENT: _("Wait for the acknowledgement, and enter what arrives."),
    Status.ACKNOWLEDGED: _("They have it. Enter what arrives next: a question, a notice or results."),
    Status.INFORMATION_ASKED: _("They asked for information. Supply it, so that the execution can go on."),
    Status.INFORMATION_SUPPLIED: _("The information is with them. Enter what arrives next."),
    Status.CONSULTATION: _("They consult you before they decide. Answer, so that they can go on."),
    Status.IN_EXECUTION: _("They are executing the request. Enter the results when they arrive."),
    Status.POSTPONED: _("They postponed the execution. Enter what arrives next."),
    Status.EXECUTED: _("All results are there. Look through them, then close the file."),
    Status.EXECUTED_IN_PART: _("Some measures were executed. Close the file, or wait for the rest."),
    Status.REFUSED: _("They refused. Look at the ground and the reasons, then close the file."),
    Status.RETURNED: _("They returned the request. Revise it: a new letter replaces the old one."),
    Status.CLOSED: _("The file is closed. Nothing more is to be done."),
    Status.WITHDRAWN: _("The request was withdrawn. Nothing more is to be done."),
}

_INCOMING: Mapping[str, str | Promise] = {
    Status.RECEIVED: _("Acknowledge the request, or return or forward it if it cannot be yours."),
    Status.FORMAL_CHECK: _("Go through the formal check: ask for what is missing, or pass it."),
    Status.INFORMATION_AWAITED: _(
        "You asked for information; the clock is paused. Enter the answers as they arrive."
    ),
    Status.LEGAL_CHECK: _("Look at the basis and the grounds, then propose a decision on each measure."),
    Status.CONSULTATION: _("You consulted them before deciding. Enter the reply, or end the consultation."),
    Status.DECISION: _("An approver who did not propose the decision takes it, or returns the proposal."),
    Status.IN_EXECUTION: _("The measures are being executed. Review the results, then transmit them."),
    Status.EXECUTED: _("All results were transmitted. Close the file with your evaluation."),
    Status.EXECUTED_IN_PART: _("Results were transmitted in part. Transmit the rest, or close the file."),
    Status.REFUSED: _("The request was refused and they were told why. Close the file."),
    Status.POSTPONED: _("The execution is postponed. Take it up again when the reason has gone."),
    Status.RETURNED: _("The request went back to them. Enter the revised request when it arrives."),
    Status.FORWARDED: _("The request went to the competent authority. Nothing more is to be done."),
    Status.CLOSED: _("The file is closed. Nothing more is to be done."),
    Status.WITHDRAWN: _("They withdrew the request. Nothing more is to be done."),
}

NEXT: Mapping[str, Mapping[str, str | Promise]] = {
    Direction.OUTGOING: _OUTGOING,
    Direction.INCOMING: _INCOMING,
}


PLACES: Mapping[str, tuple[str, str | Promise]] = {
    Status.FORMAL_CHECK: ("checks", _("Go to the formal check")),
    Status.LEGAL_CHECK: ("legal", _("Go to the legal check")),
    Status.IN_EXECUTION: ("execution", _("Go to the execution")),
}
"""The tab of an incoming file where its work is done, while that is on no page of its own."""


def place_of_work(case: AssistanceRequest) -> tuple[str, str | Promise] | None:
    """The tab where the next step is taken, and how to say so."""
    return PLACES.get(case.status) if case.direction == Direction.INCOMING else None


def what_comes_next(case: AssistanceRequest) -> str | Promise:
    """The sentence for the file's direction and status."""
    return NEXT[case.direction][case.status]
