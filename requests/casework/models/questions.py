"""Questions about a request, each with its own answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models.exchange import Communication
from casework.models.particulars import CasePart, Measure
from casework.models.request import AssistanceRequest
from mla_portal.common.models import FreeTextField


class Question(CasePart):
    """One question of the requested authority. Both sides' files number it alike, as its letter does.

    On an incoming file we asked it and `answer` is theirs, as received. On an outgoing file they asked, and
    `answer` is ours: a draft until `answered_in` says with which supplement it went.
    """

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="questions", verbose_name=_("request")
    )
    communication = models.ForeignKey(
        Communication, models.PROTECT, related_name="questions", verbose_name=_("asked in")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = FreeTextField(_("question"))
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("about the measure")
    )
    due_on = models.DateField(_("answer wanted by"), null=True, blank=True)
    answer = FreeTextField(_("answer"), blank=True)
    answered_in = models.ForeignKey(
        Communication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_questions",
        verbose_name=_("answered in"),
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["request", "number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="a_question_has_its_own_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"[:80]

    @property
    def is_open(self) -> bool:
        """Whether no answer has passed yet."""
        return self.answered_in_id is None
