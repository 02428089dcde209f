"""What may be done with a file now, and what each act needs, as JSON Schema."""

from typing import Any

from rest_framework import serializers

from casework.choices import CommunicationType, MeasureOutcome
from casework.workflow import Act, Reception, Requirement, TransitionRule
from states.choices import LetterChannel

_TEXT = {"type": "string"}
_DAY = {"type": "string", "format": "date"}
_DECIDES = {CommunicationType.REFUSAL, CommunicationType.POSTPONEMENT}


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
        }
        required += ["channel", "passed_on"]
    if isinstance(rule.cause, Reception):
        fields |= {
            "counterpart_reference": _TEXT,
            "outcomes": {"type": "object", "additionalProperties": {"enum": MeasureOutcome.values}},
        }
        if rule.cause.communication in _DECIDES:
            fields["ground"] = _TEXT
        if rule.cause.communication is CommunicationType.QUESTION:
            fields["due_on"] = _DAY
    return {
        "type": "object",
        "properties": fields,
        "required": required,
        "additionalProperties": False,
    }
