"""Persons, offences and measures of a draft."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api.files import WRITE, FileViewSet
from casework.api.inputs import MeasureInput, OffenceInput, PersonInput
from casework.api.representations import RequestDetailSerializer
from casework.services.drafting import PARTS, remove_part, save_part
from mla_portal.accounts.actors import Actor
from mla_portal.common.api.idempotency import Outcome
from mla_portal.common.api.openapi import Guard, operation


class PartViewSet(FileViewSet):
    """Each write answers with the whole file, whose ETag the next one needs."""

    part: ClassVar[str]
    input: ClassVar[type[Any]]
    scopes: ClassVar[Mapping[str, str]] = {"create": WRITE, "partial_update": WRITE, "destroy": WRITE}

    def create(self, request: Request, request_id: UUID) -> Response:
        self.visible(request_id)
        given = self.input(data=request.data)
        given.is_valid(raise_exception=True)

        def act(actor: Actor) -> Outcome:
            row = save_part(actor, request_id, self.part, given.validated_data)
            return Outcome(request_id, 201, f"{request.path}/{row.pk}")

        return self.change(request, request_id, act)

    def partial_update(self, request: Request, request_id: UUID, part_id: UUID) -> Response:
        row = PARTS[self.part]._default_manager.get(pk=part_id, request=self.visible(request_id))
        given = self.input(row, data=request.data, partial=True)
        given.is_valid(raise_exception=True)

        def act(actor: Actor) -> Outcome:
            save_part(actor, request_id, self.part, given.validated_data, part_id=part_id)
            return Outcome(request_id)

        return self.change(request, request_id, act)

    def destroy(self, request: Request, request_id: UUID, part_id: UUID) -> Response:
        def act(actor: Actor) -> Outcome:
            remove_part(actor, request_id, self.part, part_id)
            return Outcome(request_id)

        return self.change(request, request_id, act)


def _described(view: type[PartViewSet], one: str) -> type[PartViewSet]:
    """The three operations of a kind of part, each answered with the whole file."""
    answer = RequestDetailSerializer
    decorate = extend_schema_view(
        create=operation(f"Add {one} to a draft", answer, body=view.input, status=201, guard=Guard.CHANGE),
        partial_update=operation(f"Change {one} of a draft", answer, body=view.input, guard=Guard.CHANGE),
        destroy=operation(f"Take {one} out of a draft", answer, guard=Guard.CHANGE),
    )
    return decorate(view)


class PersonViewSet(PartViewSet):
    part, input = "persons", PersonInput


class OffenceViewSet(PartViewSet):
    part, input = "offences", OffenceInput


class MeasureViewSet(PartViewSet):
    part, input = "measures", MeasureInput


_described(PersonViewSet, "a person")
_described(OffenceViewSet, "an offence")
_described(MeasureViewSet, "a measure")
