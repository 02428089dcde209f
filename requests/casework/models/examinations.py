"""What the requested authority's officers found when they examined a request, point by point."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import FINDINGS, CheckKind, Finding
from casework.models.particulars import CasePart
from casework.models.request import AssistanceRequest
from casework.models.returns import RULE_LENGTH
from mla_portal.common.models import FreeTextField


class Examination(CasePart):
    """One content of the request, or one ground of the treaty, as an officer found it. For the desk alone:
    what the counterpart is told of it stands in questions, considerations and decisions.

    `point` is the key of the rule, or the code of the ground; `part_id` the person, offence or measure it
    concerns. `seen` is the fingerprint of what it was found of: once that changed, it is out of date.
    """

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="examinations", verbose_name=_("request")
    )
    kind = models.CharField(_("check"), max_length=6, choices=CheckKind)
    point = models.CharField(_("point"), max_length=RULE_LENGTH)
    part_id = models.UUIDField(_("person, offence or measure"), null=True, blank=True)
    finding = models.CharField(_("finding"), max_length=14, choices=Finding)
    remarks = FreeTextField(_("remarks"), blank=True)
    seen = models.CharField(max_length=32, blank=True, editable=False)
    examined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("examined by")
    )
    examined_at = models.DateTimeField(_("examined"), auto_now=True)

    class Meta:
        verbose_name = _("examination")
        verbose_name_plural = _("examinations")
        ordering = ["request", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind", "point", "part_id"],
                name="a_point_is_examined_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(kind=CheckKind.FORMAL, finding__in=FINDINGS[CheckKind.FORMAL])
                | models.Q(kind=CheckKind.LEGAL, finding__in=FINDINGS[CheckKind.LEGAL]),
                name="a_finding_is_one_of_its_check",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.finding}"
