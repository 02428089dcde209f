"""The free texts of a request, or of a letter in preparation, beside their translations."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api.files import READ, WRITE, FileViewSet, told_at
from casework.api.representations import RequestDetailSerializer
from casework.choices import CommunicationDirection
from casework.models import AssistanceRequest, Communication
from casework.selectors.translations import TranslatedText, texts_of
from casework.services.translations import Translated, translate
from documents.choices import LetterLanguage, TranslationState
from mla_portal.accounts.actors import Actor
from mla_portal.common.api.idempotency import Outcome
from mla_portal.common.api.openapi import Guard, operation
from mla_portal.common.api.serializers import StrictInput


class TranslationSerializer(serializers.Serializer[Any]):
    """One free text, and what it says in the second language. `is_stale`: the original was changed since."""

    place = serializers.CharField(help_text="JSON pointer of the text in the letter's data.")
    original = serializers.CharField()
    text = serializers.CharField(source="translation.text", default="")
    state = serializers.ChoiceField(
        TranslationState.choices, source="translation.state", default=TranslationState.NONE.value
    )
    certified_by = serializers.CharField(source="translation.certified_by", default="")
    is_stale = serializers.BooleanField()


class TranslationsSerializer(serializers.Serializer[Any]):
    language = serializers.ChoiceField(
        LetterLanguage.choices, allow_blank=True, help_text="The second language; blank where there is none."
    )
    items = TranslationSerializer(many=True)


class TranslationInput(StrictInput):
    """An empty `text` takes the translation away."""

    place = serializers.CharField(max_length=200)
    text = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(TranslationState.choices, required=False, default=TranslationState.NONE)
    certified_by = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class TranslationsInput(StrictInput):
    items = TranslationInput(many=True, allow_empty=False)


class TranslationViewSet(FileViewSet):
    """Of the request itself, or of the letter that the address names."""

    scopes: ClassVar[Mapping[str, str]] = {"list": READ, "create": WRITE}

    @operation("Read the free texts with their translations", TranslationsSerializer, guard=Guard.READ)
    def list(self, request: Request, request_id: UUID, letter_id: UUID | None = None) -> Response:
        case = self.visible(request_id)
        letter = _letter(case, letter_id)
        language = letter.second_language if letter else case.second_language
        texts: list[TranslatedText] = texts_of(case, letter) if language else []
        body = TranslationsSerializer({"language": language, "items": texts}).data
        return self.respond(body, version=case.version)

    @operation(
        "Translate free texts into the second language",
        RequestDetailSerializer,
        body=TranslationsInput,
        guard=Guard.CHANGE,
        description="Of a draft, or of a letter in preparation. What is not named stays as it is.",
    )
    def create(self, request: Request, request_id: UUID, letter_id: UUID | None = None) -> Response:
        _letter(self.visible(request_id), letter_id)
        given = TranslationsInput(data=request.data)
        given.is_valid(raise_exception=True)
        translated = [Translated(**row) for row in given.validated_data["items"]]

        def act(actor: Actor) -> Outcome:
            with told_at("items", [one.place for one in translated]):
                translate(actor, request_id, translated, communication_id=letter_id)
            return Outcome(request_id)

        return self.change(request, request_id, act)


def _letter(case: AssistanceRequest, letter_id: UUID | None) -> Communication | None:
    """Raises DoesNotExist unless the letter is one of ours in this file."""
    if letter_id is None:
        return None
    letter = case.communications.select_related("letter").get(
        pk=letter_id, direction=CommunicationDirection.ISSUED
    )
    letter.request = case
    return letter
