"""The list of files as flat rows: one statement, no model instances.

`RequestSummarySerializer` declares the same fields for the description; a test compares the two.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from psycopg.types.datetime import TimestamptzLoader

from casework.models import AssistanceRequest
from mla_portal.accounts.models import User
from mla_portal.common.confidentiality import Confidentiality
from states.memberships import Member, memberships_of, serve_as

COLUMNS = {
    "id": "id",
    "own_reference": "own_reference",
    "counterpart_reference": "counterpart_reference",
    "kind": "kind",
    "direction": "direction",
    "status": "status",
    "title": "title",
    "holder": "holder__code",
    "counterpart_state": "counterpart_state_id",
    "counterpart": "counterpart__code",
    "treaty": "treaty_id",
    "urgency": "urgency",
    "confidentiality": "confidentiality",
    "opened_at": "opened_at",
    "status_since": "status_since",
    "updated_at": "updated_at",
    "next_due_on": "next_due_on",
    "version": "version",
}
"""Each field of a row, and where it is in the database."""

LEVELS = {level.value: level.name.lower() for level in Confidentiality}

_SOMEBODY, _SOME_AUTHORITY, _SOME_ROW = 2**62, UUID(int=2**128 - 1), UUID(int=2**128 - 2)
"""Stand in a compiled statement for the user, their authority and the last row of the page before."""


def summaries(requests: QuerySet[AssistanceRequest]) -> list[dict[str, Any]]:
    """The rows of the list, as they go out."""
    return [_row(values) for values in requests.values_list(*COLUMNS.values())]


def page_of(user: User, *, after: UUID | None, length: int) -> list[dict[str, Any]]:
    """The newest files that a client's account may see, after a row.

    To compile the rule of visibility takes many times what fetching a page does, so the statement is kept
    for each shape of question, and only the values change. It is compiled by the rule itself.
    """
    (member,) = memberships_of(user)
    shape = (member.role, member.confidentiality, member.kind)
    sql, marked = _statement(shape, is_first=after is None, length=length)
    values = {_SOMEBODY: user.pk, _SOME_AUTHORITY: member.authority_id, _SOME_ROW: after}
    return _fetch(sql, [values.get(value, value) for value in marked])


@lru_cache(maxsize=64)
def _statement(shape: tuple[Any, ...], *, is_first: bool, length: int) -> tuple[str, tuple[Any, ...]]:
    somebody = User(pk=_SOMEBODY, is_active=True)
    role, level, kind = shape
    serve_as(somebody, Member(_SOME_AUTHORITY, role, level, kind))
    rows = AssistanceRequest.objects.visible_to(somebody)
    if not is_first:
        rows = rows.filter(pk__lt=_SOME_ROW)
    page = rows.order_by("-pk").values_list(*COLUMNS.values())[:length]
    return page.query.sql_with_params()


def _fetch(sql: str, values: Iterable[Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        # psycopg's own reader of times; Django's is for other time zones than UTC, and slow.
        cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        cursor.execute(sql, tuple(values))
        return [_row(values) for values in cursor.fetchall()]


def _row(values: Iterable[Any]) -> dict[str, Any]:
    row = dict(zip(COLUMNS, values, strict=True))
    row["confidentiality"] = LEVELS[row["confidentiality"]]
    return row
