"""Whose seals are known, in the administration; what arrived and what was delivered, to look at.

What a letter says is read on the page of its arrival or file.
"""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from exchange.models import Arrival, Delivery, KnownSeal, Receipt
from mla_portal.common.administration import ModelAdmin, ReadingAdmin
from states.admin.base import ReferenceAdmin


@admin.register(KnownSeal)
class KnownSealAdmin(ReferenceAdmin):
    """Each row added, changed or deleted is an audit event; a seal that was given up is deleted."""

    list_display = ("authority", "fingerprint", "source")
    list_select_related = ("authority",)
    search_fields = ("fingerprint", "authority__name")
    autocomplete_fields = ("authority",)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return ModelAdmin.has_delete_permission(self, request, obj)


@admin.register(Arrival)
class ArrivalAdmin(ReadingAdmin):
    """The registers of intake."""

    fields = (
        "reference", "holder", "channel", "received_on", "registered_by", "registered_at", "confidentiality",
        "sender_state", "sender", "sender_stated", "foreign_reference", "dated_on", "verdict", "letter_kind",
        "letter_number", "letter_sha256", "delivery_id", "disposition", "placed_in", "placed_by", "placed_at",
        "version",
    )  # fmt: skip
    list_display = ("reference", "holder", "received_on", "channel", "sender_name", "verdict", "disposition")
    list_filter = ("disposition", "verdict", "channel", "holder")
    list_select_related = ("holder", "sender", "sender_state")
    search_fields = ("reference", "foreign_reference", "letter_number")


@admin.register(Delivery)
class DeliveryAdmin(ReadingAdmin):
    """Letters on their way to other desks. One that failed is sent again at its letter in the file."""

    fields = (
        "communication", "to", "status", "failure", "attempts", "queued_at", "due_at", "claimed_by",
        "receipt",
    )  # fmt: skip
    list_display = ("file", "communication", "to", "status", "attempts", "queued_at", "receipt")
    list_filter = ("status", "to")
    list_select_related = ("communication__request", "to", "receipt")
    search_fields = ("communication__request__own_reference", "receipt__reference")

    @admin.display(description=_("file"))
    def file(self, delivery: Delivery) -> str:
        return delivery.communication.request.own_reference


@admin.register(Receipt)
class ReceiptAdmin(ReadingAdmin):
    """That letters reached the other desk."""

    fields = ("reference", "delivery", "received_at", "sha256")
    list_display = ("reference", "delivery", "received_at", "sha256")
    list_select_related = ("delivery__communication", "delivery__to")
    search_fields = ("reference", "sha256")
