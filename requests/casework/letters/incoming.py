"""What the requested authority writes: from the receipt to the results."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.choices import CommunicationDirection, ConditionType, DecisionType, Status
from casework.letters.common import authority_of
from casework.letters.step import Step, head
from casework.models import Consideration, Decision, Question
from casework.services.contents import Failing
from documents.letters import content
from states.choices import LetterChannel
from states.models import Authority, CountryRule


def receipt(step: Step) -> content.ReceiptLetter:
    """On which day what of theirs arrived, and how."""
    arrived = step.communication.answers
    if arrived is None or arrived.passed_on is None:
        raise ValueError("A receipt confirms what was received.")
    return content.ReceiptLetter(
        **head(step), received_on=arrived.passed_on, channel=_label(LetterChannel(arrived.channel))
    )


def acknowledgement(step: Step) -> content.AcknowledgementLetter:
    """Where their request lies, and who works on it."""
    officer = step.communication.prepared_by
    return content.AcknowledgementLetter(
        **head(step),
        file_number=step.request.own_reference,
        contact_officer=str(officer or ""),
        expected_decision_by=step.given.expected_on,
    )


def questions(step: Step) -> content.QuestionsLetter:
    """Each question under the number by which it is to be answered."""
    last = Question.objects.filter(request=step.request).order_by("number").last()
    number = last.number if last else 0
    asked = []
    for question in step.given.questions:
        number = question.number or number + 1
        asked.append(
            content.Question(
                number=number,
                text=step.passage(question.text),
                due=question.due_on or step.given.due_on,
                measure=step.measure(question.measure)["number"],
            )
        )
    return content.QuestionsLetter(**head(step), questions=tuple(asked))


def consultation(step: Step) -> content.ConsultationLetter:
    """What we consider, before we decide it."""
    considered = [
        content.Consideration(
            **step.measure(row.measure),
            what=row.step.value,
            ground=step.ground(row.ground),
            reasons=step.passage(row.reasons),
        )
        for row in step.given.considered
    ]
    return content.ConsultationLetter(**head(step), considered=tuple(considered), reply_by=step.given.due_on)


def decision(step: Step) -> content.DecisionLetter:
    return content.DecisionLetter(**head(step), **_decided(step))


def refusal(step: Step) -> content.RefusalLetter:
    return content.RefusalLetter(**head(step), **_decided(step))


def postponement(step: Step) -> content.PostponementLetter:
    return content.PostponementLetter(**head(step), **_decided(step))


def _decided(step: Step) -> dict[str, Any]:
    """The proposal on each measure, as it becomes the decision, and how it was consulted on."""
    open_ones = Decision.objects.filter(request=step.request, decided_at=None, communication=None)
    proposals = list(open_ones.order_by("measure__position", "id"))
    return {
        "decisions": tuple(_decision(step, row) for row in proposals),
        "consulted_on": _consulted_on(step) if any(row.is_adverse for row in proposals) else None,
        "waiver": step.passage(step.given.without_consultation),
    }


def _decision(step: Step, row: Decision) -> content.MeasureDecision:
    return content.MeasureDecision(
        **step.measure(row.measure_id),
        decision=_label(DecisionType(row.type)),
        ground=step.ground(row.ground),
        reasons=step.passage(row.reasons),
        postponed_until=row.postponed_until,
        conditions=tuple(_condition(step, stated) for stated in row.conditions),
    )


def _condition(step: Step, stated: Mapping[str, Any]) -> content.Condition:
    due = stated.get("due")
    return content.Condition(
        type=_label(ConditionType(stated["type"])),
        text=step.passage(stated["text"]),
        due=date.fromisoformat(due) if due else None,
    )


def _consulted_on(step: Step) -> date | None:
    """The day of our last consultation; None where there was none."""
    issued = Consideration.objects.filter(
        request=step.request, communication__direction=CommunicationDirection.ISSUED
    )
    last = issued.select_related("communication").order_by("id").last()
    return last.communication.passed_on if last and not step.given.without_consultation.strip() else None


def returned(step: Step) -> content.ReturnLetter:
    """The rules the request failed, each with its citation, how sure it is, and what mends it."""
    return content.ReturnLetter(
        **_with_reason(step), failings=tuple(_failing(step, failing) for failing in step.given.failings)
    )


def _failing(step: Step, failing: Failing) -> content.Failing:
    """The rule as our country sheet has it, else as the treaty file does; a rule of neither by its code."""
    own = CountryRule.objects.filter(state=step.request.holder.state_id, code=failing.rule).first()
    rule = own or next((r for r in step.rules.requirements if r.code == failing.rule), None)
    if rule is None:
        return content.Failing(code=failing.rule, fix=failing.sentence)
    return content.Failing(
        code=failing.rule,
        requirement=rule.text(step.language) if isinstance(rule, CountryRule) else str(rule.label),
        citation=rule.citation,
        confidence=_label(rule.confidence),
        fix=failing.sentence,
    )


def forwarding(step: Step) -> content.ForwardingLetter:
    """To which authority their request went on."""
    chosen = step.given.forwarded_to
    if chosen is None:
        raise ValueError("A notice of forwarding names an authority.")
    to = Authority.objects.select_related("state").get(pk=chosen)
    return content.ForwardingLetter(**_with_reason(step), to=authority_of(to, step.language))


def progress(step: Step) -> content.ProgressLetter:
    return content.ProgressLetter(
        **head(step),
        status=_label(Status(step.request.status)),
        expected_by=step.given.expected_on,
    )


def _with_reason(step: Step) -> dict[str, Any]:
    """The head with the reason of the act before what else was written."""
    written = [step.given.reason, step.communication.text]
    return head(step) | {"text": step.passage("\n\n".join(text.strip() for text in written if text.strip()))}


def _label(choice: Any) -> content.Term:
    return content.Term(code=choice.value, label=str(choice.label))
