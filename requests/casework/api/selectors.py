"""Reads a file with all that an answer needs, in a constant number of statements."""

from typing import Any

from django.db.models import QuerySet

from casework.completeness import check
from casework.models import AssistanceRequest

WHOLE = (
    "persons", "offences", "measures", "deadlines__pauses", "communications",
    "questions", "considerations", "decisions__proposed_by", "decisions__decided_by", "evaluations",
    "conditions__communication", "conditions__documents", "consents", "certificates",
    "documents__document__versions", "documents__communication",
    "counterpart_state__country_rules", "assignments__officer", "assignments__authority",
)  # fmt: skip


def whole(requests: QuerySet[AssistanceRequest]) -> QuerySet[AssistanceRequest]:
    """The files with their parts."""
    heads = ("holder", "counterpart", "counterpart_state", "drafted_by", "approved_by")
    return requests.select_related(*heads).prefetch_related(*WHOLE)


def completeness_summary(request: AssistanceRequest) -> dict[str, Any]:
    """How far the request is from being complete."""
    result = check(request)
    return {
        "is_complete": result.is_complete,
        "percentage": result.percentage,
        "missing": len(result.missing),
    }
