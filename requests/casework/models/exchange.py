"""What passed between the two authorities, and what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import (
    CommunicationDirection,
    CommunicationType,
    ConditionType,
    DecisionType,
)
from casework.models.particulars import CasePart, Measure
from casework.models.request import AssistanceRequest
from documents.models import Document, Letter
from mla_portal.common.models import FreeTextField
from states.choices import LetterChannel


class Communication(CasePart):
    """What formally passed: a letter and its data, through a channel, at a time, with its proof."""

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="communications", verbose_name=_("request")
    )
    direction = models.CharField(_("direction"), max_length=8, choices=CommunicationDirection)
    type = models.CharField(_("type"), max_length=20, choices=CommunicationType)
    letter = models.OneToOneField(
        Letter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="communication",
        verbose_name=_("sealed letter"),
    )
    channel = models.CharField(_("channel"), max_length=16, choices=LetterChannel, blank=True)
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    passed_on = models.DateField(
        _("sent or received on"), null=True, blank=True, help_text=_("Empty while it is being prepared.")
    )
    counterpart_reference = models.CharField(_("their reference"), max_length=100, blank=True)
    text = FreeTextField(_("what it says"), blank=True)
    proof = models.CharField(_("proof of dispatch"), max_length=200, blank=True)
    answers = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_by",
        verbose_name=_("in answer to"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)

    class Meta:
        verbose_name = _("communication")
        verbose_name_plural = _("communications")
        ordering = ["request", "id"]

    def __str__(self) -> str:
        return self.get_type_display()


class CaseDocument(CasePart):
    """The case's link to a document; it makes the document visible to whoever sees the case."""

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="documents", verbose_name=_("request")
    )
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name=_("document"))
    communication = models.ForeignKey(
        Communication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("came or went with"),
    )
    is_enclosure = models.BooleanField(
        _("enclosed with the request"), default=False, help_text=_("Listed in the letter and sent with it.")
    )

    class Meta:
        verbose_name = _("document of the case")
        verbose_name_plural = _("documents of the case")
        ordering = ["request", "id"]

    def __str__(self) -> str:
        return str(self.document)


class Decision(CasePart):
    """A refusal or postponement, with its ground and reasons, for the whole request or one measure."""

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="decisions", verbose_name=_("request")
    )
    type = models.CharField(_("decision"), max_length=12, choices=DecisionType)
    communication = models.ForeignKey(
        Communication, models.PROTECT, related_name="decisions", verbose_name=_("communicated by")
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("measure")
    )
    ground = models.CharField(
        _("ground"), max_length=60, blank=True, help_text=_("Its code in the treaty file.")
    )
    reasons = FreeTextField(_("reasons"), blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["request", "id"]

    def __str__(self) -> str:
        return self.get_type_display()


class Condition(CasePart):
    """A condition one side sets on what it gives, or an assurance it asks for."""

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="conditions", verbose_name=_("request")
    )
    type = models.CharField(_("type"), max_length=16, choices=ConditionType)
    text = FreeTextField(_("condition"))
    communication = models.ForeignKey(
        Communication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conditions",
        verbose_name=_("set by"),
    )

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["request", "id"]

    def __str__(self) -> str:
        return self.get_type_display()
