"""Arrivals, deliveries, and whose seals are known."""

from exchange.models.arrivals import Arrival, ArrivalFile
from exchange.models.deliveries import Delivery, Receipt
from exchange.models.seals import KnownSeal

__all__ = ["Arrival", "ArrivalFile", "Delivery", "KnownSeal", "Receipt"]
