"""The token endpoint: OAuth 2.0 client credentials, and revocation. No other grant exists here."""

import base64
import json
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from oauth2_provider.views.mixins import OAuthLibMixin
from rest_framework.parsers import FormParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_400_BAD_REQUEST
from rest_framework.views import APIView

from mla_portal.common.api.problems import Problem
from mla_portal.common.api.throttling import ClientThrottle, count, counted
from mla_portal.common.api.views import stamp
from states.api.description import (
    FORM,
    OAuthErrorSerializer,
    RevocationSerializer,
    TokenRequestSerializer,
    TokenSerializer,
)

FAILURES = 10
FAILURE_WINDOW = 300


class OAuthView(OAuthLibMixin, APIView):
    """Answers in the form of RFC 6749, not in that of problems: every OAuth client library reads it.

    After ten failures within five minutes a client's name is refused from that network address.
    """

    authentication_classes = ()
    permission_classes = [AllowAny]
    parser_classes = [FormParser]
    throttle_classes = [ClientThrottle]
    throttle_limit = "token"
    metadata_class = None

    def answer(self, request: HttpRequest) -> tuple[Any, dict[str, str], str | None, int]:
        """oauthlib's answer: where to, headers, body, status."""
        raise NotImplementedError

    def post(self, request: Request) -> Response:
        name = f"token-failures:{request.META.get('REMOTE_ADDR', '')}:{claimed_client(request)}"
        if counted(name, FAILURE_WINDOW) >= FAILURES:
            raise Problem("rate-limited", _("Too many failed attempts. Wait five minutes."))
        _where, headers, body, status = self.answer(request._request)
        if status >= HTTP_400_BAD_REQUEST:
            count(name, FAILURE_WINDOW)
        return Response(json.loads(body) if body else None, status=status, headers=headers)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        stamp(request, response)
        return response


@extend_schema_view(
    post=extend_schema(
        summary="Get an access token",
        description="It lasts fifteen minutes; there is no refresh token, ask for the next one.",
        auth=[],
        request={FORM: TokenRequestSerializer},
        responses={200: TokenSerializer, 400: OAuthErrorSerializer, 401: OAuthErrorSerializer},
    )
)
class TokenView(OAuthView):
    """Gives an access token to a client that proves its secret."""

    def answer(self, request: HttpRequest) -> tuple[Any, dict[str, str], str | None, int]:
        return self.create_token_response(request)  # type: ignore[no-any-return, no-untyped-call]


@extend_schema_view(
    post=extend_schema(
        summary="End an access token at once",
        auth=[],
        request={FORM: RevocationSerializer},
        responses={200: OpenApiResponse(description="Done."), 401: OAuthErrorSerializer},
    )
)
class RevokeView(OAuthView):
    """Ends an access token at once."""

    def answer(self, request: HttpRequest) -> tuple[Any, dict[str, str], str | None, int]:
        return self.create_revocation_response(request)  # type: ignore[no-any-return, no-untyped-call]


def claimed_client(request: Request) -> str:
    """The client's identifier as the request claims it, in the Basic header or in the form."""
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return str(request.POST.get("client_id", ""))[:100]
    try:
        return base64.b64decode(given).decode().partition(":")[0][:100]
    except ValueError:
        return ""
