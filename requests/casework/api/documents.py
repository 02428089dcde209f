"""The documents of a file: what there is, and adding one."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api.files import READ, WRITE, FileViewSet
from casework.api.inputs import DocumentInput
from casework.api.representations import (
    CaseDocumentSerializer,
    CaseDocumentsSerializer,
    RequestDetailSerializer,
)
from casework.models import CaseDocument
from casework.services.desk import add_document
from mla_portal.accounts.actors import Actor
from mla_portal.common.api.idempotency import Outcome
from mla_portal.common.api.openapi import Guard, operation


class CaseDocumentViewSet(FileViewSet):
    scopes: ClassVar[Mapping[str, str]] = {"list": READ, "create": WRITE}
    parser_classes = (MultiPartParser,)

    @operation("The documents of a file with their versions", CaseDocumentsSerializer, guard=Guard.READ)
    def list(self, request: Request, request_id: UUID) -> Response:
        case = self.visible(request_id)
        links = CaseDocument.objects.filter(request=case).select_related("document")
        rows = links.prefetch_related("document__versions")
        return self.respond({"items": CaseDocumentSerializer(rows, many=True).data}, version=case.version)

    @operation(
        "Add a document to a file",
        RequestDetailSerializer,
        body={"multipart/form-data": DocumentInput},
        status=201,
        guard=Guard.CHANGE,
        description="Its type is recognised by content. `Location` is the document's address.",
    )
    def create(self, request: Request, request_id: UUID) -> Response:
        self.visible(request_id)
        given = DocumentInput(data=request.data)
        given.is_valid(raise_exception=True)

        def act(actor: Actor) -> Outcome:
            link = add_document(actor, request_id, **given.validated_data)
            return Outcome(request_id, 201, f"/api/v1/documents/{link.document_id}")

        return self.change(request, request_id, act)
