"""Reads a file with all that an answer needs, in a constant number of statements."""

from typing import Any

from django.db.models import QuerySet

from casework.completeness import check
from casework.models import AssistanceRequest
from mla_portal.audit.events import describe
from mla_portal.audit.models import AuditEvent

WHOLE = (
    "persons", "offences", "measures", "deadlines", "communications", "decisions", "conditions",
    "documents__document__versions",
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


def timeline(request: AssistanceRequest) -> list[dict[str, Any]]:
    """The acts recorded of a file, oldest first, in the reader's language."""
    events = AuditEvent.objects.filter(chain=request.audit_chain).order_by("sequence")
    return [
        {
            "sequence": event.sequence,
            "at": event.at,
            "verb": event.verb,
            "description": describe(event.verb, event.data),
            "by": event.actor_name,
            "channel": event.channel,
        }
        for event in events
    ]
