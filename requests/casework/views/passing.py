"""What may be written to the counterpart, or entered from it, without moving the file."""

from typing import Any

from casework.choices import CommunicationDirection
from casework.models import AssistanceRequest
from casework.workflow import table_for


def passing(case: AssistanceRequest) -> dict[str, Any]:
    """The types of communication for the two menus of the Letters tab."""
    table = table_for(case.kind, case.direction)
    issued, received = CommunicationDirection.ISSUED, CommunicationDirection.RECEIVED
    return {
        "to_write": [row.type for row in table.correspondence_in(case.status, issued)],
        "to_enter": [row.type for row in table.correspondence_in(case.status, received)],
    }
