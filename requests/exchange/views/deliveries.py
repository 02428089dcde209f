"""Having a letter delivered again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.choices import DeliveryStatus
from exchange.models import Delivery
from exchange.selectors import deliveries
from exchange.services.deliveries import retry
from mla_portal.common.views import Access, PortalView


class RetryView(PortalView):
    """Sends a failed delivery on its way again, and shows the letters of its file."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        delivery = self.get_visible(deliveries(), pk=kwargs["delivery_id"])
        return self._letters(delivery)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        delivery = retry(self.actor, kwargs["delivery_id"])
        if delivery.status == DeliveryStatus.DELIVERED:
            messages.success(request, _("The letter was delivered."))
        else:
            messages.info(request, _("The letter is on its way again."))
        return self._letters(delivery)

    def _letters(self, delivery: Delivery) -> HttpResponse:
        case = delivery.communication.request_id
        return self.redirect(reverse("requests:case-tab", args=[case, "communications"]))
