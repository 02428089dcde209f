"""Everybody who may come to a door: the case work's people, and the systems of authorities."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken, set_token_value

from mla_portal.accounts.models import User
from states.choices import AuthorityKind, Role
from states.models import ApiClient, Authority
from tests.factories.casework import Cast
from tests.factories.states import AuthorityFactory, MembershipFactory

SECRET = "a-secret-that-only-the-tests-know"
ALL_SCOPES = "requests:read requests:write reference:read"


class FullCast(Cast):
    """The case work's cast with the competent authority that was given nothing, and three API clients."""

    def __init__(self) -> None:
        super().__init__()
        self.police = AuthorityFactory.create(code="SI-POL", kind=AuthorityKind.COMPETENT)
        self.policeman = self._member(self.police, Role.OFFICER)
        self.client = api_client(self.authority)
        self.prosecutors_client = api_client(self.prosecutors)
        self.other_state_client = api_client(self.counterpart)


def api_client(authority: Authority, role: Role = Role.OFFICER, confidentiality: int = 3) -> ApiClient:
    """A system of this authority with its service account. Its secret is `SECRET`."""
    account = User.objects.create_user(
        f"system{User.objects.count()}@clients.example.org",
        full_name=f"System of {authority.code}",
        is_service=True,
    )
    MembershipFactory.create(user=account, authority=authority, role=role, confidentiality=confidentiality)
    return ApiClient.objects.create(
        name=f"System of {authority.code}",
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        client_secret=SECRET,
        authority=authority,
        service_account=account,
    )


def token_of(client: ApiClient, scope: str = ALL_SCOPES, minutes: int = 15) -> str:
    """An access token as the token endpoint would give it, without the cost of checking the secret."""
    raw = f"token-{client.pk}-{AccessToken.objects.count()}"
    token = AccessToken(application=client, scope=scope, expires=timezone.now() + timedelta(minutes=minutes))
    set_token_value(token, raw)
    token.save()
    return raw


class Api(Client):
    """Calls the API as one client, in JSON."""

    def __init__(self, client: ApiClient | None = None, scope: str = ALL_SCOPES, **defaults: Any) -> None:
        headers = {"Accept": "application/json"}
        if client is not None:
            headers["Authorization"] = f"Bearer {token_of(client, scope)}"
        super().__init__(headers=headers, **defaults)

    def write(self, method: str, path: str, data: Any = None, *, etag: str | None = None, **more: Any) -> Any:
        """A write with a JSON body, and with If-Match where an ETag is given."""
        headers = {"If-Match": etag} if etag else {}
        return self.generic(
            method, path, **{"data": _json(data), "content_type": "application/json"} | more, headers=headers
        )


def _json(data: Any) -> bytes:
    from mla_portal.common.api.codecs import encode

    return b"" if data is None else encode(data)
