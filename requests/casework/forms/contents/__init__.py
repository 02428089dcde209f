"""The structured contents of an act's form: what is asked, answered, considered, decided, failed, evaluated.

Each part adds its fields to the form, says how they are grouped on the page, and reads them for the service.
Rows that may be many are numbered fields: some are always spare, the page folds those away until asked for.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from casework.choices import CommunicationType
from casework.completeness import Completeness
from casework.forms.contents.bindings import Bindings
from casework.forms.contents.days import NewDays
from casework.forms.contents.decisions import Considerations, Decisions, Waiver
from casework.forms.contents.ends import EvaluationPart, Failings
from casework.forms.contents.part import Group, Part, grounds
from casework.forms.contents.questions import Answers, Questions
from casework.models import AssistanceRequest
from casework.requirements import unconsulted, undecided_measures
from casework.services.communications import Particulars
from casework.workflow import Reception, Requirement, TransitionRule

__all__ = ["Group", "Part", "grounds", "parts_of"]


def parts_of(
    rule: TransitionRule,
    case: AssistanceRequest,
    source: Mapping[str, Any],
    *,
    completeness: Completeness | None = None,
    given: Particulars | None = None,
    items: Sequence[str] = (),
) -> list[Part]:
    """The structured contents that an act carries. `items` are codes of the check that it is about."""
    if rule.name == "propose_decision":
        return [Decisions(case, source, undecided_measures(case), ours=True)]
    if rule.name == "close":
        return [EvaluationPart(case, source)]
    if Requirement.CONSULTED in rule.requires:
        return [Waiver(case, source)] if unconsulted(case) else []
    is_received = isinstance(rule.cause, Reception)
    kind = rule.cause.communication if isinstance(rule.cause, Reception) else rule.issues
    kept = given or Particulars()
    match kind:
        case CommunicationType.QUESTION:
            about = [item for item in completeness.items if item.is_one_of(items)] if completeness else []
            return [Questions(case, source, kept.questions, about)]
        case CommunicationType.SUPPLEMENT:
            return [Answers(case, source), NewDays(case, source)]
        case CommunicationType.CONSULTATION:
            considered = Considerations(case, source, kept.considered, items)
            return [considered, Questions(case, source, kept.questions)]
        case CommunicationType.CONSULTATION_REPLY:
            return [Answers(case, source)]
        case CommunicationType.RESULTS | CommunicationType.PARTIAL_RESULTS if is_received:
            return [Bindings(case, source)]
        case CommunicationType.DECISION if is_received:
            return [Decisions(case, source, list(case.measures.all()), ours=False)]
        case CommunicationType.RETURN if completeness is not None and not is_received:
            return [Failings(case, source, completeness, items)]
        case CommunicationType.CLOSING:
            return [EvaluationPart(case, source)]
    return []
