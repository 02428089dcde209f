"""Arrivals, registered by the real service."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework.models import AssistanceRequest
from casework.services.communications import Particulars
from casework.services.desk import add_document
from casework.services.transition import perform
from documents.models import Letter
from documents.services.production import produce
from exchange.models import Arrival, Delivery
from exchange.services.arrivals import Stated, register_arrival
from exchange.services.deliveries import deliver, fail
from states.choices import LetterChannel
from tests.factories.casework import Cast, actor, draft, sent

SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def stated(**changes: Any) -> Stated:
    """A letter on paper that came today."""
    said = {
        "channel": LetterChannel.PAPER,
        "received_on": timezone.localdate(),
        "sender_stated": "Ministry of Justice of Latvia",
        "foreign_reference": "LV-7-1/118",
        "subject": "Hearing of a witness",
    }
    return Stated(**said | changes)


def scan(name: str = "scan.pdf", content: bytes = SCAN) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def arrival(cast: Cast, *files: SimpleUploadedFile, **changes: Any) -> Arrival:
    """Something that arrived at the cast's authority, with its scan."""
    return register_arrival(
        actor(cast.drafter), holder=cast.authority, stated=stated(**changes), files=files or [scan()]
    )


def sealed_request(
    cast: Cast, *, override: str = "", enclosed: Sequence[SimpleUploadedFile] = (), **fields: Any
) -> AssistanceRequest:
    """A request of the cast's authority whose letter is sealed and not sent yet."""
    request = draft(cast, **fields)
    for file in enclosed:
        add_document(actor(cast.drafter), request.pk, title=file.name or "", file=file, is_enclosure=True)
    perform(actor(cast.drafter), request.pk, "submit")
    perform(actor(cast.approver), request.pk, "approve", Particulars(override_reason=override))
    perform(actor(cast.approver, fresh_second_factor=True), request.pk, "seal")
    letter = Letter.objects.get(communication__request=request)
    produce(letter.pk, task="factory")
    return AssistanceRequest.objects.get(pk=request.pk)


def sent_by_portal(cast: Cast, **fields: Any) -> Delivery:
    """A sealed request on its way to the counterpart's desk on this portal."""
    request = sealed_request(cast, **fields)
    perform(actor(cast.drafter), request.pk, "send", sent(channel=LetterChannel.PORTAL))
    return Delivery.objects.get(communication__request=request)


def delivered(cast: Cast, **fields: Any) -> Arrival:
    """The same, once a worker has delivered it."""
    delivery = sent_by_portal(cast, **fields)
    deliver(delivery.pk, task="factory")
    return Arrival.objects.get(delivery_id=delivery.pk)


def not_delivered(cast: Cast, reason: str = "The storage was out of reach.", **fields: Any) -> Delivery:
    """One that failed for this reason."""
    delivery = sent_by_portal(cast, **fields)
    fail(delivery.pk, reason)
    delivery.refresh_from_db()
    return delivery
