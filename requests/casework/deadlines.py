"""How the deadlines of a file run: a transition starts, pauses, resumes and ends them.

The periods are the treaty file's, where an office policy is marked as one; the day the request itself names
and the day the counterpart sets for our answer come from the file.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.choices import DeadlineBasis
from casework.models import AssistanceRequest, Deadline
from casework.workflow import DeadlineCode, TransitionRule
from states.treaties import get_treaty_rules


def apply(request: AssistanceRequest, rule: TransitionRule, *, on: date, due_on: date | None = None) -> None:
    """Ends, pauses, resumes and starts what the rule names, and sets (unsaved) the file's next deadline.

    `on` is the day of the act; `due_on` the day the counterpart itself set for our answer.
    """
    running = Deadline.objects.filter(request=request, ended_at__isnull=True)
    running.filter(code__in=rule.stops).update(ended_at=timezone.now())
    running.filter(code__in=rule.pauses, paused_on__isnull=True).update(paused_on=on)
    for deadline in running.filter(code__in=rule.resumes, paused_on__isnull=False):
        _resume(deadline, on)
    for code in rule.starts:
        for deadline in _new(request, code, on, due_on):
            running.filter(code=code).update(ended_at=timezone.now())
            deadline.save()
    request.next_due_on = running.filter(paused_on__isnull=True).aggregate(first=Min("due_on"))["first"]


def label_of(code: str, treaty_code: str) -> str:
    """What is due, in the reader's language."""
    if code == DeadlineCode.NEEDED_BY:
        return _("Needed by, as the request says")
    rules = get_treaty_rules(treaty_code).deadlines
    return next((str(rule.label) for rule in rules if rule.code == code), code)


def _resume(deadline: Deadline, on: date) -> None:
    """Runs on: the days of the pause are added."""
    if deadline.paused_on:
        deadline.due_on += max(on - deadline.paused_on, timedelta(0))
    deadline.paused_on = None
    deadline.save(update_fields=["due_on", "paused_on"])


def _new(request: AssistanceRequest, code: DeadlineCode, on: date, due_on: date | None) -> Iterator[Deadline]:
    if code is DeadlineCode.NEEDED_BY:
        if request.time_limit:
            yield Deadline(request=request, code=code, due_on=request.time_limit, basis=DeadlineBasis.REQUEST)
        return
    for rule in get_treaty_rules(request.treaty_id).deadlines:
        if rule.code != code:
            continue
        stated = due_on if code is DeadlineCode.INFORMATION_SUPPLY else None
        yield Deadline(
            request=request,
            code=code,
            due_on=stated or on + timedelta(days=rule.days),
            basis=DeadlineBasis.COUNTERPART if stated else DeadlineBasis(rule.basis),
            source="" if stated else rule.source,
            confidence="" if stated else rule.confidence,
        )
