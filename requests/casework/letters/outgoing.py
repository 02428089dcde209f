"""What the requesting authority writes after its request."""

from casework.letters.step import Step, head
from casework.models import Question
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
    return content.SupplementLetter(**head(step), answers=tuple(answers))


def consultation_reply(step: Step) -> content.ConsultationReplyLetter:
    return content.ConsultationReplyLetter(**head(step))


def withdrawal(step: Step) -> content.WithdrawalLetter:
    return content.WithdrawalLetter(**head(step), reason=step.passage(step.given.reason))
