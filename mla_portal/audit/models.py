"""Chains of events. The database itself refuses to change or delete one."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditChain(models.Model):
    """The head of one chain: a case file has its own, so that two cases never wait for each other."""

    key = models.CharField(_("chain"), max_length=100, primary_key=True)
    length = models.PositiveBigIntegerField(_("events"), default=0)
    head = models.CharField(_("hash of the last event"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("audit chain")
        verbose_name_plural = _("audit chains")
        triggers = [
            pgtrigger.Protect(name="chain_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="chain_only_grows",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__length__lte=pgtrigger.F("old__length")),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class AuditEvent(models.Model):
    """One act: who did what, when, through which door. `hash` covers every column and the event before it."""

    chain = models.ForeignKey(AuditChain, models.PROTECT, related_name="events", verbose_name=_("chain"))
    sequence = models.PositiveBigIntegerField(_("number in the chain"))
    at = models.DateTimeField(_("at"))
    verb = models.CharField(_("act"), max_length=80)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    actor_name = models.CharField(_("name at the time"), max_length=200)
    channel = models.CharField(_("door"), max_length=10)
    correlation_id = models.CharField(_("HTTP request"), max_length=36, blank=True)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    data = models.JSONField(_("particulars"), default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["chain", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "sequence"], name="audit_event_has_one_place_in_its_chain"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="event_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="events_are_not_truncated",
                operation=pgtrigger.Truncate,
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                func="RAISE EXCEPTION 'The audit record is never emptied';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id} {self.sequence} {self.verb}"
