"""API clients: another agency's system, bound to one authority through its own service account."""

import secrets

from django.db import transaction
from oauth2_provider.models import AccessToken
from uuid6 import uuid7

from mla_portal.accounts.actors import Actor
from mla_portal.accounts.models import User
from mla_portal.accounts.services import require_administrator
from mla_portal.audit.services import PORTAL_CHAIN, record
from mla_portal.common.confidentiality import Confidentiality
from states import events
from states.choices import Role
from states.models import ApiClient, Authority, Membership
from states.services.memberships import grant_membership


@transaction.atomic
def register_api_client(
    actor: Actor, *, authority: Authority, name: str, role: Role, confidentiality: Confidentiality
) -> tuple[ApiClient, str]:
    """Makes a client for the client-credentials grant, its service account and that account's membership.

    A client of an authority that does not work here exchanges letters with those that do, and sees no files
    (`states.api.scopes`). The secret is returned here and nowhere else: the database keeps its hash. Raises
    what `grant_membership` raises.
    """
    require_administrator(actor)
    secret = secrets.token_urlsafe(48)
    account = User.objects.create_user(email=f"{uuid7()}@api-client.invalid", full_name=name, is_service=True)
    grant_membership(actor, user=account, authority=authority, role=role, confidentiality=confidentiality)
    client = ApiClient.objects.create(
        name=name,
        authority=authority,
        service_account=account,
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
    )
    record(
        events.API_CLIENT_REGISTERED,
        chain=PORTAL_CHAIN,
        actor=actor,
        name=name,
        client_id=client.client_id,
        authority=authority.code,
        role=role.value,
        confidentiality=confidentiality.value,
    )
    return client, secret


@transaction.atomic
def revoke_api_client(actor: Actor, client: ApiClient) -> None:
    """Ends a client for good: its tokens, its account and that account's membership. Safe to repeat."""
    require_administrator(actor)
    account = User.objects.select_for_update().get(pk=client.service_account_id)
    if not account.is_active:
        return
    account.is_active = False
    account.save(update_fields=["is_active"])
    Membership.objects.filter(user=account).delete()
    AccessToken.objects.filter(application=client).delete()
    record(
        events.API_CLIENT_REVOKED,
        chain=PORTAL_CHAIN,
        actor=actor,
        name=client.name,
        client_id=client.client_id,
        authority=client.authority.code,
    )
