"""View bases that fail closed: no scope declared, no rule of visibility declared, nothing is answered."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.cache import patch_vary_headers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from mla_portal.common.api import preconditions
from mla_portal.common.api.codecs import encode
from mla_portal.common.api.permissions import HasDeclaredScope
from mla_portal.common.api.problems import Problem
from mla_portal.common.api.throttling import ClientThrottle
from mla_portal.common.querysets import VisibleQuerySet


class PortalViewSet(GenericViewSet[Any]):
    """A view for clients with a token. `scopes` names for each action the scope it takes."""

    scopes: ClassVar[Mapping[str, str]] = {}
    throttle_limit: ClassVar[str] = "client"
    permission_classes = [HasDeclaredScope]
    throttle_classes = [ClientThrottle]
    http_method_names = ["get", "head", "post", "patch", "delete"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise Problem("malformed")  # no text of ours has one, and PostgreSQL takes none

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        stamp(request, response)
        return response


class VisibleViewSet(PortalViewSet):
    """A view over rows of a model that has a rule of visibility. `model` is that model."""

    model: ClassVar[type[models.Model]]

    def get_queryset(self) -> Any:
        """The rows this client may know of; everything in a view starts here."""
        rows = self.model._default_manager.all()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()  # the description is made without a client
        if not isinstance(rows, VisibleQuerySet):
            raise ImproperlyConfigured(f"{self.model.__name__} has no rule of visibility.")
        return rows.visible_to(self.request.user)

    def respond(self, data: Any, *, version: int, status: int = 200) -> Response:
        """The answer with its ETag, or 304 where the client has it already."""
        body = encode(data)
        tag = preconditions.etag(version, body)
        if self.request.method == "GET" and preconditions.is_current(self.request, tag):
            return Response(status=304, headers={"ETag": tag})
        return Response(body, status=status, headers={"ETag": tag})


def stamp(request: Request, response: Any) -> None:
    """The headers every answer bears."""
    response.headers["API-Version"] = settings.API_VERSION
    response.headers.setdefault("Cache-Control", "private, no-cache")
    patch_vary_headers(response, ("Authorization", "Accept-Language"))
    for name, value in getattr(request._request, "rate_limit", {}).items():
        response.headers[name] = value
