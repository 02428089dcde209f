"""What a file looks like to its holder's own agencies. Every field is named here; tests pin the sets."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from casework.api.fields import CodeField
from casework.api.rows import LEVELS
from casework.api.selectors import completeness_summary
from casework.api.substance import (
    ConsiderationSerializer,
    DecisionSerializer,
    EvaluationSerializer,
    QuestionSerializer,
)
from casework.choices import (
    CertificateKind,
    CommunicationDirection,
    CommunicationType,
    ConditionType,
    DeadlineBasis,
    Direction,
    Kind,
    MeasureOutcome,
    PersonRole,
    ProceedingsStage,
    Status,
    Urgency,
)
from casework.deadlines import words_of
from casework.models import AssistanceRequest, Deadline
from casework.selectors.timeline import Entry
from documents.api.views import VersionSerializer
from documents.choices import LetterLanguage, LetterStatus, Purpose
from documents.letters.codes import grouped
from documents.models import Letter
from states.choices import Confidence, LetterChannel
from states.treaties.vocabulary import DayUnit


class ConfidentialityField(serializers.ChoiceField):
    """A level by its name: `standard`, `restricted` or `confidential`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=list(LEVELS.values()), **kwargs)

    def to_representation(self, value: Any) -> Any:
        return LEVELS[value]

    def to_internal_value(self, data: Any) -> Any:
        name = super().to_internal_value(data)
        return next(level for level, word in LEVELS.items() if word == name)


class RequestSummarySerializer(serializers.Serializer[AssistanceRequest]):
    """A file as a row of the list."""

    id = serializers.UUIDField()
    own_reference = serializers.CharField()
    counterpart_reference = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    direction = serializers.ChoiceField(Direction.choices)
    status = serializers.ChoiceField(Status.choices)
    title = serializers.CharField()
    holder = serializers.CharField(source="holder.code", help_text="Code of the authority that holds it.")
    counterpart_state = CodeField(source="counterpart_state_id", help_text="ISO 3166-1 alpha-2.")
    counterpart = CodeField(source="counterpart.code", default=None, help_text="Code of an authority.")
    treaty = serializers.CharField(source="treaty_id")
    urgency = serializers.ChoiceField(Urgency.choices)
    confidentiality = ConfidentialityField()
    opened_at = serializers.DateTimeField()
    status_since = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    next_due_on = serializers.DateField(allow_null=True, help_text="The earliest running deadline.")
    version = serializers.IntegerField(help_text="The number before the dot of the ETag.")


class RequestPageSerializer(serializers.Serializer[Any]):
    """One page of the list."""

    items = RequestSummarySerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="The next page, or null on the last.")


class PersonSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    role = serializers.ChoiceField(PersonRole.choices)
    family_name = serializers.CharField()
    given_names = serializers.CharField()
    aliases = serializers.CharField()
    born_on = serializers.DateField(allow_null=True)
    birth_place = serializers.CharField()
    nationality = CodeField(source="nationality_id")
    identity_documents = serializers.CharField()
    location = serializers.CharField()
    is_protected = serializers.BooleanField()
    protection_note = serializers.CharField()


class OffenceSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    crime = serializers.CharField(help_text="Code of the treaty's data file.")
    provision = serializers.CharField()
    penalty = serializers.CharField()
    committed_from = serializers.DateField(allow_null=True)
    committed_to = serializers.DateField(allow_null=True)
    place = serializers.CharField()
    description = serializers.CharField()


class AskedMeasureSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    type = serializers.CharField(help_text="Code of the treaty's data file.")
    description = serializers.CharField()
    details = serializers.DictField(help_text="The measure's own fields, by their codes.")
    outcome = serializers.ChoiceField(MeasureOutcome.choices)
    outcome_on = serializers.DateField(allow_null=True)
    outcome_note = serializers.CharField()


class DeadlinePauseSerializer(serializers.Serializer[Any]):
    """The days after `paused_on`, up to `resumed_on`, do not count."""

    paused_on = serializers.DateField()
    resumed_on = serializers.DateField(allow_null=True)
    paused_by = serializers.CharField(help_text="Name of the transition; empty where it was by hand.")
    resumed_by = serializers.CharField(help_text="Name of the transition; empty where it was by hand.")
    reason = serializers.CharField()


class DeadlineSerializer(serializers.Serializer[Deadline]):
    id = serializers.UUIDField()
    code = serializers.CharField()
    label = serializers.SerializerMethodField()  # type: ignore[assignment] # DRF takes it off the class
    measure_id = serializers.UUIDField(allow_null=True, help_text="The measure it concerns, if one alone.")
    due_on = serializers.DateField(help_text="Its last day, in `time_zone`.")
    time_zone = serializers.CharField(help_text="Where the authority works that owes the act.")
    basis = serializers.ChoiceField(DeadlineBasis.choices)
    source = serializers.CharField()  # type: ignore[assignment]
    confidence = serializers.ChoiceField(Confidence.choices, allow_blank=True)
    starts_on = serializers.DateField(allow_null=True, help_text="The day of the event it is counted from.")
    days = serializers.IntegerField(allow_null=True, help_text="Length of the period; null for a fixed day.")
    unit = serializers.ChoiceField(DayUnit.choices)
    states = serializers.ListField(
        child=serializers.CharField(), help_text="States whose weekends and public holidays are days off."
    )
    pauses = DeadlinePauseSerializer(many=True, source="pauses.all")
    started_at = serializers.DateTimeField()
    paused_on = serializers.DateField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)

    def get_label(self, deadline: Deadline) -> str:
        return words_of(deadline)


class AssignmentSerializer(serializers.Serializer[Any]):
    """To an officer of the holder, or to a competent authority, which then sees the file."""

    id = serializers.UUIDField()
    officer = CodeField(source="officer.full_name", default=None, help_text="Name of the officer.")
    authority = CodeField(source="authority.code", default=None, help_text="Code of the authority.")
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class CommunicationSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    direction = serializers.ChoiceField(CommunicationDirection.choices)
    type = serializers.ChoiceField(CommunicationType.choices)
    letter = CodeField(source="letter_id")
    channel = serializers.ChoiceField(LetterChannel.choices, allow_blank=True)
    dated_on = serializers.DateField(allow_null=True)
    passed_on = serializers.DateField(allow_null=True)
    counterpart_reference = serializers.CharField()
    text = serializers.CharField()
    proof = serializers.CharField()
    answers = CodeField(source="answers_id")


class ConditionSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    type = serializers.ChoiceField(ConditionType.choices)
    text = serializers.CharField()
    due_on = serializers.DateField(allow_null=True, help_text="The day of return or destruction.")
    binds_us = serializers.BooleanField(help_text="Set by the counterpart; otherwise ours.")
    communication = CodeField(source="communication_id")
    documents = serializers.ListField(
        child=serializers.UUIDField(),
        source="document_ids",
        help_text="Links of the documents bound; none for all that came or went with the communication.",
    )
    ended_on = serializers.DateField(allow_null=True)


class ConsentSerializer(serializers.Serializer[Any]):
    """Consent of the side that set a condition to one use; `is_given` is null until they answer."""

    id = serializers.UUIDField()
    condition = serializers.UUIDField(source="condition_id")
    purpose = serializers.ChoiceField(Purpose.choices)
    state = CodeField(source="state_id")
    into = CodeField(source="into_id")
    use = serializers.CharField()
    asked_on = serializers.DateField()
    asked_in = CodeField(source="asked_in_id")
    is_given = serializers.BooleanField(allow_null=True)
    answered_on = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True, help_text="The last day of the consent, where it has one.")
    answered_in = CodeField(source="answered_in_id")
    proof = serializers.CharField()


class CertificateSerializer(serializers.Serializer[Any]):
    """Items that were returned or destroyed, as they stood."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(CertificateKind.choices)
    done_on = serializers.DateField()
    done_by = serializers.CharField()
    witness = serializers.CharField()
    note = serializers.CharField()
    items = serializers.ListField(child=serializers.DictField())
    communication = CodeField(source="communication_id")
    issued_at = serializers.DateTimeField()


class CaseDocumentSerializer(serializers.Serializer[Any]):
    """A document of the file. `id` is the link's, `document` the document's own."""

    id = serializers.UUIDField()
    document = serializers.UUIDField(source="document_id")
    title = serializers.CharField(source="document.title")
    is_enclosure = serializers.BooleanField()
    communication = CodeField(source="communication_id")
    taken_from = CodeField(source="taken_from_id", help_text="The link of the file that it came to.")
    versions = VersionSerializer(many=True, source="document.versions.all")


class CaseDocumentsSerializer(serializers.Serializer[Any]):
    items = CaseDocumentSerializer(many=True)


class MissingSerializer(serializers.Serializer[Any]):
    rule = serializers.CharField(help_text="Its key among the rules of all treaties and States.")
    asked_by = serializers.CharField(help_text="The State whose own rule it is; blank for the treaty.")
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF takes it off the class
    subject = serializers.CharField(help_text="The person, offence or measure it concerns.")
    is_met = serializers.BooleanField()
    is_required = serializers.BooleanField()
    section = serializers.CharField()
    field = serializers.CharField()
    part_id = serializers.UUIDField(allow_null=True)
    citation = serializers.CharField(help_text="The article, never without its confidence.")
    confidence = serializers.ChoiceField(Confidence.choices)
    fix = serializers.CharField()
    sentence = serializers.CharField(help_text="A State's rule in full; blank for the treaty.")
    is_sample = serializers.BooleanField(help_text="Invented for demonstration.")
    excused = serializers.CharField(help_text="The exception by which it counts as met.")


class CompletenessSummarySerializer(serializers.Serializer[Any]):
    is_complete = serializers.BooleanField()
    percentage = serializers.IntegerField()
    missing = serializers.IntegerField(help_text="How many required contents are missing.")


class CompletenessSerializer(serializers.Serializer[Any]):
    """The whole check: every content that the rules of the treaty and of the requested State ask."""

    is_complete = serializers.BooleanField()
    percentage = serializers.IntegerField()
    items = MissingSerializer(many=True)


class RequestDetailSerializer(RequestSummarySerializer):
    """A file with all that belongs to it."""

    language = serializers.ChoiceField(LetterLanguage.choices)
    second_language = serializers.ChoiceField(LetterLanguage.choices, allow_blank=True)
    competent_authority = serializers.CharField()
    conducting_authority = serializers.CharField()
    conducting_functions = serializers.CharField()
    domestic_reference = serializers.CharField()
    operation_name = serializers.CharField()
    proceedings_stage = serializers.ChoiceField(ProceedingsStage.choices, allow_blank=True)
    subject_matter = serializers.CharField()
    facts = serializers.CharField()
    legal_provisions = serializers.CharField()
    purpose = serializers.CharField()
    procedure_wanted = serializers.CharField()
    urgency_reason = serializers.CharField()
    time_limit = serializers.DateField(allow_null=True)
    time_limit_reason = serializers.CharField()
    confidentiality_wish = serializers.BooleanField()
    confidentiality_reason = serializers.CharField()
    legal_basis = serializers.JSONField(help_text="As the treaty record stood on the day of approval.")
    override_reason = serializers.CharField()
    override_missing = serializers.ListField(child=serializers.CharField())
    drafted_by = serializers.CharField(source="drafted_by.full_name")
    approved_by = CodeField(source="approved_by.full_name", default=None)
    persons = PersonSerializer(many=True, source="persons.all")
    offences = OffenceSerializer(many=True, source="offences.all")
    measures = AskedMeasureSerializer(many=True, source="measures.all")
    deadlines = DeadlineSerializer(many=True, source="deadlines.all")
    communications = CommunicationSerializer(many=True, source="communications.all")
    questions = QuestionSerializer(many=True, source="questions.all")
    considerations = ConsiderationSerializer(many=True, source="considerations.all")
    decisions = DecisionSerializer(many=True, source="decisions.all")
    evaluations = EvaluationSerializer(many=True, source="evaluations.all")
    conditions = ConditionSerializer(many=True, source="conditions.all")
    consents = ConsentSerializer(many=True, source="consents.all")
    certificates = CertificateSerializer(many=True, source="certificates.all")
    documents = CaseDocumentSerializer(many=True, source="documents.all")
    assignments = AssignmentSerializer(many=True, source="assignments.all")
    completeness = serializers.SerializerMethodField()

    @extend_schema_field(CompletenessSummarySerializer)
    def get_completeness(self, case: AssistanceRequest) -> dict[str, Any]:
        return completeness_summary(case)


class TimelineEntrySerializer(serializers.Serializer[Entry]):
    """One act of the file's record, worded in the reader's language."""

    sequence = serializers.IntegerField(source="event.sequence")
    at = serializers.DateTimeField(source="event.at")
    verb = serializers.CharField(source="event.verb")
    description = serializers.CharField(source="text")
    reason = serializers.CharField()
    by = serializers.CharField(source="event.actor_name")
    channel = serializers.CharField(source="event.channel")


class TimelineSerializer(serializers.Serializer[Any]):
    items = TimelineEntrySerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="The next page; none on the last.")


class LetterSerializer(serializers.Serializer[Any]):
    """A letter, from the order to the sealed version."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    kind = serializers.CharField()
    language = serializers.ChoiceField(LetterLanguage.choices)
    status = serializers.ChoiceField(LetterStatus.choices)
    failure = serializers.CharField()
    ordered_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    document = CodeField(source="version.document_id", default=None)
    version = serializers.IntegerField(source="version.number", default=None, allow_null=True)
    sha256 = CodeField(source="version.sha256", default=None)
    verify_url = serializers.SerializerMethodField(help_text="Where anybody verifies it, without an account.")
    superseded_by = CodeField(source="superseded_by_id")
    withdrawn_at = serializers.DateTimeField(allow_null=True)

    def get_verify_url(self, letter: Letter) -> str:
        return f"{settings.PUBLIC_URL}/verify/{grouped(letter.verification_code)}"
