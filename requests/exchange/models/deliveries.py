"""What leaves from one desk of the portal to another: the outbox, and the receipt that comes back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import Communication
from exchange.choices import DeliveryStatus
from exchange.querysets import DeliveryQuerySet, ReceiptQuerySet
from mla_portal.common.models import IdentifiedModel
from states.models import Authority


class Delivery(IdentifiedModel):
    """A communication on its way to an authority of this portal. The row is its own outbox.

    `due_at` says from when on the sweep sends it to a worker again, so that neither a lost broker nor a
    killed worker loses it. Whichever worker is first makes the one arrival.
    """

    communication = models.OneToOneField(
        Communication, models.PROTECT, related_name="delivery", verbose_name=_("communication")
    )
    to = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name=_("to"))
    status = models.CharField(
        _("status"), max_length=10, choices=DeliveryStatus, default=DeliveryStatus.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failure = models.TextField(_("why it failed"), blank=True)
    queued_at = models.DateTimeField(_("queued"), auto_now_add=True)
    due_at = models.DateTimeField(_("looked at again"), null=True, blank=True)
    claimed_by = models.CharField(_("taken up by the task"), max_length=50, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(fields=["due_at"], name="deliveries_due", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["id"], name="deliveries_failed", condition=models.Q(status="failed")),
        ]

    def __str__(self) -> str:
        return f"{self.communication} → {self.to}"


class Receipt(IdentifiedModel):
    """That a delivery reached the other authority's intake: the sender's proof of dispatch."""

    delivery = models.OneToOneField(
        Delivery, models.PROTECT, related_name="receipt", verbose_name=_("delivery")
    )
    reference = models.CharField(_("number in their register of intake"), max_length=60)
    received_at = models.DateTimeField(_("received"))
    sha256 = models.CharField(_("SHA-256 of the letter received"), max_length=64)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return self.reference
