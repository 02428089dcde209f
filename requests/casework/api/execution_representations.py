"""What an assigned measure looks like to the two sides. Every field is named here; tests pin the sets."""

from typing import Any

from rest_framework import serializers

from casework.api.fields import CodeField
from casework.api.representations import ConfidentialityField, PersonSerializer
from casework.choices import AssignmentStatus, MeasureOutcome, Urgency
from casework.models import MeasureAssignment
from casework.selectors.execution import kind_of
from casework.workflow.execution import ExecutionRule
from documents.api.views import VersionSerializer


class AssignedMeasureSerializer(serializers.Serializer[Any]):
    """An assigned measure as a row of the list."""

    id = serializers.UUIDField()
    reference = serializers.CharField(source="request.own_reference", help_text="Of the holder's file.")
    requesting_state = CodeField(source="request.counterpart_state_id", help_text="ISO 3166-1 alpha-2.")
    holder = serializers.CharField(source="request.holder.code")
    authority = serializers.CharField(source="authority.code", help_text="Who executes it.")
    measure = serializers.CharField(source="measure.type", help_text="Code of the treaty's data file.")
    status = serializers.ChoiceField(AssignmentStatus.choices)
    status_since = serializers.DateTimeField()
    urgency = serializers.ChoiceField(Urgency.choices, source="request.urgency")
    confidentiality = ConfidentialityField(source="request.confidentiality")
    due_on = serializers.DateField(allow_null=True)
    instructed_at = serializers.DateTimeField(
        allow_null=True, help_text="When the instructions or the day last changed after it was given."
    )
    outcome = serializers.ChoiceField(MeasureOutcome.choices, allow_blank=True)
    assigned_at = serializers.DateTimeField()
    version = serializers.IntegerField(help_text="The number before the dot of the ETag.")


class AssignedMeasuresSerializer(serializers.Serializer[Any]):
    items = AssignedMeasureSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="The next page, or null on the last.")


class ShownPersonSerializer(serializers.Serializer[Any]):
    """A person as far as the central authority shows them."""

    role = serializers.CharField(help_text="In words.")
    is_protected = serializers.BooleanField()
    name = serializers.CharField(help_text="Empty where only the role is shown.")
    person = PersonSerializer(source="full", allow_null=True, help_text="Only where everything is shown.")


class AssignmentFileSerializer(serializers.Serializer[Any]):
    document = serializers.UUIDField(source="document.document_id")
    title = serializers.CharField(source="document.document.title")
    is_result = serializers.BooleanField()
    versions = VersionSerializer(many=True, source="document.document.versions.all")


class ExecutionStepSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    target = serializers.ChoiceField(AssignmentStatus.choices)
    text = serializers.CharField()
    by = serializers.CharField(source="actor.full_name")
    at = serializers.DateTimeField()


class ExecutionActSerializer(serializers.Serializer[Any]):
    """An act open to this client. `input` is the JSON Schema of the body that performs it."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF takes it off the class
    target = serializers.CharField(allow_null=True, help_text="The status it leads to; null: it stays.")
    takes_files = serializers.BooleanField(help_text="As multipart form data, under `files`.")
    input = serializers.DictField()


class MeasureContentsSerializer(serializers.Serializer[Any]):
    """What the executing authority is told; null once the measure is no longer with it."""

    description = serializers.CharField()
    details = serializers.DictField(help_text="The measure's own fields, by their codes.")
    instructions = serializers.CharField()
    facts = serializers.CharField()
    crimes = serializers.ListField(child=serializers.CharField(), help_text="Codes of the treaty's file.")
    confidentiality_note = serializers.CharField()
    protection_note = serializers.CharField()
    persons = ShownPersonSerializer(many=True)
    files = AssignmentFileSerializer(many=True)
    executed_on = serializers.DateField(allow_null=True)
    result_note = serializers.CharField()
    results = serializers.DictField(help_text="The fields of the measure's outcome, by their codes.")


class AssignedMeasureDetailSerializer(AssignedMeasureSerializer):
    """An assigned measure with all that it tells."""

    request = serializers.UUIDField(
        source="file_id",
        allow_null=True,
        help_text="The file, to its holder; null to the executing authority.",
    )
    contents = MeasureContentsSerializer(allow_null=True)
    steps = ExecutionStepSerializer(many=True, source="steps.all")
    acts = ExecutionActSerializer(many=True)


class CandidateSerializer(serializers.Serializer[Any]):
    """An authority that the routing rules propose."""

    authority = serializers.CharField(source="authority.code")
    name = serializers.CharField(source="authority.name")
    why = serializers.CharField()


class CandidatesSerializer(serializers.Serializer[Any]):
    items = CandidateSerializer(many=True)


def describe_act(rule: ExecutionRule, assignment: MeasureAssignment) -> dict[str, Any]:
    """A rule of the table as the API tells it, with what this measure's outcome reports."""
    fields: dict[str, Any] = {"act": {"const": rule.name}}
    required = ["act"]
    if rule.says or rule.takes_results:
        fields["text"] = {"type": "string"}
    if rule.says:
        required.append("text")
    if rule.takes_instructions:
        fields["instructions"] = {"type": "string", "description": "From now on; left out, they stay."}
        fields["due_on"] = {
            "type": ["string", "null"],
            "format": "date",
            "description": "Null: none; left out, it stays.",
        }
    if rule.takes_results:
        kind = kind_of(assignment).outcome
        fields["outcome"] = {"enum": ["executed", "executed_in_part", "not_executed"]}
        fields["executed_on"] = {"type": "string", "format": "date"}
        fields["results"] = {
            "type": "object",
            "properties": {field.code: {"description": str(field.label)} for field in kind.fields},
            "additionalProperties": False,
        }
        required.append("outcome")
    return {
        "name": rule.name,
        "label": str(rule.label),
        "target": rule.target,
        "takes_files": rule.takes_files,
        "input": {
            "type": "object", "properties": fields, "required": required, "additionalProperties": False,
        },
    }  # fmt: skip
