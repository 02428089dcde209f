"""What either side writes: reminders of what is due, and how the file ended."""

from casework.choices import CertificateKind, CommunicationDirection, Timeliness, Usefulness
from casework.deadlines import words_of
from casework.letters.step import Step, head
from casework.models import Certificate, Communication, Deadline
from documents.letters import content


def chaser(step: Step) -> content.ChaserLetter:
    """What is awaited and since when, as the file's deadline has it."""
    overdue = step.given.deadline
    if overdue is None:
        raise ValueError("A chaser is about a deadline.")
    deadline = Deadline.objects.get(pk=overdue, request=step.request)
    ours = Communication.objects.filter(
        request=step.request, direction=CommunicationDirection.ISSUED, passed_on__isnull=False
    )
    last = ours.order_by("passed_on", "id").last()
    return content.ChaserLetter(
        **head(step),
        what=content.Term(code=deadline.code, label=words_of(deadline)),
        due=deadline.due_on,
        sent_on=last.passed_on if last else None,
        which=step.given.chaser_number,
    )


def certificate(step: Step) -> content.CertificateLetter:
    """That items were returned or destroyed, as it was certified: the files need not exist any more."""
    if step.given.certificate is None:
        raise ValueError("A letter of certificate is about a certificate.")
    certified = Certificate.objects.get(pk=step.given.certificate, request=step.request)
    return content.CertificateLetter(
        **head(step),
        act="return" if certified.kind == CertificateKind.RETURN else "destruction",
        items=tuple(
            content.CertifiedItem(title=row["title"], filename=row["filename"], sha256=row["sha256"])
            for row in certified.items
        ),
        done_on=certified.done_on,
        done_by=certified.done_by,
        witness=certified.witness,
    )


def closing(step: Step) -> content.ClosingLetter:
    """That the file is closed, with our evaluation where there is one."""
    given = step.given.evaluation
    if given is None:
        return content.ClosingLetter(**head(step))
    timeliness, usefulness = Timeliness(given.timeliness), Usefulness(given.usefulness)
    return content.ClosingLetter(
        **head(step),
        evaluation=content.Evaluation(
            timeliness=content.Term(code=timeliness.value, label=str(timeliness.label)),
            usefulness=content.Term(code=usefulness.value, label=str(usefulness.label)),
            remarks=step.passage(given.remarks),
        ),
    )
