"""The case file and its parts."""

from casework.models.exchange import CaseDocument, Communication, Condition, Decision
from casework.models.particulars import Measure, Offence, Person, PersonName
from casework.models.record import (
    Assignment,
    Deadline,
    Note,
    NumberSeries,
    RequestGroupGrant,
    RequestUserGrant,
    Transition,
)
from casework.models.request import AssistanceRequest

__all__ = [
    "Assignment",
    "AssistanceRequest",
    "CaseDocument",
    "Communication",
    "Condition",
    "Deadline",
    "Decision",
    "Measure",
    "Note",
    "NumberSeries",
    "Offence",
    "Person",
    "PersonName",
    "RequestGroupGrant",
    "RequestUserGrant",
    "Transition",
]
