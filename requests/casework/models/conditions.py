"""Conditions that travel with evidence, and how they end."""

from datetime import date
from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import CertificateKind, CommunicationDirection, ConditionType
from casework.models.decisions import Decision
from casework.models.exchange import CaseDocument, Communication
from casework.models.particulars import CasePart
from casework.models.request import AssistanceRequest
from documents.choices import Purpose
from mla_portal.common.models import FreeTextField
from states.models import State


class Condition(CasePart):
    """A condition one side sets on what it gives, or an assurance it asks for.

    One that a received communication set binds us; every other is ours and binds the counterpart. It binds
    the `documents` named, or where none is named all that came or went with the communication.
    """

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="conditions", verbose_name=_("request")
    )
    type = models.CharField(_("type"), max_length=16, choices=ConditionType)
    text = FreeTextField(_("condition"))
    due_on = models.DateField(
        _("due on"), null=True, blank=True, help_text=_("The day by which items are returned or destroyed.")
    )
    communication = models.ForeignKey(
        Communication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conditions",
        verbose_name=_("set by"),
    )
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("part of the decision"),
    )
    documents = models.ManyToManyField(
        CaseDocument, blank=True, related_name="conditions", verbose_name=_("documents bound")
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_by = models.ForeignKey(
        Communication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conditions_ended",
        verbose_name=_("ended by"),
        help_text=_("The communication in which the side that set it consents."),
    )
    end_proof = FreeTextField(_("why it ended, and the proof"), blank=True)

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["request", "id"]

    def __str__(self) -> str:
        return self.get_type_display()

    @property
    def binds_us(self) -> bool:
        """Whether the counterpart set it on what it gave; otherwise we set it on what we give."""
        return (
            self.communication is not None and self.communication.direction == CommunicationDirection.RECEIVED
        )

    @property
    def document_ids(self) -> list[UUID]:
        """The links it binds by name."""
        return [link.pk for link in self.documents.all()]

    def is_overdue(self, today: date) -> bool:
        """Whether the day of return or destruction has passed; `today` is the holder's day."""
        return self.due_on is not None and self.due_on < today


class Consent(CasePart):
    """The consent of the side that set a condition to one use: asked, then given or refused.

    Given, it lifts the condition for that use and no other: for `purpose`, an enclosure only to `state`, use
    in another case only in `into`.
    """

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="consents", verbose_name=_("request")
    )
    condition = models.ForeignKey(
        Condition, models.CASCADE, related_name="consents", verbose_name=_("condition")
    )
    purpose = models.CharField(_("for"), max_length=16, choices=Purpose)
    state = models.ForeignKey(
        State, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to the State")
    )
    into = models.ForeignKey(
        AssistanceRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in the file"),
    )
    use = FreeTextField(_("the use, as it was asked"))
    asked_on = models.DateField(_("asked on"))
    asked_in = models.ForeignKey(
        Communication, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked in")
    )
    is_given = models.BooleanField(_("given"), null=True, blank=True)
    until = models.DateField(
        _("given until"), null=True, blank=True, help_text=_("The last day of the consent. Empty: no end.")
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_in = models.ForeignKey(
        Communication, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered in")
    )
    proof = FreeTextField(_("what they answered"), blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["request", "id"]

    def __str__(self) -> str:
        return f"{self.condition}: {self.get_purpose_display()}"

    def lifts(self, purpose: Purpose, state_code: str | None, into: UUID | None, *, on: date) -> bool:
        """Whether it was given, has not run out on that day of the holder, and is for this use. What may be
        enclosed may be delivered."""
        same = Purpose.ENCLOSURE if purpose is Purpose.DELIVERY else purpose
        return (
            self.is_given is True
            and (self.until is None or on <= self.until)
            and self.purpose == same
            and (self.state_id is None or self.state_id == state_code)
            and (self.into_id is None or self.into_id == into)
        )


class Certificate(CasePart):
    """That items were returned or destroyed: what, when, by whom, who witnessed it. Append-only.

    `items` keeps title, file name, version, size in bytes and SHA-256 of each as it stood.
    """

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="certificates", verbose_name=_("request")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=CertificateKind)
    done_on = models.DateField(_("done on"))
    done_by = models.CharField(_("done by"), max_length=200)
    witness = models.CharField(_("witness"), max_length=200, blank=True)
    note = FreeTextField(_("how it was done"), blank=True)
    documents = models.ManyToManyField(CaseDocument, related_name="certificates", verbose_name=_("documents"))
    items = models.JSONField(_("items"), default=list)
    communication = models.ForeignKey(
        Communication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("sent with"),
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued"), auto_now_add=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["request", "-id"]
        triggers = [
            pgtrigger.Protect(
                name="a_certificate_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["communication"]),
            ),
            pgtrigger.Protect(name="a_certificate_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.done_on}"
