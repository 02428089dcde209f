"""What a transition may carry beside its text, as a client states it. Measures are named by their id."""

from collections.abc import Callable, Mapping
from typing import Any

from rest_framework import serializers

from casework.choices import AdverseStep, ConditionType, DecisionType, Timeliness, Usefulness
from casework.services.conditions import Terms
from casework.services.contents import AskedQuestion, Considered, Decided, EvaluationGiven, Failing, NewDay
from mla_portal.common.api.serializers import StrictInput


class QuestionInput(StrictInput):
    """One question. Without `due_on` the day of the whole letter counts."""

    text = serializers.CharField()
    due_on = serializers.DateField(required=False)
    measure = serializers.UUIDField(required=False, help_text="Of the whole request where it is left out.")
    number = serializers.IntegerField(
        required=False, min_value=1, max_value=32_000, help_text="The asker's own; else the next is given."
    )


class ConsideredInput(StrictInput):
    """What the requested authority considers, before it decides."""

    step = serializers.ChoiceField(AdverseStep.choices)
    measure = serializers.UUIDField(required=False, help_text="Of the whole request where it is left out.")
    ground = serializers.CharField(max_length=60, required=False, help_text="Its code in the treaty file.")
    reasons = serializers.CharField(required=False)


class TermsInput(StrictInput):
    """One condition of what is granted."""

    type = serializers.ChoiceField(ConditionType.choices)
    text = serializers.CharField()
    due_on = serializers.DateField(required=False)


class DecidedInput(StrictInput):
    """A decision, proposed or received, on one measure."""

    type = serializers.ChoiceField(DecisionType.choices)
    measure = serializers.UUIDField(required=False, help_text="Of the whole request where it is left out.")
    ground = serializers.CharField(max_length=60, required=False, help_text="Its code in the treaty file.")
    reasons = serializers.CharField(required=False)
    postponed_until = serializers.DateField(required=False)
    conditions = TermsInput(many=True, required=False)


class FailingInput(StrictInput):
    """Why a request goes back."""

    rule = serializers.CharField(
        max_length=100,
        required=False,
        allow_blank=True,
        default="",
        help_text="The code of the rule it fails.",
    )
    sentence = serializers.CharField(help_text="What is to be mended.")


class NewDayInput(StrictInput):
    """A day that the request names otherwise from now on; its deadline moves."""

    code = serializers.CharField(
        max_length=60, help_text="`needed_by`, `limitation_on`, `custody_until`, or a measure's particular."
    )
    value = serializers.CharField(max_length=40, help_text="ISO 8601: a day, or a day and time.")
    measure = serializers.UUIDField(required=False, help_text="Where it is a particular of a measure.")


class EvaluationInput(StrictInput):
    """How one side judges the cooperation."""

    timeliness = serializers.ChoiceField(Timeliness.choices)
    usefulness = serializers.ChoiceField(Usefulness.choices)
    remarks = serializers.CharField(required=False)


def _decided(row: Mapping[str, Any]) -> Decided:
    terms = tuple(Terms(**condition) for condition in row.get("conditions", ()))
    return Decided(**{**row, "conditions": terms})


_ROWS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "questions": lambda row: AskedQuestion(**row),
    "considered": lambda row: Considered(**row),
    "decisions": _decided,
    "failings": lambda row: Failing(**row),
    "days": lambda row: NewDay(**row),
}


def with_contents(given: dict[str, Any]) -> dict[str, Any]:
    """The validated input with its rows as the service takes them."""
    rows: dict[str, Any] = {
        name: tuple(map(make, given[name])) for name, make in _ROWS.items() if name in given
    }
    if "evaluation" in given:
        rows["evaluation"] = EvaluationGiven(**given["evaluation"])
    return given | rows
