"""Documents with their versions, and a version's content."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from documents.choices import Purpose, ScanState
from documents.models import Document, Version
from documents.streaming import stream
from mla_portal.common.answers import LONGEST_ANSWER
from mla_portal.common.api.codecs import JSONRenderer
from mla_portal.common.api.openapi import operation
from mla_portal.common.api.serializers import StrictInput
from mla_portal.common.api.views import VisibleViewSet
from states.api.authentication import actor_of

READ = "requests:read"


class VersionSerializer(serializers.Serializer[Version]):
    number = serializers.IntegerField()
    filename = serializers.CharField()
    content_type = serializers.CharField(help_text="As recognised by content.")
    size = serializers.IntegerField(help_text="In bytes.")
    sha256 = serializers.CharField()
    scan_state = serializers.ChoiceField(ScanState.choices)
    created_at = serializers.DateTimeField()
    destroyed_at = serializers.DateTimeField(allow_null=True, help_text="From then on nobody gets it.")


class DocumentSerializer(serializers.Serializer[Document]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    holder = serializers.CharField(source="holder.code")
    created_at = serializers.DateTimeField()
    versions = VersionSerializer(many=True, source="versions.all")


class DocumentViewSet(VisibleViewSet):
    model = Document
    scopes: ClassVar[Mapping[str, str]] = {"retrieve": READ}

    @operation("A document with its versions", DocumentSerializer)
    def retrieve(self, request: Request, document_id: UUID) -> Response:
        document = (
            self.get_queryset().select_related("holder").prefetch_related("versions").get(pk=document_id)
        )
        return Response(DocumentSerializer(document).data)


class WhateverIsAsked(JSONRenderer):
    """A file comes in its own type whatever `Accept` says; a problem comes as a problem."""

    media_type = "*/*"


class AnswerInput(StrictInput):
    answer = serializers.CharField(
        max_length=LONGEST_ANSWER, help_text="For what the file is used. Kept in the record."
    )


class ContentViewSet(VisibleViewSet):
    model = Version
    scopes: ClassVar[Mapping[str, str]] = {"retrieve": READ, "create": READ}
    renderer_classes = (WhateverIsAsked,)

    @operation(
        "Download a version; each download is on record",
        {(200, "*/*"): OpenApiTypes.BINARY},
        description="Only what the virus scan found clean is released; anything else is refused (409). "
        "Where conditions bind the document the answer is `answer-needed` (409) and names them.",
    )
    def retrieve(self, request: Request, document_id: UUID, number: int) -> HttpResponseBase:
        return stream(actor_of(request), self._version(document_id, number), Purpose.API)

    @operation(
        "Download a version that conditions bind, saying for what",
        {(200, "*/*"): OpenApiTypes.BINARY},
        body=AnswerInput,
        description="A condition that forbids the use itself is refused (409) whatever the answer.",
    )
    def create(self, request: Request, document_id: UUID, number: int) -> HttpResponseBase:
        version = self._version(document_id, number)
        given = AnswerInput(data=request.data)
        given.is_valid(raise_exception=True)
        return stream(actor_of(request), version, Purpose.API, given.validated_data["answer"])

    def _version(self, document_id: UUID, number: int) -> Version:
        version: Version = (
            self.get_queryset().select_related("document").get(document=document_id, number=number)
        )
        return version
