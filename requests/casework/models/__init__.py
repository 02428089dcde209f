"""The case file and its parts."""

from casework.models.clocks import (
    ChaserPolicy,
    Deadline,
    DeadlineMove,
    DeadlinePause,
    DeadlinePolicy,
    Reminder,
)
from casework.models.conditions import Certificate, Condition, Consent
from casework.models.decisions import Consideration, Decision, Evaluation
from casework.models.examinations import Examination
from casework.models.exchange import CaseDocument, Communication
from casework.models.execution import (
    AssignmentDocument,
    AssignmentPerson,
    ExecutionStep,
    MeasureAssignment,
    RoutingRule,
)
from casework.models.particulars import Measure, Offence, Person, PersonName
from casework.models.questions import Question
from casework.models.record import (
    Assignment,
    Note,
    NumberSeries,
    RequestGroupGrant,
    RequestUserGrant,
    Transition,
)
from casework.models.request import AssistanceRequest
from casework.models.returns import RequestReturn, RuleFinding
from casework.models.translations import FreeTextTranslation

__all__ = [
    "Assignment",
    "AssignmentDocument",
    "AssignmentPerson",
    "AssistanceRequest",
    "CaseDocument",
    "Certificate",
    "ChaserPolicy",
    "Communication",
    "Condition",
    "Consent",
    "Consideration",
    "Deadline",
    "DeadlineMove",
    "DeadlinePause",
    "DeadlinePolicy",
    "Decision",
    "Evaluation",
    "Examination",
    "ExecutionStep",
    "FreeTextTranslation",
    "Measure",
    "MeasureAssignment",
    "Note",
    "NumberSeries",
    "Offence",
    "Person",
    "PersonName",
    "Question",
    "Reminder",
    "RequestGroupGrant",
    "RequestReturn",
    "RequestUserGrant",
    "RoutingRule",
    "RuleFinding",
    "Transition",
]
