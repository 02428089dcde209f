"""The client's address behind reverse proxies of ours."""

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class TrustedProxiesMiddleware:
    """Sets `REMOTE_ADDR` to the address that the outermost of `TRUSTED_PROXIES` proxies saw.

    Each proxy appends the address it was called from, so everything left of that one may be made up. What is
    no address at all is not believed either: the audit record takes it as it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = settings.TRUSTED_PROXIES
        seen = [address.strip() for address in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if count and len(seen) >= count:
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(seen[-count]))
        return self.get_response(request)
