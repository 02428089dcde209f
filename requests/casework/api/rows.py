"""The list of files as flat rows: one statement, no model instances.

`RequestSummarySerializer` declares the same fields for the description; a test compares the two.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from casework.models import AssistanceRequest
from mla_portal.common.confidentiality import Confidentiality

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


def summaries(requests: QuerySet[AssistanceRequest]) -> list[dict[str, Any]]:
    """The rows of the list, as they go out."""
    return [_row(values) for values in requests.values_list(*COLUMNS.values())]


def _row(values: Iterable[Any]) -> dict[str, Any]:
    row = dict(zip(COLUMNS, values, strict=True))
    row["confidentiality"] = LEVELS[row["confidentiality"]]
    return row
