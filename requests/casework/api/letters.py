"""Letters of the files that a client may see, from the order to the sealed version."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from casework.api.files import READ
from casework.api.representations import LetterSerializer
from casework.models import Communication
from mla_portal.common.api.openapi import operation
from mla_portal.common.api.views import VisibleViewSet


class LetterViewSet(VisibleViewSet):
    model = Communication
    scopes: ClassVar[Mapping[str, str]] = {"retrieve": READ}

    @operation("How far a letter is, and its sealed version", LetterSerializer)
    def retrieve(self, request: Request, letter_id: UUID) -> Response:
        rows: Any = self.get_queryset().select_related("letter__version")
        letter = rows.get(letter=letter_id).letter
        return Response(LetterSerializer(letter).data)
