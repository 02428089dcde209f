"""Reads a file with all that an answer needs, in a constant number of statements."""

from typing import Any

from django.db.models import QuerySet

from casework.completeness import check
from casework.models import AssistanceRequest

WHOLE = (
    "persons", "offences", "measures", "deadlines", "communications", "decisions", "conditions",
    "documents__document__versions", "assignments__officer", "assignments__authority",
)  # fmt: skip


def whole(requests: QuerySet[AssistanceRequest]) -> QuerySet[AssistanceRequest]:
    """The files with their parts."""
    return requests.select_related("holder", "counterpart", "drafted_by", "approved_by").prefetch_related(
        *WHOLE
    )


def completeness_summary(request: AssistanceRequest) -> dict[str, Any]:
    """How far the request is from being complete."""
    result = check(request)
    return {
        "is_complete": result.is_complete,
        "percentage": result.percentage,
        "missing": len(result.missing),
    }
