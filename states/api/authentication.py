"""Tells from an access token which client asks, for which authority, and as which service account."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.request import Request

from mla_portal.accounts.actors import Actor, Channel
from mla_portal.accounts.models import User
from mla_portal.common.confidentiality import Confidentiality
from states.choices import AuthorityKind, Role
from states.memberships import Member, serve_as
from states.models import Authority

# One statement for the token, its client, the service account and its membership in the client's authority:
# nothing is cached, so a revoked token or an ended membership counts from the next request.
_LOOK_UP = """
SELECT token.scope, client.client_id, client.authority_id, account.id, account.email, account.full_name,
       membership.role, membership.confidentiality, authority.kind
FROM oauth2_provider_accesstoken token
JOIN states_apiclient client ON client.id = token.application_id
JOIN accounts_user account ON account.id = client.service_account_id
JOIN states_authority authority ON authority.id = client.authority_id
JOIN states_membership membership
  ON membership.user_id = account.id AND membership.authority_id = client.authority_id
WHERE token.token_checksum = %s AND token.expires > now() AND account.is_active AND account.is_service
"""


@dataclass(frozen=True, slots=True)
class Client:
    """The system behind a token."""

    client_id: str
    authority_id: UUID
    scopes: frozenset[str]


class ClientAuthentication(BaseAuthentication):
    """OAuth 2.0 bearer tokens. The client acts as its service account, and for its own authority alone."""

    def authenticate(self, request: Request) -> tuple[User, Client] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed(_("The access token cannot be read."))
        with connection.cursor() as cursor:
            cursor.execute(_LOOK_UP, [hashlib.sha256(words[1]).hexdigest()])
            row = cursor.fetchone()
        if row is None:
            raise AuthenticationFailed(_("The access token is unknown, has expired or was revoked."))
        scope, client_id, authority_id, user_id, email, name, role, level, kind = row
        user = User.from_db(
            connection.alias,
            ["id", "email", "full_name", "is_active", "is_service"],
            [user_id, email, name, True, True],
        )
        serve_as(user, Member(authority_id, Role(role), Confidentiality(level), AuthorityKind(kind)))
        return user, Client(client_id, authority_id, frozenset(scope.split()))

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="MLA Portal"'


def account_of(request: Request) -> User:
    """The client's service account."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def actor_of(request: Request) -> Actor:
    """The client as an actor. It never has a second factor, whatever session cookie came with the token."""
    return Actor(
        user=account_of(request),
        channel=Channel.API,
        correlation_id=getattr(request._request, "correlation_id", ""),
        address=request.META.get("REMOTE_ADDR", ""),
    )


def own_authority(request: Request) -> Authority:
    """The authority that the client is bound to."""
    client: Any = request.auth
    return Authority.objects.get(pk=client.authority_id)
