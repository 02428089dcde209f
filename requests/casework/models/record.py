"""The file's own record: status history, notes, assignments, grants and number series."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from casework.choices import Status
from casework.models.exchange import Communication
from casework.models.particulars import CasePart
from casework.models.request import AssistanceRequest
from mla_portal.common.models import FreeTextField
from states.models import Authority


class Transition(CasePart):
    """One change of status, as the table of transitions allowed it. Append-only."""

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="transitions", verbose_name=_("request")
    )
    name = models.CharField(_("transition"), max_length=40)
    source = models.CharField(_("from"), max_length=24, choices=Status)
    target = models.CharField(_("to"), max_length=24, choices=Status)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    reason = FreeTextField(_("reason"), blank=True)
    communication = models.ForeignKey(
        Communication, models.PROTECT, null=True, related_name="+", verbose_name=_("communication")
    )

    class Meta:
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")
        ordering = ["request", "id"]
        triggers = [
            pgtrigger.Protect(name="history_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class Note(CasePart):
    """An internal remark. Never leaves the authority."""

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="notes", verbose_name=_("request")
    )
    text = FreeTextField(_("note"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["request", "-id"]

    def __str__(self) -> str:
        return str(self.text)[:60]


class Assignment(CasePart):
    """To whom the file is given: an officer of the holder, or a competent authority, which then sees it."""

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="assignments", verbose_name=_("request")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("officer"),
    )
    authority = models.ForeignKey(
        Authority,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("competent authority"),
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("assigned by")
    )
    started_at = models.DateTimeField(_("from"), auto_now_add=True)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["request", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(officer__isnull=False) ^ models.Q(authority__isnull=False),
                name="assigned_to_an_officer_or_an_authority",
            ),
            models.UniqueConstraint(
                fields=["request", "officer"],
                condition=models.Q(ended_at__isnull=True),
                name="an_officer_is_assigned_once",
            ),
            models.UniqueConstraint(
                fields=["request", "authority"],
                condition=models.Q(ended_at__isnull=True),
                name="an_authority_is_assigned_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.officer or self.authority)


class NumberSeries(models.Model):
    """The last number given in one yearly series of an authority; its row lock keeps the series gapless."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name=_("authority"))
    series = models.CharField(_("series"), max_length=10)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number given"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "series", "year"], name="one_series_a_year_and_authority"
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.series} {self.year}"


class RequestUserGrant(UserObjectPermissionBase):
    """An explicit grant of one file to one person outside the rule (django-guardian, direct foreign key)."""

    content_object = models.ForeignKey(AssistanceRequest, models.CASCADE, verbose_name=_("request"))


class RequestGroupGrant(GroupObjectPermissionBase):
    """An explicit grant of one file to a group (django-guardian, direct foreign key)."""

    content_object = models.ForeignKey(AssistanceRequest, models.CASCADE, verbose_name=_("request"))
