"""What the exchange tells the apps below it: who may see the documents of what arrived, and how far a letter
is that this portal carries."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from casework.departures import Passage, register_channel
from casework.models import Communication
from documents.querysets import register_visibility
from exchange.models import Arrival, ArrivalFile, Delivery
from exchange.policies import may_retry
from exchange.services.deliveries import depart
from mla_portal.accounts.actors import Actor
from mla_portal.audit.chains import register_chain_finder
from states.choices import LetterChannel


def register() -> None:
    """Called once, at start-up."""
    register_visibility(documents_of_visible_arrivals)
    register_chain_finder(chains_of_reference)
    register_channel(LetterChannel.PORTAL, depart, passages_of)


def documents_of_visible_arrivals(user: Any) -> Q:
    """A document is visible to whoever sees the arrival it came with."""
    arrivals = Arrival.objects.visible_to(user)
    return Q(pk__in=ArrivalFile.objects.filter(arrival__in=arrivals).values("document"))


def chains_of_reference(reference: str) -> list[str]:
    return [arrival.audit_chain for arrival in Arrival.objects.filter(reference=reference)]


def passages_of(communications: Sequence[Communication], actor: Actor) -> Mapping[UUID, Passage]:
    """How far each is on its way to another desk; the retry is offered to whoever may ask for it."""
    by_id = {one.pk: one for one in communications}
    return {
        delivery.communication_id: Passage(
            delivery.get_status_display(),
            delivery.failure,
            reverse("exchange:retry", args=[delivery.pk])
            if may_retry(actor, by_id[delivery.communication_id], delivery)
            else "",
        )
        for delivery in Delivery.objects.filter(communication__in=by_id)
    }
