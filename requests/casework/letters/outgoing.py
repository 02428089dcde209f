"""What the requesting authority writes after its request."""

from collections.abc import Iterator
from datetime import date

from casework.letters.step import Step, head
from casework.models import Question
from casework.named_days import named
from documents.letters import content


def supplement(step: Step) -> content.SupplementLetter:
    """The answers to their questions, each beside its question, and what else is supplied."""
    given = step.given.answers
    waiting = Question.objects.filter(request=step.request, answered_in=None).order_by("number")
    answers = [
        content.Answer(
            question_id=question.pk,
            number=question.number,
            question=step.passage(question.text),
            text=answer,
        )
        for question in waiting
        if (answer := step.passage(given.get(question.number, question.answer)))
    ]
    return content.SupplementLetter(**head(step), answers=tuple(answers), days=tuple(_days(step)))


def _days(step: Step) -> Iterator[content.ChangedDay]:
    """The days that the request names otherwise from now on."""
    for new in step.given.days:
        if day := named(step.request, new):
            yield content.ChangedDay(
                number=day.number,
                what=content.Term(code=day.code, label=day.label),
                day=date.fromisoformat(new.value[:10]),
                raw=new.value,
                before=day.day,
            )


def consultation_reply(step: Step) -> content.ConsultationReplyLetter:
    return content.ConsultationReplyLetter(**head(step))


def withdrawal(step: Step) -> content.WithdrawalLetter:
    return content.WithdrawalLetter(**head(step), reason=step.passage(step.given.reason))
