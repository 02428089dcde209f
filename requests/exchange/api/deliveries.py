"""What goes from the client's own authority to another desk of this portal, and asking for it again."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.api import representations as shown
from exchange.api.answers import answer, page
from exchange.choices import DeliveryStatus
from exchange.models import Delivery
from exchange.querysets import DeliveryQuerySet
from exchange.selectors import deliveries
from exchange.services.deliveries import retry
from mla_portal.common.api.idempotency import Outcome
from mla_portal.common.api.openapi import PAGE, Guard, operation, parameter
from mla_portal.common.api.problems import InvalidQuery
from mla_portal.common.api.views import VisibleViewSet
from states.api.authentication import account_of, actor_of

READ, WRITE = "requests:read", "requests:write"


class DeliveryViewSet(VisibleViewSet):
    model = Delivery
    scopes: ClassVar[Mapping[str, str]] = {"list": READ, "retrieve": READ, "retry": WRITE}

    @operation(
        "Letters on their way to other desks of this portal, newest first",
        shown.DeliveryPageSerializer,
        query=(parameter("status", "Only those in this status.", enum=DeliveryStatus.values), *PAGE),
    )
    def list(self, request: Request) -> Response:
        found, status = self._visible(request), request.query_params.get("status")
        if status is not None and status not in DeliveryStatus.values:
            raise InvalidQuery({"status": _("One of: %(known)s.") % {"known": ", ".join(DeliveryStatus)}})
        return page(request, found.filter(status=status) if status else found, shown.DeliverySerializer)

    @operation("Read one delivery", shown.DeliverySerializer)
    def retrieve(self, request: Request, delivery_id: UUID) -> Response:
        return Response(shown.DeliverySerializer(self._visible(request).get(pk=delivery_id)).data)

    @operation(
        "Have a letter delivered again",
        shown.DeliverySerializer,
        guard=Guard.CREATE,
        description="For the desk that sent it. A delivery that has not failed stays as it is.",
    )
    def retry(self, request: Request, delivery_id: UUID) -> Response:
        def act() -> Outcome:
            return Outcome(retry(actor_of(request), delivery_id).pk)

        return answer(request, act, lambda pk: shown.DeliverySerializer(self._visible(request).get(pk=pk)))

    def _visible(self, request: Request) -> DeliveryQuerySet:
        return deliveries().visible_to(account_of(request))
