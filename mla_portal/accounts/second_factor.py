"""Reads from allauth when the second factor was last proved in this session."""

from datetime import UTC, datetime

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest


def second_factor_confirmed_at(request: HttpRequest) -> datetime | None:
    """When (UTC) this session last proved a one-time code or a passkey; None if it never did."""
    moments = [r["at"] for r in get_authentication_records(request) if r.get("method") == "mfa"]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None
