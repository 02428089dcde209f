"""What each deadline of the table is: where its date comes from, and how it runs, pauses and ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.choices import DeadlineBasis
from casework.models import AssistanceRequest, Deadline
from casework.workflow import DeadlineCode, TransitionRule


@dataclass(frozen=True, slots=True)
class Policy:
    """An office policy: so many calendar days from the act that starts it. No rule of a treaty."""

    label: str | Promise
    days: int


POLICIES = {
    DeadlineCode.ACKNOWLEDGEMENT_EXPECTED: Policy(_("Acknowledgement expected"), 14),
    DeadlineCode.RESULTS_EXPECTED: Policy(_("Results expected"), 90),
    DeadlineCode.ANSWER_DUE: Policy(_("Our answer to their question"), 14),
}


def apply(request: AssistanceRequest, rule: TransitionRule, *, on: date, due_on: date | None = None) -> None:
    """Ends, pauses, resumes and starts the deadlines a transition names, and refreshes the file's next one.

    `on` is the day of the act; `due_on` a date the counterpart itself set for our answer.
    """
    running = Deadline.objects.filter(request=request, ended_at__isnull=True)
    running.filter(code__in=rule.stops).update(ended_at=timezone.now())
    running.filter(code__in=rule.pauses, paused_on__isnull=True).update(paused_on=on)
    for deadline in running.filter(code__in=rule.resumes, paused_on__isnull=False):
        if deadline.paused_on:
            deadline.due_on += max(on - deadline.paused_on, timedelta(0))
        deadline.paused_on = None
        deadline.save(update_fields=["due_on", "paused_on"])
    Deadline.objects.bulk_create(_started(request, rule.starts, on, due_on), ignore_conflicts=True)
    request.next_due_on = running.filter(paused_on__isnull=True).aggregate(first=Min("due_on"))["first"]


def _started(
    request: AssistanceRequest, codes: Iterable[DeadlineCode], on: date, due_on: date | None
) -> Iterable[Deadline]:
    for code in codes:
        if code is DeadlineCode.NEEDED_BY:
            if request.time_limit:
                yield Deadline(
                    request=request,
                    code=code,
                    label=str(_("Needed by, as the request says")),
                    due_on=request.time_limit,
                    basis=DeadlineBasis.REQUEST,
                )
            continue
        policy = POLICIES[code]
        stated = due_on if code is DeadlineCode.ANSWER_DUE else None
        yield Deadline(
            request=request,
            code=code,
            label=str(policy.label),
            due_on=stated or on + timedelta(days=policy.days),
            basis=DeadlineBasis.REQUEST if stated else DeadlineBasis.POLICY,
        )
