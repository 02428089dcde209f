"""Reference data as the API tells it. Whatever is law comes with its source and confidence."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from states.applicability import Applicability, Standing
from states.choices import AuthorityKind, BindingLevel, Confidence, DeclarationType
from states.models import Authority, CountryRule, State, Treaty


class StateSerializer(serializers.ModelSerializer[State]):
    class Meta:
        model = State
        fields = ["code", "alpha3", "name_en", "name_fr", "name_es"]


class AuthoritySerializer(serializers.ModelSerializer[Authority]):
    kind = serializers.ChoiceField(AuthorityKind.choices)

    class Meta:
        model = Authority
        fields = [
            "code", "state", "kind", "name", "name_in_letters", "is_hosted", "competences", "languages",
            "channels", "address", "email", "telephone", "time_zone", "is_sample", "source", "confirmed_on",
        ]  # fmt: skip


class ProvisionalApplicationSerializer(serializers.Serializer[Any]):
    part = serializers.CharField()
    from_date = serializers.DateField()
    to_date = serializers.DateField(allow_null=True)
    territory = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment] # DRF takes it off the class
    confidence = serializers.ChoiceField(Confidence.choices)


class DeclarationSerializer(serializers.Serializer[Any]):
    type = serializers.ChoiceField(DeclarationType.choices)
    provision = serializers.CharField()
    summary = serializers.CharField()
    annexes = serializers.ListField(child=serializers.CharField())
    languages = serializers.ListField(child=serializers.CharField())
    effective_on = serializers.DateField(allow_null=True)
    expires_on = serializers.DateField(allow_null=True)
    dates_confidence = serializers.ChoiceField(Confidence.choices)
    source = serializers.CharField()  # type: ignore[assignment]
    confidence = serializers.ChoiceField(Confidence.choices)


class ParticipationSerializer(serializers.Serializer[Any]):
    treaty = serializers.CharField(source="treaty_id")
    signed_on = serializers.DateField(allow_null=True)
    bound_on = serializers.DateField(allow_null=True)
    in_force_on = serializers.DateField(allow_null=True)
    in_force_confidence = serializers.ChoiceField(Confidence.choices)
    withdrawn_on = serializers.DateField(allow_null=True)
    note = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    confidence = serializers.ChoiceField(Confidence.choices)
    provisional_applications = ProvisionalApplicationSerializer(
        many=True, source="provisional_applications.all"
    )
    declarations = DeclarationSerializer(many=True, source="declarations.all")


class StateDetailSerializer(StateSerializer):
    authorities = AuthoritySerializer(many=True)
    participations = ParticipationSerializer(many=True)

    class Meta(StateSerializer.Meta):
        fields = [*StateSerializer.Meta.fields, "source", "authorities", "participations"]


class CountryRuleSerializer(serializers.ModelSerializer[CountryRule]):
    """One rule of a country sheet, in the reader's language, with its source and when it was confirmed."""

    authority = serializers.CharField(source="authority.code", default=None, allow_null=True)
    label = serializers.CharField()  # type: ignore[assignment]
    text = serializers.CharField()
    fix = serializers.CharField()
    treaty = serializers.CharField(source="treaty_id", allow_null=True)
    citation = serializers.CharField(help_text="The provision, never without its confidence.")
    last_confirmed_on = serializers.DateField(allow_null=True)
    is_stale = serializers.SerializerMethodField(help_text="Whether it is to be confirmed again.")

    class Meta:
        model = CountryRule
        fields = [
            "key", "code", "category", "level", "authority", "label", "text", "fix",
            "check_by", "languages", "channels", "field", "minimum", "words",
            "treaty", "measures", "crimes", "urgency", "excuses", "last_day",
            "provision", "source", "confidence", "citation", "note", "is_sample",
            "last_confirmed_on", "is_stale",
        ]  # fmt: skip

    def get_is_stale(self, rule: CountryRule) -> bool:
        return rule.is_stale(timezone.localdate())


class CountrySheetSerializer(serializers.Serializer[Any]):
    items = CountryRuleSerializer(many=True)


class StatesSerializer(serializers.Serializer[Any]):
    items = StateSerializer(many=True)


class AuthoritiesSerializer(serializers.Serializer[Any]):
    items = AuthoritySerializer(many=True)


class TreatySerializer(serializers.ModelSerializer[Treaty]):
    class Meta:
        model = Treaty
        fields = ["code", "title", "short_title", "adopted_on"]


class TreatiesSerializer(serializers.Serializer[Any]):
    items = TreatySerializer(many=True)


class CaveatSerializer(serializers.Serializer[Any]):
    """Something to know before relying on the answer."""

    code = serializers.CharField()
    text = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    confidence = serializers.ChoiceField(Confidence.choices)


class StandingSerializer(serializers.Serializer[Standing]):
    """Where one State stands on the day."""

    state = serializers.CharField(source="state.code")
    level = serializers.ChoiceField(BindingLevel.choices)
    since = serializers.DateField(allow_null=True)
    sentence = serializers.CharField()
    parts = serializers.SerializerMethodField()
    annexes = serializers.SerializerMethodField()
    declarations = DeclarationSerializer(many=True)
    lapsed = DeclarationSerializer(many=True)

    def get_parts(self, standing: Standing) -> list[str]:
        return [part.code for part in standing.parts]

    def get_annexes(self, standing: Standing) -> list[str]:
        return sorted(standing.annexes)


class ApplicabilitySerializer(serializers.Serializer[Applicability]):
    """Whether the treaty is a basis between two States on a day. Warnings warn; they do not block."""

    treaty = serializers.CharField(source="treaty.code")
    on = serializers.DateField()
    part = serializers.CharField(source="part.code", default=None, allow_null=True)
    crime = serializers.CharField(source="crime.code", default=None, allow_null=True)
    level = serializers.ChoiceField(BindingLevel.choices)
    sentence = serializers.CharField()
    requesting = StandingSerializer()
    requested = StandingSerializer()
    uncertainties = CaveatSerializer(many=True)
    warnings = CaveatSerializer(many=True)


class ApplicabilityQuery(serializers.Serializer[Any]):
    """The question: two States, a day (today if none is given), perhaps a crime and a part."""

    requesting = serializers.PrimaryKeyRelatedField(queryset=State.objects.all())
    requested = serializers.PrimaryKeyRelatedField(queryset=State.objects.all())
    on = serializers.DateField(required=False)
    crime = serializers.CharField(required=False, help_text="Code of the treaty's data file.")
    part = serializers.CharField(required=False, help_text="Code of the treaty's data file.")
