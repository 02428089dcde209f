"""Reminds people of what is due or runs out: rows first, then e-mails from the rows. Safe to run twice."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from smtplib import SMTPException
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.choices import DeadlineBasis, ReminderStage
from casework.clock import days_left, today
from casework.deadlines import is_of_condition
from casework.models import Assignment, AssistanceRequest, Consent, Deadline, Reminder
from casework.selectors.agenda import office_seal
from casework.services.chasers import is_chased_in_vain, prepare_chaser
from mla_portal.accounts.actors import Actor
from mla_portal.accounts.models import User
from mla_portal.common.errors import Refusal
from states.choices import AuthorityKind, Role
from states.models import Authority, Membership
from states.treaties import get_treaty_rules
from states.treaties.vocabulary import Owes

logger = logging.getLogger(__name__)

SOON_DAYS = 3
"""How many days before the last one the officer is reminded first. Office policy."""

CONSENT_SOON = timedelta(days=14)
"""The same for a consent that runs out: a new one takes letters. Office policy."""

SEAL_SOON_DAYS = 60
"""The same for the certificate of the seal: a new one takes an issuer. Office policy."""

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
    """Writes what is to be told today to one authority about its files and its seal, each once.

    The officers of a file are told before and on the last day; its approvers once it is overdue, and always
    where the file has no officer. Nobody is told of a file above their confidentiality. That the seal's
    certificate runs out is told to the approvers.
    """
    deadlines = list(_deadlines(authority))
    consents = list(_consents(authority))
    files = {row.request_id for row, _stage in deadlines} | {row.request_id for row, _stage in consents}
    recipients = _Recipients(authority, files)
    rows = [
        Reminder(deadline=row, stage=stage, due_on=row.due_on, recipient_id=person)
        for row, stage in deadlines
        for person in recipients.of(row.request, stage)
    ]
    rows += [
        Reminder(consent=row, stage=stage, due_on=row.until, recipient_id=person)
        for row, stage in consents
        if row.until
        for person in recipients.of(row.request, stage)
    ]
    rows += _of_the_seal(authority, recipients)
    before = Reminder.objects.count()
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return Reminder.objects.count() - before


def _deadlines(authority: Authority) -> Iterator[tuple[Deadline, ReminderStage]]:
    rows = Deadline.objects.filter(
        request__holder=authority, ended_at=None, paused_on=None, request__next_due_on__isnull=False
    )
    for row in rows.select_related("request__holder"):
        if stage := stage_of(days_left(row)):
            yield row, stage


def _consents(authority: Authority) -> Iterator[tuple[Consent, ReminderStage]]:
    """Those that run out soon, or did within the last days: an older end is nothing to be told of."""
    now = today(authority)
    rows = Consent.objects.filter(
        request__holder=authority,
        is_given=True,
        condition__ended_on=None,
        until__range=(now - CONSENT_SOON, now + CONSENT_SOON),
    )
    for row in rows.select_related("request"):
        if row.until and (stage := stage_of((row.until - now).days, soon=CONSENT_SOON.days)):
            yield row, stage


def _of_the_seal(authority: Authority, recipients: "_Recipients") -> Iterator[Reminder]:
    key = office_seal()
    if key is None or authority.kind != AuthorityKind.CENTRAL:
        return
    ends = key.expires_at.astimezone(ZoneInfo(authority.time_zone)).date()
    if stage := stage_of((ends - today(authority)).days, soon=SEAL_SOON_DAYS):
        for person in recipients.approvers:
            yield Reminder(seal=key.fingerprint, stage=stage, due_on=ends, recipient_id=person)


def stage_of(left: int, *, soon: int = SOON_DAYS) -> ReminderStage | None:
    """The stage of what has so many days left; None where nobody need be reminded yet."""
    if left < 0:
        return ReminderStage.OVERDUE
    if left == 0:
        return ReminderStage.TODAY
    return ReminderStage.SOON if left <= soon else None


class _Recipients:
    """Who is told about the files of one authority: two queries for all of them."""

    def __init__(self, authority: Authority, files: Iterable[UUID]) -> None:
        members = Membership.objects.filter(
            authority=authority, user__is_active=True, user__is_service=False
        ).values_list("user_id", "role", "confidentiality")
        self._levels = {user: level for user, _role, level in members}
        self.approvers = [user for user, role, _level in members if role == Role.APPROVER]
        self._officers: dict[UUID, list[int]] = defaultdict(list)
        working = Assignment.objects.filter(request__in=files, officer__isnull=False, ended_at=None)
        for request, officer in working.values_list("request_id", "officer_id"):
            if officer is not None:
                self._officers[request].append(officer)

    def of(self, file: AssistanceRequest, stage: ReminderStage) -> Iterator[int]:
        told = list(self._officers[file.pk])
        if stage in (ReminderStage.OVERDUE, ReminderStage.CHASED) or not told:
            told += self.approvers
        for person in dict.fromkeys(told):
            if self._levels.get(person, 0) >= file.confidentiality:
                yield person


def prepare_chasers() -> int:
    """Prepares the next chaser letter, ready to seal, for each overdue act that the counterpart owes; says
    how many were prepared or stand ready. Where the last one that the policy allows went unanswered, the
    approvers are told, once."""
    ready = 0
    overdue = Reminder.objects.filter(
        stage=ReminderStage.OVERDUE, deadline__ended_at=None, due_on=F("deadline__due_on")
    )
    for deadline in Deadline.objects.filter(pk__in=overdue.values("deadline")).select_related(
        "request__holder"
    ):
        if _owed_by_them(deadline):
            try:
                ready += prepare_chaser(deadline.request_id, deadline.pk) is not None
            except Refusal as refusal:  # one file that lacks something stops no other
                logger.warning("No chaser for deadline %s: %s", deadline.pk, refusal.message)
            if is_chased_in_vain(deadline):
                _tell_approvers(deadline)
    return ready


def _owed_by_them(deadline: Deadline) -> bool:
    """By the treaty file, or because a condition of ours says so."""
    if is_of_condition(deadline):
        return deadline.basis == DeadlineBasis.OWN
    rules = get_treaty_rules(deadline.request.treaty_id).deadlines
    return any(rule.code == deadline.code and rule.owed_by is Owes.COUNTERPART for rule in rules)


def _tell_approvers(deadline: Deadline) -> None:
    holder, stage = deadline.request.holder, ReminderStage.CHASED
    told = _Recipients(holder, ()).of(deadline.request, stage)
    Reminder.objects.bulk_create(
        (
            Reminder(deadline=deadline, stage=stage, due_on=deadline.due_on, recipient_id=person)
            for person in told
        ),
        ignore_conflicts=True,
    )


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
        .select_related("deadline__request", "consent__request", "recipient")
        .filter(pk=reminder_id, mailed_at=None)
        .first()
    )
    if reminder is None or (reminder.deadline and reminder.deadline.ended_at):
        return False
    case = reminder.case
    reference = case.own_reference if case else _("MLA Portal")
    page = reverse("requests:case-tab", args=[case.pk, "deadlines"]) if case else reverse("requests:due")
    subject = f"{reference}: {reminder.get_stage_display()}"
    body = f"{reference}\n{settings.PUBLIC_URL}{page}\n"
    try:
        send_mail(subject, body, None, [reminder.recipient.email])
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
