"""Chains of events, and sealed checkpoints over them. The database itself refuses to change or delete one."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

_grows = pgtrigger.Q(
    new__key=pgtrigger.F("old__key"),
    new__covered=pgtrigger.F("old__covered"),
    new__length__gt=pgtrigger.F("old__length"),
)
_is_covered = pgtrigger.Q(
    new__key=pgtrigger.F("old__key"),
    new__covered__gt=pgtrigger.F("old__covered"),
    new__length=pgtrigger.F("old__length"),
    new__head=pgtrigger.F("old__head"),
)


class AuditChain(models.Model):
    """The head of one chain: a case file has its own, so that two cases never wait for each other."""

    key = models.CharField(_("chain"), max_length=100, primary_key=True)
    length = models.PositiveBigIntegerField(_("events"), default=0)
    head = models.CharField(_("hash of the last event"), max_length=64, blank=True)
    covered = models.PositiveBigIntegerField(_("events covered by a checkpoint"), default=0, db_default=0)

    class Meta:
        verbose_name = _("audit chain")
        verbose_name_plural = _("audit chains")
        constraints = [
            models.CheckConstraint(
                condition=Q(key__regex=r"^[A-Za-z0-9:._-]+$"), name="audit_chain_key_is_one_plain_word"
            ),
            models.CheckConstraint(
                condition=Q(covered__lte=F("length")), name="audit_chain_covered_within_its_length"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="chain_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="chain_only_grows", operation=pgtrigger.Update, condition=~_grows & ~_is_covered
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


class AuditCheckpoint(models.Model):
    """The portal's seal over the heads of all chains that have grown since the checkpoint before.

    `statement` is what is sealed (see `statement.py`), `seal` a detached CMS signature over it, in DER.
    """

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("at"))
    statement = models.TextField(_("statement"))
    seal = models.BinaryField(_("seal"))

    class Meta:
        verbose_name = _("audit checkpoint")
        verbose_name_plural = _("audit checkpoints")
        ordering = ["number"]
        triggers = [
            pgtrigger.Protect(
                name="checkpoint_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            pgtrigger.Trigger(
                name="checkpoints_are_not_truncated",
                operation=pgtrigger.Truncate,
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                func="RAISE EXCEPTION 'The audit record is never emptied';",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
