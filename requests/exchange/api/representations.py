"""What the API tells of arrivals to their holder, and of letters to a counterpart. Tests pin the fields."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from casework.api.representations import ConfidentialityField
from casework.choices import CommunicationType
from casework.models import Communication
from casework.services.enclosures import enclosed
from documents.models import Version
from documents.recognition.verdicts import Verdict
from exchange.choices import DeliveryStatus, Disposition
from exchange.forms import CHANNELS
from exchange.models import Arrival, ArrivalFile, Delivery, Receipt
from mla_portal.common.api.serializers import StrictInput
from states.choices import AuthorityKind, LetterChannel
from states.models import Authority, State


class ArrivalFileSerializer(serializers.Serializer[ArrivalFile]):
    document = serializers.UUIDField(source="document_id")
    title = serializers.CharField(source="document.title")
    is_letter = serializers.BooleanField()


class ArrivalSerializer(serializers.Serializer[Arrival]):
    """One entry of the holder's register of intake. Days are days where the authority works."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    holder = serializers.CharField(source="holder.code")
    channel = serializers.ChoiceField(LetterChannel.choices)
    received_on = serializers.DateField()
    registered_at = serializers.DateTimeField()
    sender_state = serializers.CharField(source="sender_state_id", allow_null=True)
    sender = serializers.CharField(source="sender.code", allow_null=True, default=None)
    sender_stated = serializers.CharField()
    foreign_reference = serializers.CharField()
    dated_on = serializers.DateField(allow_null=True)
    subject = serializers.CharField()
    confidentiality = ConfidentialityField()
    verdict = serializers.ChoiceField(Verdict.choices, allow_blank=True)
    finding = serializers.CharField(source="sentence", help_text="The verdict in one sentence.")
    letter_kind = serializers.CharField()
    letter_number = serializers.CharField()
    disposition = serializers.ChoiceField(Disposition.choices)
    placed_in = serializers.UUIDField(source="placed_in_id", allow_null=True)
    files = ArrivalFileSerializer(many=True, source="files.all")
    version = serializers.IntegerField()


class ArrivalPageSerializer(serializers.Serializer[Any]):
    items = ArrivalSerializer(many=True)
    next = serializers.URLField(allow_null=True)


class ArrivalInput(StrictInput):
    """What came, as a mail gateway or a scanner hands it in. Without `holder` it came to the client's own
    authority."""

    holder = serializers.SlugRelatedField(slug_field="code", queryset=Authority.objects.all(), required=False)
    channel = serializers.ChoiceField(CHANNELS)
    received_on = serializers.DateField()
    sender_state = serializers.PrimaryKeyRelatedField(queryset=State.objects.all(), required=False)
    sender = serializers.SlugRelatedField(
        slug_field="code", queryset=Authority.objects.exclude(kind=AuthorityKind.COMPETENT), required=False
    )
    sender_stated = serializers.CharField(max_length=300, required=False)
    foreign_reference = serializers.CharField(max_length=100, required=False)
    dated_on = serializers.DateField(required=False)
    subject = serializers.CharField(max_length=300, required=False)
    text = serializers.CharField(max_length=200_000, required=False)
    confidentiality = ConfidentialityField(required=False)
    files = serializers.ListField(child=serializers.FileField(max_length=200), max_length=10, required=False)


class DeliveryReceiptSerializer(serializers.Serializer[Receipt]):
    reference = serializers.CharField(help_text="In the addressee's register of intake.")
    received_at = serializers.DateTimeField()
    sha256 = serializers.CharField(help_text="Of the letter received.")


class DeliverySerializer(serializers.Serializer[Delivery]):
    """A letter of the client's own authority on its way to another desk of this portal."""

    id = serializers.UUIDField()
    request = serializers.UUIDField(source="communication.request_id")
    communication = serializers.UUIDField(source="communication_id")
    type = serializers.ChoiceField(CommunicationType.choices, source="communication.type")
    number = serializers.CharField(source="communication.letter.number")
    to = serializers.CharField(source="to.code")
    status = serializers.ChoiceField(DeliveryStatus.choices)
    failure = serializers.CharField(help_text="Why it failed, in words; empty unless it did.")
    attempts = serializers.IntegerField()
    queued_at = serializers.DateTimeField()
    receipt = DeliveryReceiptSerializer(allow_null=True, default=None)


class DeliveryPageSerializer(serializers.Serializer[Any]):
    items = DeliverySerializer(many=True)
    next = serializers.URLField(allow_null=True)


class LetterInput(StrictInput):
    """A sealed letter to an authority of this portal, with what is enclosed."""

    addressee = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Authority.objects.filter(is_hosted=True).exclude(kind=AuthorityKind.COMPETENT),
    )
    letter = serializers.FileField(max_length=200, help_text="The sealed PDF.")
    enclosures = serializers.ListField(
        child=serializers.FileField(max_length=200), max_length=9, required=False
    )


class ReceiptSerializer(serializers.Serializer[Arrival]):
    """That a letter reached the intake of its addressee, and what its seal was found to be."""

    id = serializers.UUIDField()
    reference = serializers.CharField(help_text="In the addressee's register of intake.")
    addressee = serializers.CharField(source="holder.code")
    received_at = serializers.DateTimeField(source="registered_at")
    sha256 = serializers.CharField(source="report.sha256", help_text="Of the letter received.")
    verdict = serializers.ChoiceField(Verdict.choices)
    finding = serializers.CharField(source="sentence")


class CommunicatedSerializer(serializers.Serializer[Communication]):
    """A sealed letter that was sent to the client's authority. Nothing else of the sender's file."""

    id = serializers.UUIDField()
    type = serializers.ChoiceField(CommunicationType.choices)
    sender = serializers.CharField(source="request.holder.code")
    number = serializers.CharField(source="letter.number")
    language = serializers.CharField(source="letter.language")
    dated_on = serializers.DateField(allow_null=True)
    sent_on = serializers.DateField(source="passed_on")
    sha256 = serializers.CharField(source="letter.version.sha256")


class EnclosureSerializer(serializers.Serializer[Version]):
    """A file that went with a letter. It is fetched by its hash."""

    name = serializers.CharField(source="filename")
    type = serializers.CharField(source="content_type", help_text="As recognised by content.")
    size = serializers.IntegerField(help_text="In bytes.")
    sha256 = serializers.CharField()


class CommunicatedPageSerializer(serializers.Serializer[Any]):
    items = CommunicatedSerializer(many=True)
    next = serializers.URLField(allow_null=True)


class CommunicatedDetailSerializer(CommunicatedSerializer):
    data = serializers.DictField(source="letter.data", help_text="By the letter's schema, under `/schemas/`.")  # type: ignore[assignment]
    enclosures = serializers.SerializerMethodField()

    @extend_schema_field(EnclosureSerializer(many=True))
    def get_enclosures(self, row: Communication) -> Any:
        return [EnclosureSerializer(version).data for version in enclosed(row)]
