"""Keeps what a communication carries: questions, answers, considerations, decisions, an evaluation.

`write` is called where a communication passes, whatever its door, so that a letter sealed here, one taken in
and one entered from paper leave the same rows.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import events
from casework.choices import (
    AssignmentStatus,
    CommunicationDirection,
    CommunicationType,
    ConditionType,
    DecisionType,
    Direction,
    MeasureOutcome,
    MoveCause,
)
from casework.models import (
    AssistanceRequest,
    Certificate,
    Communication,
    Consideration,
    Decision,
    Evaluation,
    MeasureAssignment,
    Question,
)
from casework.named_days import FIELDS, fault_of, named
from casework.services.clocks import restate
from casework.services.conditions import Terms, impose
from casework.services.contents import Decided
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal
from states.treaties import get_treaty_rules
from states.treaties.vocabulary import GroundEffect

if TYPE_CHECKING:
    from casework.services.communications import Particulars

_WHOLE: Mapping[str, DecisionType] = {
    CommunicationType.REFUSAL: DecisionType.REFUSED,
    CommunicationType.POSTPONEMENT: DecisionType.POSTPONED,
    CommunicationType.DECISION: DecisionType.GRANTED,
}
"""What a communication decides on the whole request where it names no measure."""

OUTCOMES: Mapping[DecisionType, MeasureOutcome] = {
    DecisionType.REFUSED: MeasureOutcome.REFUSED,
    DecisionType.POSTPONED: MeasureOutcome.POSTPONED,
}
"""What a decision means for its measure; a granted one stays pending until it is executed."""


def write(communication: Communication, given: "Particulars", actor: Actor) -> None:
    """Keeps what this type of communication carries. Raises Refusal, naming the field in error."""
    writer = _WRITERS.get(CommunicationType(communication.type))
    if writer:
        writer(communication, given, actor)


def open_questions(request_id: Any) -> "models.QuerySet[Question]":
    """The questions of a file to which no answer has passed yet."""
    return Question.objects.filter(request=request_id, answered_in=None)


def _ask(communication: Communication, given: "Particulars", actor: Actor) -> None:
    last = Question.objects.filter(request=communication.request).aggregate(last=models.Max("number"))["last"]
    for asked in given.questions:
        last = asked.number or (last or 0) + 1
        _save(
            Question(
                request=communication.request,
                communication=communication,
                number=last,
                text=asked.text.strip(),
                measure_id=asked.measure,
                due_on=asked.due_on or given.due_on,
            ),
            "questions",
        )


def _answer(communication: Communication, given: "Particulars", actor: Actor) -> None:
    """Every answer given now and, where it is we who answer, every answer drafted before."""
    is_ours = communication.direction == CommunicationDirection.ISSUED
    waiting = open_questions(communication.request_id).select_for_update()
    questions = {question.number: question for question in waiting}
    if unknown := given.answers.keys() - questions.keys():
        raise Refusal(
            _("There is no open question of this number: %(number)s.") % {"number": min(unknown)},
            fields={"answers": _("Choose a question that is still open.")},
        )
    for number, question in questions.items():
        text = given.answers.get(number, question.answer if is_ours else "").strip()
        if text:
            question.answer, question.answered_in = text, communication
            question.answered_on = communication.passed_on
            _save(question, "answers")


def _change_days(communication: Communication, given: "Particulars", actor: Actor) -> None:
    """The days that a supplement changes: the file says them from now on, and its deadlines follow."""
    request = communication.request
    for new in given.days:
        day = named(request, new)
        if day is None or fault_of(request, new):
            raise Refusal(
                _("The request names no such day."),
                fields={"days": _("Choose a day that the request names.")},
            )
        if day.measure is not None:
            day.measure.details = {**day.measure.details, new.code: new.value}
            day.measure.save(update_fields=["details"])
        else:
            setattr(request, FIELDS[new.code], date.fromisoformat(new.value))
            request.save(update_fields=[FIELDS[new.code]])
    if given.days:
        restate(request, actor, MoveCause.SUPPLEMENT, communication)


def _supplement(communication: Communication, given: "Particulars", actor: Actor) -> None:
    _answer(communication, given, actor)
    _change_days(communication, given, actor)


def _consider(communication: Communication, given: "Particulars", actor: Actor) -> None:
    for considered in given.considered:
        _require_ground(communication, considered.ground)
        _save(
            Consideration(
                request=communication.request,
                communication=communication,
                measure_id=considered.measure,
                step=considered.step,
                ground=considered.ground,
                reasons=considered.reasons.strip(),
            ),
            "considered",
        )
    _ask(communication, given, actor)


def _decide(communication: Communication, given: "Particulars", actor: Actor) -> None:
    if communication.direction == CommunicationDirection.RECEIVED:
        _keep_their_decision(communication, given, actor)
    elif communication.request.direction == Direction.INCOMING:
        _settle(communication, given, actor)


def _keep_their_decision(communication: Communication, given: "Particulars", actor: Actor) -> None:
    whole = Decided(_WHOLE[communication.type], ground=given.ground, reasons=given.text)
    for decided in given.decisions or (whole,):
        _require_ground(communication, decided.ground)
        decision = Decision(request=communication.request, communication=communication, **stated(decided))
        _save(decision, "decisions")
        _set_conditions(decision, communication, actor)
        _set_outcome(decision, communication)


def _settle(communication: Communication, given: "Particulars", actor: Actor) -> None:
    """Turns the proposal into the decision that this communication tells, with the measures' outcomes."""
    waiver = given.without_consultation.strip()
    proposals = Decision.objects.filter(
        request=communication.request, decided_at=None, communication=None
    ).select_related("measure")
    for decision in proposals:
        decision.communication, decision.decided_at = communication, timezone.now()
        decision.decided_by = actor.user
        decision.without_consultation = waiver if decision.is_adverse else ""
        decision.save()
        _set_conditions(decision, communication, actor)
        _set_outcome(decision, communication)
    if waiver:
        request = communication.request
        record(events.CONSULTATION_WAIVED, chain=request.audit_chain, actor=actor, reason=waiver)


def _set_outcome(decision: Decision, communication: Communication) -> None:
    outcome = OUTCOMES.get(DecisionType(decision.type))
    if decision.measure and outcome:
        decision.measure.outcome, decision.measure.outcome_on = outcome, communication.passed_on
        decision.measure.save(update_fields=["outcome", "outcome_on"])


def _set_conditions(decision: Decision, communication: Communication, actor: Actor) -> None:
    terms = [
        Terms(ConditionType(c["type"]), c["text"], date.fromisoformat(c["due"]) if c["due"] else None)
        for c in decision.conditions
    ]
    impose(actor, decision.request, communication, terms, decision=decision)


def _evaluate(communication: Communication, given: "Particulars", actor: Actor) -> None:
    is_ours = communication.direction == CommunicationDirection.ISSUED
    keep_evaluation(communication.request, given, actor, is_ours=is_ours, communication=communication)


def keep_evaluation(
    request: AssistanceRequest,
    given: "Particulars",
    actor: Actor,
    *,
    is_ours: bool,
    communication: Communication | None = None,
) -> None:
    """Keeps a side's evaluation; a later one of the same side replaces it."""
    if given.evaluation:
        Evaluation.objects.update_or_create(
            request=request,
            is_ours=is_ours,
            defaults={
                "communication": communication,
                "timeliness": given.evaluation.timeliness,
                "usefulness": given.evaluation.usefulness,
                "remarks": given.evaluation.remarks,
                "entered_by": actor.user,
            },
        )


def stated(decided: Decided) -> dict[str, Any]:
    """The fields of a decision as they were stated."""
    return {
        "type": decided.type,
        "measure_id": decided.measure,
        "ground": decided.ground,
        "reasons": decided.reasons.strip(),
        "postponed_until": decided.postponed_until,
        "conditions": [
            {"type": c.type, "text": c.text, "due": c.due_on.isoformat() if c.due_on else None}
            for c in decided.conditions
        ],
    }


def require_ground(treaty_code: str, ground: str, *, ours: bool) -> None:
    """Raises Refusal for a ground that the treaty file does not know, or excludes where we rely on it.

    What the counterpart relied on is kept as it said.
    """
    known = {g.code: g.effect for g in get_treaty_rules(treaty_code).grounds}
    if ground and ground not in known:
        raise Refusal(
            _("The treaty file knows no such ground."), fields={"ground": _("Choose one of the list.")}
        )
    if ours and ground and known[ground] == GroundEffect.EXCLUDED:
        raise Refusal(
            _("The treaty file lists this ground as one that may not be relied on."),
            fields={"ground": _("Choose another ground.")},
        )


def _require_ground(communication: Communication, ground: str) -> None:
    ours = communication.direction == CommunicationDirection.ISSUED
    require_ground(communication.request.treaty_id, ground, ours=ours)


def _save(row: Question | Consideration | Decision, field: str) -> None:
    """Saves what the model allows and what names a measure of this very file. Raises Refusal otherwise."""
    try:
        row.full_clean(exclude={"request"})
    except ValidationError as error:
        raise Refusal(
            _("Please correct what is marked."), fields={field: " ".join(error.messages)}
        ) from error
    measure = getattr(row, "measure", None)
    if measure is not None and measure.request_id != row.request_id:
        raise Refusal(_("A measure named here is not of this file."), fields={field: _("Choose a measure.")})
    row.save()


def _bind(communication: Communication, given: "Particulars", actor: Actor) -> None:
    """The conditions that came with results, each on the items it names. Raises Refusal for an item that did
    not come."""
    links = list(communication.documents.prefetch_related("document__versions"))
    named = {version.filename.casefold(): link for link in links for version in link.document.versions.all()}
    for binding in given.conditions:
        missing = [name for name in binding.files if name.casefold() not in named]
        if missing:
            fault = _("No file of this name came with it: %(name)s.") % {"name": missing[0]}
            raise Refusal(fault, fields={"conditions": fault})
        items = [named[name.casefold()] for name in binding.files]
        impose(actor, communication.request, communication, [binding.terms], items)


def _certify(communication: Communication, given: "Particulars", actor: Actor) -> None:
    """Notes with which letter of ours the certificate went."""
    if communication.direction == CommunicationDirection.ISSUED and given.certificate:
        Certificate.objects.filter(pk=given.certificate, request=communication.request).update(
            communication=communication
        )


def _transmit(communication: Communication, given: "Particulars", actor: Actor) -> None:
    """What we transmit are the results released when the letter was ordered; without one, those of now."""
    if communication.direction != CommunicationDirection.ISSUED:
        _bind(communication, given, actor)
        return
    released = MeasureAssignment.objects.filter(
        request=communication.request_id, status=AssignmentStatus.RELEASED, communication=None
    )
    if communication.letter is not None:
        released = released.filter(status_since__lte=communication.letter.ordered_at)
    released.update(communication=communication)


_WRITERS: Mapping[CommunicationType, Callable[[Communication, "Particulars", Actor], None]] = {
    CommunicationType.QUESTION: _ask,
    CommunicationType.SUPPLEMENT: _supplement,
    CommunicationType.CONSULTATION: _consider,
    CommunicationType.CONSULTATION_REPLY: _answer,
    CommunicationType.DECISION: _decide,
    CommunicationType.REFUSAL: _decide,
    CommunicationType.POSTPONEMENT: _decide,
    CommunicationType.RESULTS: _transmit,
    CommunicationType.PARTIAL_RESULTS: _transmit,
    CommunicationType.CLOSING: _evaluate,
    CommunicationType.CERTIFICATE: _certify,
}
