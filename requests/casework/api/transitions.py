"""What may be done with a file now, and what each act needs, as JSON Schema."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from casework.choices import CommunicationType, MeasureOutcome
from casework.workflow import ANSWERED_BY, Act, Reception, Requirement, TransitionRule
from states.choices import LetterChannel

_TEXT = {"type": "string"}
_DAY = {"type": "string", "format": "date"}
_DECIDES = {CommunicationType.REFUSAL, CommunicationType.POSTPONEMENT}
_ROWS = {"type": "array", "items": {"type": "object"}}
_SHAPES: Mapping[str, Any] = {
    "answers": {"type": "object", "additionalProperties": _TEXT},
    "evaluation": {"type": "object"},
    "without_consultation": _TEXT,
}
_CARRIED: Mapping[str, tuple[str, ...]] = {
    CommunicationType.QUESTION: ("questions",),
    CommunicationType.SUPPLEMENT: ("answers",),
    CommunicationType.CONSULTATION: ("considered", "questions"),
    CommunicationType.CONSULTATION_REPLY: ("answers",),
    CommunicationType.RETURN: ("failings",),
    CommunicationType.CLOSING: ("evaluation",),
}
_CARRIED_BY_ACT: Mapping[str, tuple[str, ...]] = {
    "propose_decision": ("decisions",),
    "decision_received": ("decisions",),
    "refused": ("decisions",),
    "postponed": ("decisions",),
    "close": ("evaluation",),
}


class TransitionSerializer(serializers.Serializer[Any]):
    """One transition open to this client. `input` is the JSON Schema of the body that performs it."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF takes it off the class
    target = serializers.CharField(help_text="The status it leads to.")
    needs_second_factor = serializers.BooleanField(
        help_text="A person must confirm it in the browser; the API refuses it."
    )
    requires = serializers.ListField(child=serializers.ChoiceField([r.value for r in Requirement]))
    input = serializers.DictField()


class TransitionsSerializer(serializers.Serializer[Any]):
    items = TransitionSerializer(many=True)


def describe(rule: TransitionRule) -> dict[str, Any]:
    """A rule of the table as the API tells it."""
    return {
        "name": rule.name,
        "label": str(rule.label),
        "target": rule.target,
        "needs_second_factor": isinstance(rule.cause, Act) and rule.cause.second_factor,
        "requires": [requirement.value for requirement in rule.requires],
        "input": _schema(rule),
    }


def _schema(rule: TransitionRule) -> dict[str, Any]:
    fields: dict[str, Any] = {"transition": {"const": rule.name}}
    required = ["transition"]
    if isinstance(rule.cause, Act) and rule.cause.reason:
        fields["reason"] = _TEXT | {"minLength": 1}
        required.append("reason")
    if rule.name == "approve":
        fields["override_reason"] = _TEXT
    if rule.passes_something:
        fields |= {
            "channel": {"enum": LetterChannel.values},
            "passed_on": _DAY,
            "dated_on": _DAY,
            "text": _TEXT,
            "proof": _TEXT,
            "documents": {"type": "array", "items": _TEXT | {"format": "uuid"}},
            "answer": _TEXT,
        }
        required += ["channel", "passed_on"]
    if isinstance(rule.cause, Reception):
        fields |= {
            "counterpart_reference": _TEXT,
            "outcomes": {"type": "object", "additionalProperties": {"enum": MeasureOutcome.values}},
        }
        if rule.cause.communication in _DECIDES:
            fields["ground"] = _TEXT
    if ANSWERED_BY & set(rule.starts):
        fields["due_on"] = _DAY
    fields |= _contents(rule)
    return {
        "type": "object",
        "properties": fields,
        "required": required,
        "additionalProperties": False,
    }


def _contents(rule: TransitionRule) -> dict[str, Any]:
    """What it carries beside its text; the rows are described with the operation that performs it."""
    kind = rule.cause.communication if isinstance(rule.cause, Reception) else rule.issues
    named: tuple[str, ...] = _CARRIED.get(kind, ()) if kind else ()
    named += _CARRIED_BY_ACT.get(rule.name, ())
    if Requirement.CONSULTED in rule.requires:
        named += ("without_consultation",)
    return {name: _SHAPES.get(name, _ROWS) for name in named}
