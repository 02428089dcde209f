"""Reminds people of deadlines: rows first, then e-mails from the rows. Safe to run twice."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from smtplib import SMTPException
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.choices import ReminderStage
from casework.clock import days_left
from casework.models import Assignment, Deadline, Reminder
from casework.services.correspondence import prepare_chaser
from mla_portal.accounts.actors import Actor
from mla_portal.accounts.models import User
from mla_portal.common.errors import Refusal
from states.choices import Role
from states.models import Authority, Membership
from states.treaties import get_treaty_rules
from states.treaties.vocabulary import Owes

logger = logging.getLogger(__name__)

SOON_DAYS = 3
"""How many days before the last one the officer is reminded first. Office policy."""

MORNING = 6
"""The hour of the authority's own day from which it is reminded. Office policy."""


def remind_all() -> int:
    """Reminds the people of every authority whose morning has come, and says how many rows are new."""
    now = timezone.now()
    hosted = Authority.objects.filter(is_hosted=True)
    awake = [row for row in hosted if now.astimezone(ZoneInfo(row.time_zone)).hour >= MORNING]
    return sum(remind(authority) for authority in awake)


@transaction.atomic
def remind(authority: Authority) -> int:
    """Writes what is to be told today about the deadlines of one authority's files, each once.

    The officers of a file are told before and on the last day; its approvers once it is overdue, and always
    where the file has no officer. Nobody is told of a file above their confidentiality.
    """
    deadlines = Deadline.objects.filter(
        request__holder=authority, ended_at=None, paused_on=None, request__next_due_on__isnull=False
    )
    due = [
        (deadline, stage)
        for deadline in deadlines.select_related("request__holder")
        if (stage := stage_of(days_left(deadline)))
    ]
    recipients = _Recipients(authority, {deadline.request_id for deadline, _stage in due})
    rows = [
        Reminder(deadline=deadline, stage=stage, due_on=deadline.due_on, recipient_id=person)
        for deadline, stage in due
        for person in recipients.of(deadline, stage)
    ]
    before = Reminder.objects.count()
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return Reminder.objects.count() - before


def stage_of(left: int) -> ReminderStage | None:
    """The stage of a deadline with so many days left; None where nobody need be reminded yet."""
    if left < 0:
        return ReminderStage.OVERDUE
    if left == 0:
        return ReminderStage.TODAY
    return ReminderStage.SOON if left <= SOON_DAYS else None


class _Recipients:
    """Who is told about the files of one authority: two queries for all of them."""

    def __init__(self, authority: Authority, files: Iterable[UUID]) -> None:
        members = Membership.objects.filter(
            authority=authority, user__is_active=True, user__is_service=False
        ).values_list("user_id", "role", "confidentiality")
        self._levels = {user: level for user, _role, level in members}
        self._approvers = [user for user, role, _level in members if role == Role.APPROVER]
        self._officers: dict[UUID, list[int]] = defaultdict(list)
        working = Assignment.objects.filter(request__in=files, officer__isnull=False, ended_at=None)
        for request, officer in working.values_list("request_id", "officer_id"):
            if officer is not None:
                self._officers[request].append(officer)

    def of(self, deadline: Deadline, stage: ReminderStage) -> Iterator[int]:
        told = list(self._officers[deadline.request_id])
        if stage is ReminderStage.OVERDUE or not told:
            told += self._approvers
        for person in dict.fromkeys(told):
            if self._levels.get(person, 0) >= deadline.request.confidentiality:
                yield person


def prepare_chasers() -> int:
    """Prepares a chaser letter, ready to seal, for each overdue act that the counterpart owes; says how many
    were prepared or stood ready."""
    ready = 0
    overdue = Reminder.objects.filter(stage=ReminderStage.OVERDUE, deadline__ended_at=None)
    for deadline in Deadline.objects.filter(pk__in=overdue.values("deadline")).select_related("request"):
        rules = get_treaty_rules(deadline.request.treaty_id).deadlines
        if any(rule.code == deadline.code and rule.owed_by is Owes.COUNTERPART for rule in rules):
            try:
                ready += prepare_chaser(deadline.request_id, deadline.pk) is not None
            except Refusal as refusal:  # one file that lacks something stops no other
                logger.warning("No chaser for deadline %s: %s", deadline.pk, refusal.message)
    return ready


def mail_reminders() -> int:
    """Sends by e-mail what was not sent yet, where the installation wants that; says how many were sent.

    An e-mail is not confidential: it names a reference and a link. One that fails is sent with the next run.
    """
    if not settings.REMINDERS_BY_MAIL:
        return 0
    return sum(_mail(pk) for pk in Reminder.objects.filter(mailed_at=None).values_list("pk", flat=True))


@transaction.atomic
def _mail(reminder_id: UUID) -> bool:
    reminder = (
        Reminder.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("deadline__request", "recipient")
        .filter(pk=reminder_id, mailed_at=None)
        .first()
    )
    if reminder is None or reminder.deadline.ended_at:
        return False
    case = reminder.deadline.request
    link = settings.PUBLIC_URL + reverse("requests:case-tab", args=[case.pk, "deadlines"])
    subject = f"{case.own_reference}: {reminder.get_stage_display()}"
    try:
        send_mail(subject, f"{case.own_reference}\n{link}\n", None, [reminder.recipient.email])
    except (SMTPException, OSError) as error:
        logger.warning("Reminder %s was not sent: %s", reminder.pk, error)
        return False
    reminder.mailed_at = timezone.now()
    reminder.save(update_fields=["mailed_at"])
    return True


@transaction.atomic
def read_reminders(actor: Actor, reminders: Iterable[UUID]) -> int:
    """Marks one's own reminders as read. Those of others are left alone. Raises Refusal for none."""
    user: User = actor.person
    own = Reminder.objects.visible_to(user).filter(pk__in=list(reminders), read_at=None)
    found = own.update(read_at=timezone.now())
    if not found:
        raise Refusal(_("There is nothing to mark as read."))
    return found
