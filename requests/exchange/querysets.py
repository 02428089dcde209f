"""Who may see what came in: the one rule, in SQL."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from casework.models import Communication
from exchange.choices import Disposition
from mla_portal.common.querysets import ModelT, VisibleQuerySet
from states.choices import AuthorityKind
from states.memberships import memberships_of

if TYPE_CHECKING:
    from exchange.models import Arrival, Delivery, Receipt  # noqa: F401


class ArrivalQuerySet(VisibleQuerySet["Arrival"]):
    def visible_to(self, user: Any) -> Self:
        """What arrived at the central authorities the user serves in, up to the membership's confidentiality.

        Once it is placed it is as confidential as its file.
        """
        rule = Q(pk__in=[])
        for member in memberships_of(user):
            if member.kind != AuthorityKind.COMPETENT:
                level = member.confidentiality
                within = Q(placed_in=None) | Q(placed_in__confidentiality__lte=level)
                rule |= Q(holder=member.authority_id, confidentiality__lte=level) & within
        return self.filter(rule)

    def waiting(self) -> Self:
        return self.filter(disposition=Disposition.WAITING)


class ArrivalPartQuerySet(VisibleQuerySet[ModelT]):
    def visible_to(self, user: Any) -> Self:
        """The parts of the arrivals this user may see."""
        from exchange.models import Arrival

        return self.filter(arrival__in=Arrival.objects.visible_to(user))


class ReceiptQuerySet(VisibleQuerySet["Receipt"]):
    def visible_to(self, user: Any) -> Self:
        """The receipts of the deliveries this user may see."""
        from exchange.models import Delivery

        return self.filter(delivery__in=Delivery.objects.visible_to(user))


class DeliveryQuerySet(VisibleQuerySet["Delivery"]):
    def visible_to(self, user: Any) -> Self:
        """The deliveries of what the user may see to have been sent."""
        return self.filter(communication__in=Communication.objects.visible_to(user))
