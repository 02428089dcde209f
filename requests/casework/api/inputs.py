"""What a client may write. Types and lengths come from the models; the services decide the rest."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers

from casework.api.contents import (
    ConsideredInput,
    DecidedInput,
    EvaluationInput,
    FailingInput,
    NewDayInput,
    QuestionInput,
    with_contents,
)
from casework.api.representations import ConfidentialityField
from casework.choices import MeasureOutcome
from casework.models import AssistanceRequest, Measure, Offence, Person
from casework.sections import PART_FIELDS, SECTIONS
from casework.services.communications import Particulars
from mla_portal.common.answers import LONGEST_ANSWER
from mla_portal.common.api.serializers import StrictInput
from states.choices import LetterChannel
from states.models import Authority


class DraftInput(StrictInput, serializers.ModelSerializer[AssistanceRequest]):
    """What the request says, all sections at once."""

    confidentiality = ConfidentialityField(required=False)
    counterpart = serializers.SlugRelatedField(
        slug_field="code", queryset=Authority.objects.all(), required=False, allow_null=True
    )

    class Meta:
        model = AssistanceRequest
        fields = [name for section in SECTIONS.values() for name in section.fields]


class OpenInput(DraftInput):
    """A new file. Without `holder` the client's own authority holds it."""

    holder = serializers.SlugRelatedField(slug_field="code", queryset=Authority.objects.all(), required=False)

    class Meta(DraftInput.Meta):
        fields = ["holder", *DraftInput.Meta.fields]


class PersonInput(StrictInput, serializers.ModelSerializer[Person]):
    class Meta:
        model = Person
        fields = list(PART_FIELDS["persons"])


class OffenceInput(StrictInput, serializers.ModelSerializer[Offence]):
    class Meta:
        model = Offence
        fields = list(PART_FIELDS["offences"])


class MeasureInput(StrictInput, serializers.ModelSerializer[Measure]):
    details = serializers.DictField(required=False)

    class Meta:
        model = Measure
        fields = list(PART_FIELDS["measures"])


class DocumentInput(StrictInput):
    title = serializers.CharField(max_length=200)
    file = serializers.FileField(max_length=200)
    is_enclosure = serializers.BooleanField(
        default=False, help_text="Enclosed with the request, listed in its letter. Only in a draft."
    )


class PerformInput(StrictInput):
    """A transition and its particulars; which of them it needs, the list of transitions says."""

    transition = serializers.CharField(max_length=40)
    reason = serializers.CharField(required=False)
    override_reason = serializers.CharField(
        required=False, help_text="An approver's reason for sending it although contents are missing."
    )
    channel = serializers.ChoiceField(LetterChannel.choices, required=False)
    dated_on = serializers.DateField(required=False, help_text="The date on the letter.")
    passed_on = serializers.DateField(required=False, help_text="The day it was sent or received.")
    counterpart_reference = serializers.CharField(max_length=100, required=False)
    text = serializers.CharField(required=False)
    proof = serializers.CharField(max_length=200, required=False)
    ground = serializers.CharField(max_length=60, required=False)
    due_on = serializers.DateField(required=False, help_text="When the counterpart wants our answer.")
    outcomes = serializers.DictField(
        child=serializers.ChoiceField(MeasureOutcome.choices),
        required=False,
        help_text="What became of each measure, by its id.",
    )
    documents = serializers.ListField(
        child=serializers.UUIDField(), required=False, help_text="Links of documents that came or go with it."
    )
    questions = QuestionInput(many=True, required=False)
    answers = serializers.DictField(
        child=serializers.CharField(), required=False, help_text="By the number of the question."
    )
    considered = ConsideredInput(many=True, required=False)
    decisions = DecidedInput(many=True, required=False)
    without_consultation = serializers.CharField(
        required=False, help_text="An approver's reason to decide adversely without having consulted."
    )
    failings = FailingInput(many=True, required=False)
    evaluation = EvaluationInput(required=False)
    days = NewDayInput(many=True, required=False, help_text="That a supplement changes.")

    answer = serializers.CharField(
        required=False,
        max_length=LONGEST_ANSWER,
        help_text="For what enclosures are given that conditions bind; the problem `answer-needed` asks.",
    )

    def validate_outcomes(self, value: dict[str, str]) -> dict[UUID, MeasureOutcome]:
        try:
            return {UUID(key): MeasureOutcome(outcome) for key, outcome in value.items()}
        except ValueError as error:
            raise serializers.ValidationError(_("Name measures by their id.")) from error

    def validate_answers(self, value: dict[str, str]) -> dict[int, str]:
        try:
            return {int(number): text for number, text in value.items()}
        except ValueError as error:
            raise serializers.ValidationError(_("Name questions by their number.")) from error

    def particulars(self) -> Particulars:
        """What the service takes, once the input is valid."""
        given: dict[str, Any] = dict(self.validated_data)
        del given["transition"]
        if "documents" in given:
            given["documents"] = tuple(given["documents"])
        return Particulars(**with_contents(given))
