"""What the exchange tells the apps below it: who may see the documents of what arrived."""

from typing import Any

from django.db.models import Q

from casework.departures import register_channel
from documents.querysets import register_visibility
from exchange.models import Arrival, ArrivalFile
from exchange.services.deliveries import depart
from mla_portal.audit.chains import register_chain_finder
from states.choices import LetterChannel


def register() -> None:
    """Called once, at start-up."""
    register_visibility(documents_of_visible_arrivals)
    register_chain_finder(chains_of_reference)
    register_channel(LetterChannel.PORTAL, depart)


def documents_of_visible_arrivals(user: Any) -> Q:
    """A document is visible to whoever sees the arrival it came with."""
    arrivals = Arrival.objects.visible_to(user)
    return Q(pk__in=ArrivalFile.objects.filter(arrival__in=arrivals).values("document"))


def chains_of_reference(reference: str) -> list[str]:
    return [arrival.audit_chain for arrival in Arrival.objects.filter(reference=reference)]
