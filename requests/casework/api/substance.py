"""What the two authorities asked, considered, decided and in the end thought, as a file's readers see it."""

from typing import Any

from rest_framework import serializers

from casework.api.fields import CodeField
from casework.choices import AdverseStep, ConditionType, DecisionType, Timeliness, Usefulness


class QuestionSerializer(serializers.Serializer[Any]):
    """A question with its answer, which on an outgoing file may be ours, drafted and not sent."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="The same on both sides, as the letter has it.")
    text = serializers.CharField()
    measure = CodeField(source="measure_id", help_text="Null for the request as a whole.")
    communication = CodeField(source="communication_id", help_text="With which it was asked.")
    due_on = serializers.DateField(allow_null=True)
    is_open = serializers.BooleanField(help_text="No answer has passed yet.")
    answer = serializers.CharField()
    answered_in = CodeField(source="answered_in_id")
    answered_on = serializers.DateField(allow_null=True)


class ConsiderationSerializer(serializers.Serializer[Any]):
    """What was consulted on before a decision."""

    id = serializers.UUIDField()
    communication = CodeField(source="communication_id", help_text="The consultation.")
    measure = CodeField(source="measure_id", help_text="Null for the request as a whole.")
    step = serializers.ChoiceField(AdverseStep.choices)
    ground = serializers.CharField(help_text="Code of the treaty's data file.")
    reasons = serializers.CharField()


class DecidedTermsSerializer(serializers.Serializer[Any]):
    """A condition of what is granted."""

    type = serializers.ChoiceField(ConditionType.choices)
    text = serializers.CharField()
    due_on = serializers.DateField(source="due", allow_null=True)


class DecisionSerializer(serializers.Serializer[Any]):
    """A decision; of ours first a proposal, which an approver decides and a communication tells."""

    id = serializers.UUIDField()
    type = serializers.ChoiceField(DecisionType.choices)
    is_proposal = serializers.BooleanField()
    communication = CodeField(source="communication_id", help_text="By which it is told; null before.")
    measure = CodeField(source="measure_id", help_text="Null for the request as a whole.")
    ground = serializers.CharField(help_text="Code of the treaty's data file.")
    reasons = serializers.CharField()
    postponed_until = serializers.DateField(allow_null=True)
    conditions = DecidedTermsSerializer(many=True)
    without_consultation = serializers.CharField(help_text="Why an adverse one was not consulted on first.")
    proposed_by = CodeField(source="proposed_by.full_name", default=None)
    proposed_at = serializers.DateTimeField(allow_null=True)
    decided_by = CodeField(source="decided_by.full_name", default=None)
    decided_at = serializers.DateTimeField(allow_null=True)


class EvaluationSerializer(serializers.Serializer[Any]):
    """How one side judges the cooperation."""

    id = serializers.UUIDField()
    is_ours = serializers.BooleanField()
    communication = CodeField(source="communication_id", help_text="The closing letter, if there was one.")
    timeliness = serializers.ChoiceField(Timeliness.choices)
    usefulness = serializers.ChoiceField(Usefulness.choices)
    remarks = serializers.CharField()
    entered_at = serializers.DateTimeField()
