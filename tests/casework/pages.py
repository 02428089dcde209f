"""Helpers for tests of pages: somebody's browser without the browser."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from casework.models import AssistanceRequest
from mla_portal.accounts.models import User


def signed_in(user: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def url(name: str, case: AssistanceRequest | None = None, /, **more: Any) -> str:
    """The address of a page, of a file where one is given."""
    return reverse(f"requests:{name}", kwargs={**({"case_id": case.pk} if case else {}), **more})


def fields_of(client: Client, page: str) -> dict[str, str]:
    """What a page's form holds when it is opened, as a browser would send it back unchanged."""
    form = client.get(page).context["form"]
    sent: dict[str, str] = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, bool):
            if value:
                sent[bound.name] = "on"
            continue
        shown = bound.field.widget.format_value(bound.field.prepare_value(value))
        sent[bound.name] = str((shown or [""])[0] if isinstance(shown, list) else shown or "")
    return sent


def send(client: Client, page: str, changes: Mapping[str, Any], **extra: Any) -> Any:
    """Opens a page, changes some fields and sends the form."""
    return client.post(page, {**fields_of(client, page), **changes}, **extra)


def words(response: Any) -> str:
    """The text of a page in one line, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())
