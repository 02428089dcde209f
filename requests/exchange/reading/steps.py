"""A letter after the request read into what `take_in` takes: the type, the particulars, the conditions set.

Measures are named by their number in the request, which is their place in the file of either side.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.choices import (
    AdverseStep,
    CommunicationType,
    ConditionType,
    DecisionType,
    MeasureOutcome,
    Timeliness,
    Usefulness,
)
from casework.models import AssistanceRequest
from casework.named_days import fault_of
from casework.services.conditions import DATED, Terms
from casework.services.contents import AskedQuestion, Considered, Decided, EvaluationGiven, Failing, NewDay
from documents.choices import LetterKind
from documents.letters import content as c
from documents.letters.content import StepLetter
from mla_portal.common.errors import Refusal
from states.treaties import get_treaty_rules


@dataclass(frozen=True, slots=True)
class ReadStep:
    """`particulars` are fields of `Particulars`; `item_terms` maps an enclosure's SHA-256 to what binds it,
    `terms` bind all that came with the letter."""

    type: CommunicationType
    particulars: Mapping[str, Any]
    terms: tuple[Terms, ...] = ()
    item_terms: Mapping[str, tuple[Terms, ...]] = field(default_factory=dict)


TYPES: Mapping[LetterKind, CommunicationType] = {
    LetterKind.REQUEST: CommunicationType.REQUEST,
    LetterKind.RECEIPT: CommunicationType.RECEIPT,
    LetterKind.ACKNOWLEDGEMENT: CommunicationType.ACKNOWLEDGEMENT,
    LetterKind.QUESTIONS: CommunicationType.QUESTION,
    LetterKind.SUPPLEMENT: CommunicationType.SUPPLEMENT,
    LetterKind.CONSULTATION: CommunicationType.CONSULTATION,
    LetterKind.CONSULTATION_REPLY: CommunicationType.CONSULTATION_REPLY,
    LetterKind.DECISION: CommunicationType.DECISION,
    LetterKind.REFUSAL: CommunicationType.REFUSAL,
    LetterKind.POSTPONEMENT: CommunicationType.POSTPONEMENT,
    LetterKind.RESULTS: CommunicationType.RESULTS,
    LetterKind.CHASER: CommunicationType.CHASER,
    LetterKind.WITHDRAWAL: CommunicationType.WITHDRAWAL,
    LetterKind.CLOSING: CommunicationType.CLOSING,
    LetterKind.RETURN: CommunicationType.RETURN,
    LetterKind.FORWARDING: CommunicationType.FORWARDING,
    LetterKind.PROGRESS: CommunicationType.PROGRESS,
    LetterKind.CERTIFICATE: CommunicationType.CERTIFICATE,
}
"""What a received letter is in a file. An assignment stays in its State."""


def read_step(letter: StepLetter, request: AssistanceRequest) -> ReadStep:
    """What the letter means for this file.

    Raises Refusal where it is none that a file takes in, or names a measure that the file has not.
    """
    kind = TYPES.get(letter.kind)
    if kind is None:
        raise Refusal(_("A letter of this kind is not taken into a file of requests."))
    reader = _Reader(request)
    said = _READERS.get(letter.kind, _nothing_more)(letter, reader)
    if letter.kind is LetterKind.RESULTS and not reader.is_whole(letter, said["outcomes"]):
        kind = CommunicationType.PARTIAL_RESULTS
    lines = [_words(letter.text), *said.pop("lines", ())]
    items = said.pop("item_terms", {})
    text = "\n\n".join(filter(None, lines))
    return ReadStep(kind, said | {"text": text}, tuple(map(_terms, letter.conditions)), items)


class _Reader:
    """Finds what a letter names in the file it is for."""

    def __init__(self, request: AssistanceRequest) -> None:
        self.request = request
        self.measures = list(request.measures.all())
        self.grounds = {ground.code for ground in get_treaty_rules(request.treaty_id).grounds}

    def measure(self, number: int | None) -> UUID | None:
        """The id of the measure of this number. Raises Refusal where the file has none."""
        if number is None:
            return None
        if number > len(self.measures):
            raise Refusal(
                _("The letter names measure %(number)s, and this file has %(count)s. Is it the right file?")
                % {"number": number, "count": len(self.measures)}
            )
        return self.measures[number - 1].pk

    def ground(self, term: c.Term | None) -> str:
        return term.code if term and term.code in self.grounds else ""

    def reasons(self, reasons: c.Passage | None, ground: c.Term | None) -> str:
        """With the ground in the letter's words, where the treaty's file does not know it."""
        words = _words(reasons)
        return f"{ground.label}\n{words}".strip() if ground and not self.ground(ground) else words

    def is_whole(self, letter: Any, outcomes: Mapping[UUID, MeasureOutcome]) -> bool:
        """Results of the whole only where the letter says so and every measure has an outcome with them."""
        return bool(letter.is_complete) and all(
            outcomes[measure.pk] != MeasureOutcome.PENDING for measure in self.measures
        )


def _words(passage: c.Passage | None) -> str:
    """The original, and its translation below it."""
    return "\n\n".join(filter(None, (passage.text.strip(), passage.second.strip()))) if passage else ""


def _terms(condition: c.Condition) -> Terms:
    """A kind that needs a day and has none, or that is not known here, binds as another condition."""
    known = condition.type.code in ConditionType.values
    kind = ConditionType(condition.type.code) if known else ConditionType.OTHER
    if kind in DATED and condition.due is None:
        kind = ConditionType.OTHER
    text = _words(condition.text) or condition.type.label
    return Terms(kind, text, condition.due)


def _nothing_more(letter: Any, reader: _Reader) -> dict[str, Any]:
    return {}


def _acknowledgement(letter: c.AcknowledgementLetter, reader: _Reader) -> dict[str, Any]:
    lines = [_("Their file: %(number)s") % {"number": letter.file_number}]
    if letter.contact_officer:
        lines.append(_("Contact: %(officer)s") % {"officer": letter.contact_officer})
    if letter.expected_decision_by:
        day = letter.expected_decision_by.isoformat()
        lines.append(_("Decision expected by %(day)s") % {"day": day})
    return {"lines": ["\n".join(lines)]}


def _receipt(letter: c.ReceiptLetter, reader: _Reader) -> dict[str, Any]:
    words = {"day": letter.received_on.isoformat(), "channel": letter.channel.label}
    return {"lines": [_("Received on %(day)s: %(channel)s") % words]}


def _questions(letter: c.QuestionsLetter, reader: _Reader) -> dict[str, Any]:
    asked = [
        AskedQuestion(_words(one.text), one.due, reader.measure(one.measure), one.number)
        for one in letter.questions
    ]
    days = [one.due_on for one in asked if one.due_on]
    return {"questions": tuple(asked), "due_on": min(days, default=None)}


def _supplement(letter: c.SupplementLetter, reader: _Reader) -> dict[str, Any]:
    answers = {one.number: _words(one.text) for one in letter.answers if one.number}
    loose = [_words(one.text) for one in letter.answers if not one.number]
    days = [NewDay(one.what.code, one.raw, reader.measure(one.number)) for one in letter.days]
    unknown = [new for new in days if fault_of(reader.request, new)]
    loose += [f"{new.code}: {new.value}" for new in unknown]
    known = tuple(new for new in days if new not in unknown)
    return {"answers": answers, "lines": loose, "days": known}


def _consultation(letter: c.ConsultationLetter, reader: _Reader) -> dict[str, Any]:
    considered = [
        Considered(
            AdverseStep(one.what),
            reader.measure(one.number),
            reader.ground(one.ground),
            reader.reasons(one.reasons, one.ground),
        )
        for one in letter.considered
    ]
    return {"considered": tuple(considered), "due_on": letter.reply_by}


def _decision(
    letter: c.DecisionLetter | c.RefusalLetter | c.PostponementLetter, reader: _Reader
) -> dict[str, Any]:
    decided = [
        Decided(
            _decision_type(one.decision.code),
            reader.measure(one.number),
            reader.ground(one.ground),
            reader.reasons(one.reasons, one.ground),
            one.postponed_until,
            tuple(map(_terms, one.conditions)),
        )
        for one in letter.decisions
    ]
    grounds = [one.ground for one in decided if one.ground]
    lines = [_words(letter.waiver)]
    if letter.consulted_on:
        lines.append(_("After the consultation of %(day)s") % {"day": letter.consulted_on.isoformat()})
    return {"decisions": tuple(decided), "ground": grounds[0] if grounds else "", "lines": lines}


def _decision_type(code: str) -> DecisionType:
    if code not in DecisionType.values:
        raise Refusal(_("The letter decides in a way that is not known here: %(code)s.") % {"code": code})
    return DecisionType(code)


def _results(letter: c.ResultsLetter, reader: _Reader) -> dict[str, Any]:
    """A measure that the letter does not name stays as it is; one of several outcomes is executed in part."""
    outcomes = {row.pk: MeasureOutcome(row.outcome) for row in reader.measures}
    told: dict[UUID, set[MeasureOutcome]] = {}
    lines: list[str] = []
    for result in letter.measures:
        if (measure := reader.measure(result.number)) and result.outcome.code in MeasureOutcome.values:
            told.setdefault(measure, set()).add(MeasureOutcome(result.outcome.code))
        lines.append("\n".join(_result_in_words(result)))
    for measure, said in told.items():
        outcomes[measure] = said.pop() if len(said) == 1 else MeasureOutcome.EXECUTED_IN_PART
    items = {item.sha256: tuple(map(_terms, item.conditions)) for item in letter.items if item.conditions}
    return {"outcomes": outcomes, "lines": lines, "item_terms": items}


def _result_in_words(result: c.MeasureResult) -> Iterator[str]:
    day = f", {result.executed_on.isoformat()}" if result.executed_on else ""
    yield f"{result.number}. {result.measure.label}: {result.outcome.label}{day}"
    yield from filter(None, [_words(result.note)])
    yield from (f"{value.label}: {value.value}" for value in result.values)


def _chaser(letter: c.ChaserLetter, reader: _Reader) -> dict[str, Any]:
    due = letter.due.isoformat() if letter.due else "–"
    return {"lines": [_("Chaser for: %(what)s, due on %(due)s") % {"what": letter.what.label, "due": due}]}


def _withdrawal(letter: c.WithdrawalLetter, reader: _Reader) -> dict[str, Any]:
    return {"reason": _words(letter.reason), "lines": [_words(letter.reason)]}


def _closing(letter: c.ClosingLetter, reader: _Reader) -> dict[str, Any]:
    given = letter.evaluation
    if given is None or given.timeliness is None or given.usefulness is None:
        return {"lines": [_words(given.remarks)] if given else []}
    if given.timeliness.code not in Timeliness.values or given.usefulness.code not in Usefulness.values:
        return {"lines": [given.timeliness.label, given.usefulness.label, _words(given.remarks)]}
    evaluation = EvaluationGiven(
        Timeliness(given.timeliness.code), Usefulness(given.usefulness.code), _words(given.remarks)
    )
    return {"evaluation": evaluation}


def _return(letter: c.ReturnLetter, reader: _Reader) -> dict[str, Any]:
    failings = tuple(Failing(one.code, one.fix) for one in letter.failings)
    lines = [
        "\n".join(filter(None, (one.requirement or one.code, one.citation, one.fix)))
        for one in letter.failings
    ]
    return {"failings": failings, "lines": lines}


def _forwarding(letter: c.ForwardingLetter, reader: _Reader) -> dict[str, Any]:
    to = f"{letter.to.name} ({letter.to.state.label})"
    return {"lines": [_("Forwarded to %(authority)s") % {"authority": to}]}


def _progress(letter: c.ProgressLetter, reader: _Reader) -> dict[str, Any]:
    expected = f", {letter.expected_by.isoformat()}" if letter.expected_by else ""
    return {"lines": [f"{letter.status.label}{expected}"]}


def _certificate(letter: c.CertificateLetter, reader: _Reader) -> dict[str, Any]:
    told = _("Returned on %(day)s:") if letter.act == "return" else _("Destroyed on %(day)s:")
    items = [" ".join(filter(None, (item.title, item.filename, item.sha256))) for item in letter.items]
    people = filter(None, (letter.done_by, letter.witness))
    return {"lines": ["\n".join((told % {"day": letter.done_on.isoformat()}, *items, *people))]}


_READERS: Mapping[LetterKind, Callable[[Any, _Reader], dict[str, Any]]] = {
    LetterKind.RECEIPT: _receipt,
    LetterKind.ACKNOWLEDGEMENT: _acknowledgement,
    LetterKind.QUESTIONS: _questions,
    LetterKind.SUPPLEMENT: _supplement,
    LetterKind.CONSULTATION: _consultation,
    LetterKind.DECISION: _decision,
    LetterKind.REFUSAL: _decision,
    LetterKind.POSTPONEMENT: _decision,
    LetterKind.RESULTS: _results,
    LetterKind.CHASER: _chaser,
    LetterKind.WITHDRAWAL: _withdrawal,
    LetterKind.CLOSING: _closing,
    LetterKind.RETURN: _return,
    LetterKind.FORWARDING: _forwarding,
    LetterKind.PROGRESS: _progress,
    LetterKind.CERTIFICATE: _certificate,
}
