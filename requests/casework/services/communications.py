"""What passes between the two authorities: issued by us, or received and entered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from casework import departures, events
from casework.choices import (
    CommunicationDirection,
    CommunicationType,
    LetterState,
    MeasureOutcome,
)
from casework.clock import today
from casework.models import AssistanceRequest, CaseDocument, Communication
from casework.services import substance
from casework.services.contents import (
    AskedQuestion,
    Binding,
    Considered,
    Decided,
    EvaluationGiven,
    Failing,
    NewDay,
)
from casework.services.enclosures import enclose
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal
from states.choices import LetterChannel

_OUTCOME_OF_THE_REST = {
    CommunicationType.RESULTS: MeasureOutcome.EXECUTED,
    CommunicationType.REFUSAL: MeasureOutcome.REFUSED,
    CommunicationType.POSTPONEMENT: MeasureOutcome.POSTPONED,
}
"""What a communication about the whole request means for the measures it does not name."""

_SETTLED = {
    CommunicationType.RESULTS: {
        MeasureOutcome.EXECUTED, MeasureOutcome.REFUSED, MeasureOutcome.NOT_EXECUTED,
    },
}  # fmt: skip
"""The outcomes that it leaves as they are; of all others than results, `executed` alone."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the actor says with a transition; which parts are needed is the rule's matter.

    Dates are days in the holder's time zone. `outcomes` maps a measure's id to what became of it, `due_on` is
    the day an answer is wanted by, `ground` a refusal ground's code in the treaty file, `documents` the case
    documents (scans, enclosures) that came or go with it, `communication` the letter of ours, sealed before,
    that goes out now. `answers` maps a question's number to its answer; `without_consultation` is an
    approver's reason to decide adversely without having consulted, `answer` says for what enclosures are
    given that conditions bind, `forwarded_to` is the authority that a request went on to, `expected_on` the
    day by which we expect to be done, `deadline` what a chaser is about, and `chaser_number` the how many-th
    it is, from 1. `days` are those that a supplement changes, `certificate` is the one
    that a letter certifies, `conditions` came with results.
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
    communication: UUID | None = None
    answer: str = ""
    questions: tuple[AskedQuestion, ...] = ()
    answers: Mapping[int, str] = field(default_factory=dict)
    considered: tuple[Considered, ...] = ()
    decisions: tuple[Decided, ...] = ()
    without_consultation: str = ""
    failings: tuple[Failing, ...] = ()
    forwarded_to: UUID | None = None
    expected_on: date | None = None
    deadline: UUID | None = None
    chaser_number: int = 0
    evaluation: EvaluationGiven | None = None
    days: tuple[NewDay, ...] = ()
    certificate: UUID | None = None
    conditions: tuple[Binding, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether there is anything in it besides when and how it passed."""
        structured = (
            self.questions,
            self.answers,
            self.considered,
            self.decisions,
            self.evaluation,
            self.days,
        )
        return bool(self.text.strip() or self.documents or any(structured))


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
    elif received and (since := _passed_on(request)) and given.passed_on < since:
        wrong["passed_on"] = _("The request itself passed only on %(day)s.") % {"day": since.isoformat()}
    if given.due_on and given.passed_on and given.due_on < given.passed_on:
        wrong["due_on"] = _("The answer cannot be due before the question came.")
    if received and not given.says_something:
        wrong["text"] = _("Enter what it says, or add the scan.")
    if wrong:
        raise Refusal(_("Please correct what is marked."), fields=wrong)


def receive(
    request: AssistanceRequest, kind: CommunicationType, given: Particulars, actor: Actor
) -> Communication:
    """Enters what arrived from the counterpart, with its scan, its decision and the measures' outcomes."""
    require_passage(request, given, received=True)
    communication = enter(request, CommunicationDirection.RECEIVED, kind, given, actor)
    if given.counterpart_reference:
        request.counterpart_reference = given.counterpart_reference
    _set_outcomes(request, kind, given)
    return communication


def issue(
    request: AssistanceRequest, kind: CommunicationType, given: Particulars, actor: Actor
) -> Communication:
    """Records what we sent to the counterpart: the letter prepared for it, or what went without one."""
    require_passage(request, given, received=False)
    if kind in (CommunicationType.RESULTS, CommunicationType.PARTIAL_RESULTS):
        _require_consistent(kind, [MeasureOutcome(measure.outcome) for measure in request.measures.all()])
    if given.communication is not None:
        communication = request.communications.select_related("letter").get(pk=given.communication)
        return _send(request, communication, given, actor)
    if given.channel == LetterChannel.PORTAL:
        raise Refusal(
            _("Please correct what is marked."),
            fields={"channel": _("Only a sealed letter goes through this channel.")},
        )
    require_said(request, kind, given)
    return enter(request, CommunicationDirection.ISSUED, kind, given, actor)


def require_said(request: AssistanceRequest, kind: CommunicationType, given: Particulars) -> None:
    """Raises Refusal where a communication of ours would say nothing."""
    if kind is CommunicationType.SUPPLEMENT and not (given.says_something or _has_drafted_answers(request)):
        raise Refusal(
            _("Enter what you supply, or add documents."), fields={"text": _("Nothing is supplied.")}
        )
    if kind is CommunicationType.QUESTION and not given.questions:
        nothing = _("Ask at least one question.")
        raise Refusal(nothing, fields={"questions": nothing})
    if kind is CommunicationType.CONSULTATION and not given.considered:
        nothing = _("Say what you consider, and on which measure.")
        raise Refusal(nothing, fields={"considered": nothing})


_ANSWERED = {
    CommunicationType.ACKNOWLEDGEMENT: CommunicationType.REQUEST,
    CommunicationType.SUPPLEMENT: CommunicationType.QUESTION,
    CommunicationType.CONSULTATION_REPLY: CommunicationType.CONSULTATION,
    CommunicationType.DECISION: CommunicationType.REQUEST,
    CommunicationType.REFUSAL: CommunicationType.REQUEST,
    CommunicationType.POSTPONEMENT: CommunicationType.REQUEST,
    CommunicationType.RETURN: CommunicationType.REQUEST,
    CommunicationType.FORWARDING: CommunicationType.REQUEST,
    CommunicationType.RESULTS: CommunicationType.REQUEST,
    CommunicationType.PARTIAL_RESULTS: CommunicationType.REQUEST,
}


def answered_by(
    request: AssistanceRequest, kind: CommunicationType, direction: CommunicationDirection
) -> Communication | None:
    """What of the other side a communication answers: a receipt whatever came last, the others as listed."""
    theirs = request.communications.filter(passed_on__isnull=False).exclude(direction=direction)
    if kind is CommunicationType.RECEIPT:
        return theirs.exclude(type=CommunicationType.RECEIPT).last()
    return theirs.filter(type=_ANSWERED[kind]).last() if kind in _ANSWERED else None


def _has_drafted_answers(request: AssistanceRequest) -> bool:
    return substance.open_questions(request.pk).exclude(answer="").exists()


def dispatch(request: AssistanceRequest, given: Particulars, actor: Actor) -> Communication:
    """Records when and how the sealed request went out."""
    require_passage(request, given, received=False)
    prepared = request.communications.select_related("letter").filter(
        type=CommunicationType.REQUEST, passed_on__isnull=True, letter__version__isnull=False
    )
    communication = prepared.filter(letter__withdrawn_at__isnull=True).last()
    if communication is None:
        raise Refusal(_("There is no sealed letter to send."))
    CaseDocument.objects.filter(request=request, is_enclosure=True, communication=None).update(
        communication=communication
    )
    return _send(request, communication, given, actor)


def _send(
    request: AssistanceRequest, communication: Communication, given: Particulars, actor: Actor
) -> Communication:
    """Records how a sealed letter goes, and hands it to its channel where the portal carries that one."""
    if communication.state is not LetterState.SEALED:
        raise Refusal(_("Only a sealed letter that has not gone out yet can be sent."))
    if communication.dated_on and given.passed_on and given.passed_on < communication.dated_on:
        raise Refusal(
            _("Please correct what is marked."),
            fields={"passed_on": _("The letter is dated later than this.")},
        )
    if given.channel == LetterChannel.PORTAL and not (request.counterpart and request.counterpart.is_hosted):
        raise Refusal(
            _("Please correct what is marked."),
            fields={"channel": _("The authority addressed does not work on this portal.")},
        )
    communication.channel, communication.passed_on = given.channel, given.passed_on
    communication.proof, communication.entered_by = given.proof, actor.user
    communication.save(update_fields=["channel", "passed_on", "proof", "entered_by"])
    substance.write(communication, given, actor)
    enclose(actor, communication, given.answer)
    _record(communication, actor)
    departures.depart(communication, actor)
    return communication


def attach(communication: Communication, documents: Iterable[UUID]) -> None:
    """Makes documents of the file part of a communication. The one place where something is enclosed.

    `documents` are links (`CaseDocument`). Raises Refusal for one of another file or communication.
    """
    wanted = set(documents)
    free = CaseDocument.objects.filter(
        request=communication.request_id, communication=None, is_enclosure=False, pk__in=wanted
    )
    if free.update(communication=communication) != len(wanted):
        raise Refusal(
            _("A document named here is not of this file, or belongs to another communication."),
            fields={"documents": _("Choose documents of this file that are still free.")},
        )


def enter(
    request: AssistanceRequest,
    direction: CommunicationDirection,
    kind: CommunicationType,
    given: Particulars,
    actor: Actor,
) -> Communication:
    """Keeps a communication that passed, with all that it carries; channel and days were checked before."""
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
        answers=answered_by(request, kind, direction),
        entered_by=actor.user,
    )
    communication.full_clean()
    communication.save()
    attach(communication, given.documents)
    substance.write(communication, given, actor)
    if direction is CommunicationDirection.ISSUED:
        enclose(actor, communication, given.answer)
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


def _passed_on(request: AssistanceRequest) -> date | None:
    sent = request.communications.filter(type=CommunicationType.REQUEST, passed_on__isnull=False).last()
    return sent.passed_on if sent else None


def _set_outcomes(request: AssistanceRequest, kind: CommunicationType, given: Particulars) -> None:
    """Writes each measure's own outcome. Raises Refusal where it contradicts the communication."""
    measures = {measure.pk: measure for measure in request.measures.select_for_update()}
    if unknown := given.outcomes.keys() - measures.keys():
        raise Refusal(_("A measure named here is not of this file: %(id)s.") % {"id": next(iter(unknown))})
    rest, settled = _OUTCOME_OF_THE_REST.get(kind), _SETTLED.get(kind, {MeasureOutcome.EXECUTED})
    for measure in measures.values():
        outcome = given.outcomes.get(measure.pk)
        if outcome is None and rest is not None and measure.outcome not in settled:
            outcome = rest
        if outcome is None or outcome == measure.outcome:
            continue
        measure.outcome, measure.outcome_on = outcome, given.passed_on
        measure.save(update_fields=["outcome", "outcome_on"])
    _require_consistent(kind, [MeasureOutcome(measure.outcome) for measure in measures.values()])


_UNTOUCHED = (MeasureOutcome.REFUSED, MeasureOutcome.POSTPONED)


def _require_consistent(kind: CommunicationType, outcomes: list[MeasureOutcome]) -> None:
    wrong = ""
    open_ones = [str(n) for n, o in enumerate(outcomes, start=1) if o is MeasureOutcome.PENDING]
    if kind is CommunicationType.RESULTS and open_ones:
        wrong = _("Without an outcome yet: measure %(numbers)s. These are partial results.") % {
            "numbers": ", ".join(open_ones)
        }
    elif kind is CommunicationType.RESULTS and all(o in _UNTOUCHED for o in outcomes):
        wrong = _("Nothing was executed: this is a refusal or a postponement, and no results.")
    if kind is CommunicationType.PARTIAL_RESULTS and not any(
        o in (MeasureOutcome.EXECUTED, MeasureOutcome.EXECUTED_IN_PART) for o in outcomes
    ):
        wrong = _("Say which measure was executed, wholly or in part.")
    if kind is CommunicationType.REFUSAL and any(o is not MeasureOutcome.REFUSED for o in outcomes):
        wrong = _("Not every measure is refused: these are partial results.")
    if wrong:
        raise Refusal(wrong, fields={"outcomes": wrong})
