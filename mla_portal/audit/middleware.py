"""Gives each HTTP request an identifier that its audit events, log lines and answer share."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from uuid6 import uuid7


class CorrelationMiddleware:
    """Sets `request.correlation_id` and the `X-Request-ID` header. The client's own value is not trusted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.correlation_id = str(uuid7())  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request.correlation_id  # type: ignore[attr-defined]
        return response
