"""How the description of the API speaks of its clients and their credentials."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import serializers


class ClientScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """OAuth 2.0 client credentials; each operation names the scope that it takes."""

    target_class = "states.api.authentication.ClientAuthentication"
    name = "oauth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        flow = {"tokenUrl": "/api/v1/oauth/token", "scopes": settings.SCOPES}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        view = auto_schema.view
        scope = view.scopes.get(view.action)
        return {self.name: [scope] if scope else []}


class TokenRequestSerializer(serializers.Serializer[Any]):
    """The client's name and secret go in the form, or in an Authorization header (Basic)."""

    grant_type = serializers.ChoiceField(["client_credentials"])
    client_id = serializers.CharField(required=False)
    client_secret = serializers.CharField(required=False)
    scope = serializers.CharField(required=False, help_text="Scopes, parted by spaces; all if left out.")


class TokenSerializer(serializers.Serializer[Any]):
    access_token = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds.")
    token_type = serializers.CharField()
    scope = serializers.CharField()


class RevocationSerializer(serializers.Serializer[Any]):
    token = serializers.CharField()
    client_id = serializers.CharField(required=False)
    client_secret = serializers.CharField(required=False)


class OAuthErrorSerializer(serializers.Serializer[Any]):
    """As RFC 6749 says it."""

    error = serializers.CharField()
    error_description = serializers.CharField(required=False)


FORM = "application/x-www-form-urlencoded"
