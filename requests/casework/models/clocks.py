"""What is due in a file: its deadlines and their pauses, and the periods an office sets itself."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import DeadlineBasis, MoveCause, ReminderStage
from casework.models.conditions import Consent
from casework.models.exchange import Communication
from casework.models.particulars import CasePart, Measure
from casework.models.request import AssistanceRequest
from casework.querysets import ReminderQuerySet
from mla_portal.common.models import FreeTextField, IdentifiedModel
from states.choices import Confidence
from states.models import Authority
from states.treaties.vocabulary import DayUnit
from states.validators import validate_time_zone

LONGEST_PERIOD = 3650
"""Days; ten years."""


class DeadlinePolicy(models.Model):
    """A period of one authority's own in place of the treaty file's, which an administrator sets. It replaces
    an office policy alone, never a period of the treaty."""

    authority = models.ForeignKey(
        Authority, models.CASCADE, related_name="deadline_policies", verbose_name=_("authority")
    )
    code = models.CharField(_("rule"), max_length=60)
    days = models.PositiveSmallIntegerField(
        _("number of days"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST_PERIOD)]
    )
    unit = models.CharField(_("which days"), max_length=8, choices=DayUnit, default=DayUnit.CALENDAR)

    class Meta:
        verbose_name = _("period of office policy")
        verbose_name_plural = _("periods of office policy")
        ordering = ["authority", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "code"], name="one_period_of_a_kind_for_an_authority"
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority}: {self.code}"


class ChaserPolicy(models.Model):
    """How one authority goes on asking for what is overdue, which an administrator sets."""

    authority = models.OneToOneField(
        Authority, models.CASCADE, related_name="chaser_policy", verbose_name=_("authority")
    )
    again_after = models.PositiveSmallIntegerField(
        _("working days to the next chaser"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_PERIOD)],
        help_text=_("Counted from the day on which the last one was sent, in the authority's own State."),
    )
    most = models.PositiveSmallIntegerField(
        _("most chasers of one deadline"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("After the last one the approvers are told."),
    )

    class Meta:
        verbose_name = _("chaser policy")
        verbose_name_plural = _("chaser policies")
        ordering = ["authority"]

    def __str__(self) -> str:
        return str(self.authority)


class Deadline(CasePart):
    """A date something is due, and from which rule. `deadlines.words_of` says what is due.

    A period (`days` is set) was counted from `starts_on` by `calendars.last_day` with the days off of
    `states`; pauses lengthen it. Without `days` it is a fixed day, which no pause moves.
    """

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="deadlines", verbose_name=_("request")
    )
    code = models.CharField(_("rule"), max_length=60)
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="deadlines", verbose_name=_("measure")
    )
    text = models.CharField(
        _("what is due"), max_length=200, blank=True, help_text=_("In words, where no rule says it.")
    )
    due_on = models.DateField(_("due on"))
    basis = models.CharField(_("comes from"), max_length=12, choices=DeadlineBasis)
    source = models.CharField(_("source of the rule"), max_length=300, blank=True)
    confidence = models.CharField(_("confidence"), max_length=16, choices=Confidence, blank=True)
    starts_on = models.DateField(
        _("counted from"),
        null=True,
        blank=True,
        help_text=_("The day of the event; it is not counted."),
    )
    days = models.PositiveSmallIntegerField(_("number of days"), null=True, blank=True)
    unit = models.CharField(_("which days"), max_length=8, choices=DayUnit, default=DayUnit.CALENDAR)
    states = ArrayField(
        models.CharField(max_length=2), verbose_name=_("days off of"), default=list, blank=True
    )
    time_zone = models.CharField(
        _("time zone"), max_length=40, blank=True, validators=[validate_time_zone],
        help_text=_("Where the authority works that owes the act. Empty: that of the file's holder."),
    )  # fmt: skip
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    paused_on = models.DateField(_("paused since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("met or stopped"), null=True, blank=True)
    chased_on = models.DateField(
        _("last chaser prepared on"), null=True, blank=True, help_text=_("By the portal, also if discarded.")
    )

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["request", "due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "code", "measure", "text"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="one_running_deadline_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.due_on}"


class DeadlinePause(IdentifiedModel):
    """Between two events a deadline stands still: the days after the first, up to the second, do not count.

    `paused_by` and `resumed_by` name the transitions that did it; a pause by hand names none.
    """

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="pauses", verbose_name=_("deadline"))
    paused_on = models.DateField(_("paused on"))
    resumed_on = models.DateField(_("resumed on"), null=True, blank=True)
    paused_by = models.CharField(_("paused by"), max_length=40, blank=True)
    resumed_by = models.CharField(_("resumed by"), max_length=40, blank=True)
    reason = FreeTextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("pause of a deadline")
        verbose_name_plural = _("pauses of deadlines")
        ordering = ["deadline", "paused_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"],
                condition=models.Q(resumed_on__isnull=True),
                name="a_deadline_pauses_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(resumed_on__gte=models.F("paused_on")),
                name="a_pause_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paused_on} – {self.resumed_on or ''}"


class DeadlineMove(IdentifiedModel):
    """A day that the request names became another: from which, when, and what changed it. Append-only."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="moves", verbose_name=_("deadline"))
    moved_from = models.DateField(_("from"))
    moved_to = models.DateField(_("to"))
    moved_on = models.DateField(_("moved on"))
    cause = models.CharField(_("why"), max_length=12, choices=MoveCause)
    communication = models.ForeignKey(
        Communication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("changed by the letter"),
    )

    class Meta:
        verbose_name = _("move of a deadline")
        verbose_name_plural = _("moves of deadlines")
        ordering = ["deadline", "id"]
        triggers = [pgtrigger.Protect(name="a_move_stands", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.moved_from} → {self.moved_to}"


class Reminder(IdentifiedModel):
    """What one person is told at one stage about one deadline, one consent that runs out, or the certificate
    of the office's seal; the row is the outbox of the e-mail.

    What moved to another day reminds again, for its `due_on` is another.
    """

    deadline = models.ForeignKey(
        Deadline, models.CASCADE, null=True, related_name="reminders", verbose_name=_("deadline")
    )
    consent = models.ForeignKey(
        Consent, models.CASCADE, null=True, related_name="reminders", verbose_name=_("consent")
    )
    seal = models.CharField(_("SHA-256 of the seal's certificate"), max_length=64, blank=True)
    stage = models.CharField(_("stage"), max_length=8, choices=ReminderStage)
    due_on = models.DateField(_("due on"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders", verbose_name=_("for")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("sent by e-mail"), null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "consent", "seal", "stage", "due_on", "recipient"],
                nulls_distinct=False,
                name="nobody_is_reminded_twice",
            ),
            models.CheckConstraint(
                condition=models.Q(deadline__isnull=False, consent=None, seal="")
                | models.Q(deadline=None, consent__isnull=False, seal="")
                | (models.Q(deadline=None, consent=None) & ~models.Q(seal="")),
                name="a_reminder_is_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient"], condition=models.Q(read_at__isnull=True), name="reminders_not_read"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.due_on} ({self.stage})"

    @property
    def case(self) -> AssistanceRequest | None:
        """The file it belongs to; none where the office itself is reminded."""
        of = self.deadline or self.consent
        return of.request if of else None
