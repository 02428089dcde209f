"""How each requirement of the table is checked: the answer is a sentence on what is missing, or nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from casework.choices import (
    AdverseStep,
    CommunicationDirection,
    CommunicationType,
    DecisionType,
    MeasureOutcome,
    Status,
)
from casework.completeness import check
from casework.models import AssistanceRequest, Communication, Decision
from casework.selectors.execution import released_results
from casework.services.communications import Particulars
from casework.services.substance import open_questions
from casework.workflow import Requirement
from documents.choices import LetterStatus
from states.treaties import get_treaty_rules


def _addressed(request: AssistanceRequest, given: Particulars) -> str:
    if request.counterpart_id and request.counterpart_state_id:
        return ""
    return _("Choose the requested State and the authority addressed.")


def _complete_or_overridden(request: AssistanceRequest, given: Particulars) -> str:
    if request.override_reason:
        return ""
    missing = check(request).missing
    if not missing:
        return ""
    return _("Required contents are missing: %(items)s. An approver may override this with a reason.") % {
        "items": "; ".join(item.label for item in missing)
    }


def _letter_not_ready(request: AssistanceRequest, given: Particulars) -> str:
    prepared = Communication.objects.filter(
        request=request,
        type=CommunicationType.REQUEST,
        letter__status=LetterStatus.READY,
        passed_on__isnull=True,
    )
    return _("The letter is sealed already.") if prepared.exists() else ""


def _questions_answered(request: AssistanceRequest, given: Particulars) -> str:
    """On an outgoing file a drafted answer counts: it goes out with this act."""
    waiting = open_questions(request.pk)
    answered = {number for number, text in given.answers.items() if text.strip()}
    numbers = [str(q.number) for q in waiting if not q.answer and q.number not in answered]
    if not numbers:
        return ""
    return _("Still unanswered: question %(numbers)s.") % {"numbers": ", ".join(numbers)}


def undecided_measures(request: AssistanceRequest) -> list[Any]:
    """The measures on which a decision is still to be proposed."""
    return [measure for measure in request.measures.all() if measure.outcome in _UNDECIDED]


_UNDECIDED = (MeasureOutcome.PENDING, MeasureOutcome.POSTPONED)


def _proposed_for_each_measure(request: AssistanceRequest, given: Particulars) -> str:
    named = [decided.measure for decided in given.decisions]
    expected = {measure.pk for measure in undecided_measures(request)}
    if expected and set(named) == expected and len(named) == len(expected):
        return ""
    return _("Propose one decision for each measure that is still open.")


def proposals(request: AssistanceRequest) -> list[Decision]:
    """What is proposed and not decided yet."""
    return [decision for decision in request.decisions.all() if decision.is_proposal]


def _proposal_grants(request: AssistanceRequest, given: Particulars) -> str:
    granted = {DecisionType.GRANTED, DecisionType.GRANTED_WITH_CONDITIONS}
    if any(decision.type in granted for decision in proposals(request)):
        return ""
    return _("The proposal grants no measure.")


def _proposal_refuses(request: AssistanceRequest, given: Particulars) -> str:
    proposed = proposals(request)
    if proposed and all(decision.type == DecisionType.REFUSED for decision in proposed):
        return ""
    return _("The proposal does not refuse every measure.")


def _proposal_postpones(request: AssistanceRequest, given: Particulars) -> str:
    kinds = {decision.type for decision in proposals(request)}
    if DecisionType.POSTPONED in kinds and kinds <= {DecisionType.POSTPONED, DecisionType.REFUSED}:
        return ""
    return _("The proposal grants a measure, or postpones none.")


_STEPS = {
    DecisionType.GRANTED_WITH_CONDITIONS: AdverseStep.CONDITION,
    DecisionType.POSTPONED: AdverseStep.POSTPONE,
    DecisionType.REFUSED: AdverseStep.REFUSE,
}
_HARSHNESS = {step: place for place, step in enumerate(AdverseStep)}


def unconsulted(request: AssistanceRequest) -> list[Decision]:
    """The adverse proposals on which the counterpart was not consulted since the file was last taken up.

    A consultation on something as harsh or harsher covers a milder decision.
    """
    taken_up = request.transitions.filter(name="take_up_again").last()
    considered = request.considerations.filter(communication__direction=CommunicationDirection.ISSUED)
    if taken_up:
        considered = considered.filter(communication__entered_at__gt=taken_up.at)
    known = list(considered)
    return [
        decision
        for decision in proposals(request)
        if decision.is_adverse
        and not any(
            c.measure_id in (None, decision.measure_id)
            and _HARSHNESS[AdverseStep(c.step)] >= _HARSHNESS[_STEPS[DecisionType(decision.type)]]
            for c in known
        )
    ]


def _consulted(request: AssistanceRequest, given: Particulars) -> str:
    if given.without_consultation.strip() or not unconsulted(request):
        return ""
    return _(
        "The requesting authority was not consulted on what this refuses, postpones or makes conditional. "
        "Consult it first, or say why you decide without."
    )


def _something_postponed(request: AssistanceRequest, given: Particulars) -> str:
    if request.status == Status.POSTPONED or any(
        measure.outcome == MeasureOutcome.POSTPONED for measure in request.measures.all()
    ):
        return ""
    return _("No measure is postponed.")


def _some_results_reviewed(request: AssistanceRequest, given: Particulars) -> str:
    if released_results(request).exists():
        return ""
    return _("There are no released results that were not transmitted yet. Review what was returned first.")


def _results_reviewed(request: AssistanceRequest, given: Particulars) -> str:
    running = request.measure_assignments.running().select_related("authority")
    if names := ", ".join(sorted({row.authority.name for row in running})):
        return _(
            "Results are still expected from, or not yet released of: %(authorities)s. "
            "Wait for them, or transmit the results in part."
        ) % {"authorities": names}
    labels = get_treaty_rules(request.treaty_id).measure
    without = [
        f"{number}. {labels(measure.type).label}"
        for number, measure in enumerate(request.measures.all(), start=1)
        if measure.outcome == MeasureOutcome.PENDING
    ]
    if without:
        return _("Without an outcome yet: %(measures)s. Enter it, or transmit the results in part.") % {
            "measures": ", ".join(without)
        }
    return _some_results_reviewed(request, given)


CHECKS: Mapping[Requirement, Callable[[AssistanceRequest, Particulars], str]] = {
    Requirement.ADDRESSED: _addressed,
    Requirement.COMPLETE_OR_OVERRIDDEN: _complete_or_overridden,
    Requirement.LETTER_NOT_READY: _letter_not_ready,
    Requirement.QUESTIONS_ANSWERED: _questions_answered,
    Requirement.PROPOSED_FOR_EACH_MEASURE: _proposed_for_each_measure,
    Requirement.PROPOSAL_GRANTS: _proposal_grants,
    Requirement.PROPOSAL_REFUSES: _proposal_refuses,
    Requirement.PROPOSAL_POSTPONES: _proposal_postpones,
    Requirement.CONSULTED: _consulted,
    Requirement.SOMETHING_POSTPONED: _something_postponed,
    Requirement.SOME_RESULTS_REVIEWED: _some_results_reviewed,
    Requirement.RESULTS_REVIEWED: _results_reviewed,
}


OF_THE_FILE = frozenset(
    {
        Requirement.ADDRESSED,
        Requirement.PROPOSAL_GRANTS,
        Requirement.PROPOSAL_REFUSES,
        Requirement.PROPOSAL_POSTPONES,
        Requirement.SOMETHING_POSTPONED,
        Requirement.SOME_RESULTS_REVIEWED,
        Requirement.RESULTS_REVIEWED,
    }
)
"""What nothing that is said with the act can meet: told before anybody writes."""


def obstacles_in(request: AssistanceRequest, requirements: tuple[Requirement, ...]) -> list[str]:
    """What stands in the way of an act whatever is said with it, in sentences."""
    return unmet(request, tuple(r for r in requirements if r in OF_THE_FILE))


def unmet(
    request: AssistanceRequest, requirements: tuple[Requirement, ...], given: Particulars | None = None
) -> list[str]:
    """What stands in the way, in sentences; empty where nothing does."""
    stated = given or Particulars()
    return [sentence for r in requirements if (sentence := CHECKS[r](request, stated))]
