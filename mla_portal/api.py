"""The only router of the REST API: every address under `/api/v1`, with no slash at its end."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from casework.api.views import RequestViewSet
from mla_portal.common.api.codecs import encode
from mla_portal.common.api.problems import KINDS, MEDIA_TYPE, problem_body
from states.api.tokens import RevokeView, TokenView


def not_found(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """An address that the API does not have."""
    body = problem_body(KINDS["not-found"], request)
    return HttpResponse(encode(body), content_type=MEDIA_TYPE, status=404)


urlpatterns: list[URLPattern] = [
    path("oauth/token", TokenView.as_view(), name="token"),
    path("oauth/revoke", RevokeView.as_view(), name="revoke"),
    path("requests", RequestViewSet.as_view({"get": "list", "post": "create"}), name="requests"),
    path(
        "requests/<uuid:request_id>",
        RequestViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="request",
    ),
    path(
        "requests/<uuid:request_id>/transitions",
        RequestViewSet.as_view({"get": "transitions", "post": "perform"}),
        name="request-transitions",
    ),
    path(
        "requests/<uuid:request_id>/completeness",
        RequestViewSet.as_view({"get": "completeness"}),
        name="request-completeness",
    ),
    path(
        "requests/<uuid:request_id>/timeline",
        RequestViewSet.as_view({"get": "timeline"}),
        name="request-timeline",
    ),
    re_path(r"^.*$", not_found, name="not-found"),
]
