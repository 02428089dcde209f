"""What passes between the two authorities: issued by us, or received and entered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from casework import events
from casework.choices import (
    CommunicationDirection,
    CommunicationType,
    DecisionType,
    MeasureOutcome,
)
from casework.clock import today
from casework.models import AssistanceRequest, CaseDocument, Communication, Decision
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal
from states.choices import LetterChannel
from states.treaties import get_treaty_rules

_OUTCOME_OF_THE_REST = {
    CommunicationType.RESULTS: MeasureOutcome.EXECUTED,
    CommunicationType.REFUSAL: MeasureOutcome.REFUSED,
    CommunicationType.POSTPONEMENT: MeasureOutcome.POSTPONED,
}
"""What a communication about the whole request means for the measures it does not name."""

_DECISIONS = {
    CommunicationType.REFUSAL: DecisionType.REFUSED,
    CommunicationType.POSTPONEMENT: DecisionType.POSTPONED,
}


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the actor says with a transition; which parts are needed is the rule's matter.

    Dates are days in the holder's time zone. `outcomes` maps a measure's id to what became of it, `due_on` is
    the day the counterpart wants our answer, `ground` a refusal ground's code in the treaty file, `documents`
    the case documents (scans, enclosures) that came or go with it.
    """

    reason: str = ""
    override_reason: str = ""
    channel: str = ""
    dated_on: date | None = None
    passed_on: date | None = None
    counterpart_reference: str = ""
    text: str = ""
    proof: str = ""
    ground: str = ""
    due_on: date | None = None
    outcomes: Mapping[UUID, MeasureOutcome] = field(default_factory=dict)
    documents: tuple[UUID, ...] = ()


def require_passage(request: AssistanceRequest, given: Particulars, *, received: bool) -> None:
    """Raises Refusal, naming each field, unless channel and dates say when and how something passed."""
    wrong: dict[str, str] = {}
    if given.channel not in LetterChannel.values:
        wrong["channel"] = _("Say through which channel it passed.")
    if given.passed_on is None:
        wrong["passed_on"] = _("Say on which day it passed.")
    elif given.passed_on > today(request.holder):
        wrong["passed_on"] = _("This day has not come yet.")
    elif given.dated_on and given.dated_on > given.passed_on:
        wrong["dated_on"] = _("It cannot be dated after the day it passed.")
    elif received and (sent := _sent_on(request)) and given.passed_on < sent:
        wrong["passed_on"] = _("The request was sent only on %(sent)s.") % {"sent": sent.isoformat()}
    if given.due_on and given.passed_on and given.due_on < given.passed_on:
        wrong["due_on"] = _("The answer cannot be due before the question came.")
    if received and not given.text.strip() and not given.documents:
        wrong["text"] = _("Enter what it says, or add the scan.")
    if wrong:
        raise Refusal(_("Please correct what is marked."), fields=wrong)


def receive(
    request: AssistanceRequest, kind: CommunicationType, given: Particulars, actor: Actor
) -> Communication:
    """Enters what arrived from the counterpart, with its scan, its decision and the measures' outcomes."""
    require_passage(request, given, received=True)
    communication = _enter(request, CommunicationDirection.RECEIVED, kind, given, actor)
    if given.counterpart_reference:
        request.counterpart_reference = given.counterpart_reference
    _set_outcomes(request, kind, given)
    if kind in _DECISIONS:
        _decide(request, _DECISIONS[kind], communication, given)
    return communication


def issue(
    request: AssistanceRequest, kind: CommunicationType, given: Particulars, actor: Actor
) -> Communication:
    """Records what we sent to the counterpart."""
    require_passage(request, given, received=False)
    answers = None
    if kind is CommunicationType.SUPPLEMENT:
        if not given.text.strip() and not given.documents:
            raise Refusal(
                _("Enter what you supply, or add documents."), fields={"text": _("Nothing is supplied.")}
            )
        answers = request.communications.filter(type=CommunicationType.QUESTION).last()
    return _enter(request, CommunicationDirection.ISSUED, kind, given, actor, answers=answers)


def dispatch(request: AssistanceRequest, given: Particulars, actor: Actor) -> Communication:
    """Records when and how the sealed request went out."""
    require_passage(request, given, received=False)
    prepared = request.communications.select_related("letter").filter(
        type=CommunicationType.REQUEST, passed_on__isnull=True, letter__version__isnull=False
    )
    communication = prepared.filter(letter__withdrawn_at__isnull=True).last()
    if communication is None:
        raise Refusal(_("There is no sealed letter to send."))
    if communication.dated_on and given.passed_on and given.passed_on < communication.dated_on:
        raise Refusal(
            _("Please correct what is marked."),
            fields={"passed_on": _("The letter is dated later than this.")},
        )
    communication.channel, communication.passed_on = given.channel, given.passed_on
    communication.proof, communication.entered_by = given.proof, actor.user
    communication.save(update_fields=["channel", "passed_on", "proof", "entered_by"])
    CaseDocument.objects.filter(request=request, is_enclosure=True, communication=None).update(
        communication=communication
    )
    _record(communication, actor)
    return communication


def _enter(
    request: AssistanceRequest,
    direction: CommunicationDirection,
    kind: CommunicationType,
    given: Particulars,
    actor: Actor,
    answers: Communication | None = None,
) -> Communication:
    communication = Communication(
        request=request,
        direction=direction,
        type=kind,
        channel=given.channel,
        dated_on=given.dated_on,
        passed_on=given.passed_on,
        counterpart_reference=given.counterpart_reference,
        text=given.text,
        proof=given.proof,
        answers=answers,
        entered_by=actor.user,
    )
    communication.full_clean()
    communication.save()
    if given.documents:
        free = CaseDocument.objects.filter(request=request, communication=None, pk__in=given.documents)
        if free.update(communication=communication) != len(set(given.documents)):
            raise Refusal(
                _("A document named here is not of this file, or belongs to another communication."),
                fields={"documents": _("Choose documents of this file that are still free.")},
            )
    _record(communication, actor)
    return communication


def _record(communication: Communication, actor: Actor) -> None:
    record(
        events.COMMUNICATION,
        chain=communication.request.audit_chain,
        actor=actor,
        id=str(communication.pk),
        direction=communication.direction,
        type=communication.type,
        channel=communication.channel,
        passed_on=str(communication.passed_on),
    )


def _sent_on(request: AssistanceRequest) -> date | None:
    sent = request.communications.filter(type=CommunicationType.REQUEST, passed_on__isnull=False).last()
    return sent.passed_on if sent else None


def _set_outcomes(request: AssistanceRequest, kind: CommunicationType, given: Particulars) -> None:
    """Writes each measure's own outcome. Raises Refusal where it contradicts the communication."""
    measures = {measure.pk: measure for measure in request.measures.select_for_update()}
    if unknown := given.outcomes.keys() - measures.keys():
        raise Refusal(_("A measure named here is not of this file: %(id)s.") % {"id": next(iter(unknown))})
    rest = _OUTCOME_OF_THE_REST.get(kind)
    for measure in measures.values():
        outcome = given.outcomes.get(measure.pk)
        if outcome is None and rest is not None and measure.outcome != MeasureOutcome.EXECUTED:
            outcome = rest
        if outcome is None or outcome == measure.outcome:
            continue
        measure.outcome, measure.outcome_on = outcome, given.passed_on
        measure.save(update_fields=["outcome", "outcome_on"])
    _require_consistent(kind, [MeasureOutcome(measure.outcome) for measure in measures.values()])


def _require_consistent(kind: CommunicationType, outcomes: list[MeasureOutcome]) -> None:
    wrong = ""
    if kind is CommunicationType.RESULTS and any(o is not MeasureOutcome.EXECUTED for o in outcomes):
        wrong = _("Not every measure was executed; enter it as partial results.")
    if kind is CommunicationType.PARTIAL_RESULTS and not any(
        o in (MeasureOutcome.EXECUTED, MeasureOutcome.EXECUTED_IN_PART) for o in outcomes
    ):
        wrong = _("Say which measure was executed, wholly or in part.")
    if kind is CommunicationType.REFUSAL and any(o is not MeasureOutcome.REFUSED for o in outcomes):
        wrong = _("A measure was executed already; enter it as partial results.")
    if wrong:
        raise Refusal(wrong, fields={"outcomes": wrong})


def _decide(
    request: AssistanceRequest, kind: DecisionType, communication: Communication, given: Particulars
) -> None:
    known = {ground.code for ground in get_treaty_rules(request.treaty_id).grounds}
    if given.ground and given.ground not in known:
        raise Refusal(
            _("The treaty file knows no such ground."), fields={"ground": _("Choose one of the list.")}
        )
    Decision.objects.create(
        request=request, type=kind, communication=communication, ground=given.ground, reasons=given.text
    )
