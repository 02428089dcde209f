"""What is considered, decided and in the end thought of a request, by us or by the counterpart."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import AdverseStep, DecisionType, Timeliness, Usefulness
from casework.models.exchange import Communication
from casework.models.particulars import CasePart, Measure
from casework.models.request import AssistanceRequest
from mla_portal.common.models import FreeTextField


class Consideration(CasePart):
    """A refusal, postponement or condition that the requested authority considers and consults on first."""

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="considerations", verbose_name=_("request")
    )
    communication = models.ForeignKey(
        Communication, models.PROTECT, related_name="considerations", verbose_name=_("consultation")
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("measure")
    )
    step = models.CharField(_("what is considered"), max_length=12, choices=AdverseStep)
    ground = models.CharField(
        _("ground"), max_length=60, blank=True, help_text=_("Its code in the treaty file.")
    )
    reasons = FreeTextField(_("reasons"), blank=True)

    class Meta:
        verbose_name = _("consideration")
        verbose_name_plural = _("considerations")
        ordering = ["request", "id"]

    def __str__(self) -> str:
        return self.get_step_display()


class Decision(CasePart):
    """What is decided on one measure, or on the whole request where `measure` is empty.

    On an incoming file it is first a proposal: `decided_at` is empty until an approver decided, and
    `communication` until the counterpart was told. On an outgoing file it is what the counterpart told us.
    """

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="decisions", verbose_name=_("request")
    )
    type = models.CharField(_("decision"), max_length=24, choices=DecisionType)
    communication = models.ForeignKey(
        Communication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("communicated by"),
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("measure")
    )
    ground = models.CharField(
        _("ground"), max_length=60, blank=True, help_text=_("Its code in the treaty file.")
    )
    reasons = FreeTextField(_("reasons"), blank=True)
    postponed_until = models.DateField(_("postponed until"), null=True, blank=True)
    conditions = models.JSONField(
        _("conditions"),
        default=list,
        blank=True,
        help_text=_("Each with type, text and due day; they become the file's conditions with the decision."),
    )
    without_consultation = FreeTextField(
        _("why without consultation"),
        blank=True,
        help_text=_("The approver's reason where an adverse decision was not consulted on first."),
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["request", "id"]

    def __str__(self) -> str:
        return self.get_type_display()

    @property
    def is_proposal(self) -> bool:
        """Whether nobody has decided it, and it was not received either."""
        return self.decided_at is None and self.communication_id is None

    @property
    def is_adverse(self) -> bool:
        """Whether the counterpart is to be consulted before."""
        return self.type != DecisionType.GRANTED


class Evaluation(CasePart):
    """What one side thinks of the cooperation when a file is closed: we, or the counterpart as received."""

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="evaluations", verbose_name=_("request")
    )
    is_ours = models.BooleanField(_("ours"))
    communication = models.ForeignKey(
        Communication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evaluations",
        verbose_name=_("closing letter"),
    )
    timeliness = models.CharField(_("timeliness"), max_length=16, choices=Timeliness)
    usefulness = models.CharField(_("use of the results"), max_length=16, choices=Usefulness)
    remarks = FreeTextField(_("remarks"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["request", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "is_ours"], name="one_evaluation_of_each_side")
        ]

    def __str__(self) -> str:
        return self.get_usefulness_display()
