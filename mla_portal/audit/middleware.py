"""Gives each HTTP request an identifier that its audit events, log lines and answer share."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from uuid6 import uuid7

from mla_portal.logs import correlation_id


class CorrelationMiddleware:
    """Sets `request.correlation_id` and the `X-Request-ID` header. The client's own value is not trusted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identifier = str(uuid7())
        request.correlation_id = identifier  # type: ignore[attr-defined]
        correlation_id.set(identifier)
        response = self.get_response(request)
        response["X-Request-ID"] = identifier
        return response
