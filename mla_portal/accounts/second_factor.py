"""Reads from allauth when the second factor was last proved in this session."""

from datetime import UTC, datetime

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from mla_portal.accounts.models import User


def second_factor_confirmed_at(request: HttpRequest) -> datetime | None:
    """When (UTC) this session last proved a one-time code or a passkey; None if it never did."""
    if not isinstance(request.user, User):
        return None
    records = get_authentication_records(request, request.user)
    moments = [record["at"] for record in records if record.get("method") == "mfa"]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None
