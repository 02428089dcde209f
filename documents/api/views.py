"""Documents with their versions, and a version's content."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from documents.choices import ScanState
from documents.models import Document, Version
from documents.streaming import stream
from mla_portal.common.api.codecs import JSONRenderer
from mla_portal.common.api.openapi import operation
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


class ContentViewSet(VisibleViewSet):
    model = Version
    scopes: ClassVar[Mapping[str, str]] = {"retrieve": READ}
    renderer_classes = (WhateverIsAsked,)

    @operation(
        "Download a version; each download is on record",
        {(200, "*/*"): OpenApiTypes.BINARY},
        description="Only what the virus scan found clean is released; anything else is refused (409).",
    )
    def retrieve(self, request: Request, document_id: UUID, number: int) -> HttpResponseBase:
        version = self.get_queryset().select_related("document").get(document=document_id, number=number)
        return stream(actor_of(request), version)
