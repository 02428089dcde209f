"""What the rules said of a request when it was sent, and for which of them it came back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import RuleVerdict
from casework.models.exchange import Communication
from casework.models.particulars import CasePart
from casework.models.request import AssistanceRequest
from mla_portal.common.models import FreeTextField

RULE_LENGTH = 130
"""Of a rule's key: that of a treaty or State, a colon, the rule's code."""


class RuleFinding(CasePart):
    """What one rule said of a request as it was sent. `rule` is its key, for the rule may change or end."""

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="findings", verbose_name=_("request")
    )
    communication = models.ForeignKey(
        Communication, models.CASCADE, related_name="findings", verbose_name=_("as sent with")
    )
    rule = models.CharField(_("rule"), max_length=RULE_LENGTH)
    verdict = models.CharField(_("what it said"), max_length=10, choices=RuleVerdict)

    class Meta:
        verbose_name = _("finding of a rule")
        verbose_name_plural = _("findings of rules")
        constraints = [
            models.UniqueConstraint(fields=["communication", "rule"], name="one_finding_per_rule_and_letter")
        ]
        indexes = [models.Index(fields=["rule"], name="finding_by_rule")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.verdict}"


class RequestReturn(CasePart):
    """One cause for which a request came back or was asked about, in ours or, by our own act, in theirs.

    Either a rule's key, or a `proposal` for a rule that the portal did not have.
    """

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="returns", verbose_name=_("request")
    )
    communication = models.ForeignKey(
        Communication, models.CASCADE, related_name="returns", verbose_name=_("returned or asked with")
    )
    rule = models.CharField(_("rule"), max_length=RULE_LENGTH, blank=True)
    proposal = FreeTextField(_("proposal for a rule"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        verbose_name = _("cause of a return")
        verbose_name_plural = _("causes of returns")
        constraints = [
            models.UniqueConstraint(fields=["communication", "rule"], name="a_rule_causes_a_return_once"),
            models.CheckConstraint(
                condition=models.Q(rule="") ^ models.Q(proposal=""), name="a_return_has_a_rule_or_a_proposal"
            ),
        ]
        indexes = [models.Index(fields=["rule"], name="return_by_rule")]

    def __str__(self) -> str:
        return self.rule or self.proposal
