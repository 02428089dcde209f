"""Pages by cursor: newest first by id, a link to the next page, and no count."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from rest_framework.request import Request

from mla_portal.common.api.problems import InvalidQuery

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200
PARAMETERS = frozenset({"cursor", "limit"})


def limit_of(query: Mapping[str, str]) -> int:
    """How many rows the client wants on a page. Raises InvalidQuery outside 1 to 200."""
    given = query.get("limit", str(DEFAULT_LIMIT))
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given[:9]) <= LARGEST_LIMIT:
        raise InvalidQuery({"limit": _("A whole number from 1 to %(limit)s.") % {"limit": LARGEST_LIMIT}})
    return int(given)


def after(query: Mapping[str, str]) -> UUID | None:
    """The last row of the page before, or None on the first page. Raises InvalidQuery for a forged cursor."""
    given = query.get("cursor")
    if given is None:
        return None
    try:
        return UUID(bytes=base64.urlsafe_b64decode(given.encode("ascii") + b"=="))
    except (ValueError, binascii.Error) as error:
        raise InvalidQuery({"cursor": _("Use the address in `next` as it is.")}) from error


def cut(rows: models.QuerySet[Any, Any], *, after: UUID | None, length: int) -> models.QuerySet[Any, Any]:
    """So many rows after this one, the newest first."""
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return rows.order_by("-pk")[:length]


def next_link(request: Request, last: UUID) -> str:
    """The address of the page after this row."""
    query = request.query_params.copy()
    query["cursor"] = base64.urlsafe_b64encode(last.bytes).decode().rstrip("=")
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
