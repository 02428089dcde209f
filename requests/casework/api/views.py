"""Files: list, detail, draft, transitions, and what hangs on them."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from casework.api import examples, rows
from casework.api.files import READ, WRITE, FileViewSet
from casework.api.filters import filter_parameters, is_narrowed, narrow
from casework.api.inputs import DraftInput, OpenInput, PerformInput
from casework.api.representations import (
    CompletenessSerializer,
    RequestDetailSerializer,
    RequestPageSerializer,
    TimelineSerializer,
)
from casework.api.selectors import whole
from casework.api.transitions import TransitionsSerializer, describe
from casework.completeness import check
from casework.policies import available_transitions
from casework.sections import SECTIONS
from casework.selectors.timeline import since
from casework.services.drafting import open_request, update_section
from casework.services.transition import perform
from mla_portal.accounts.actors import Actor
from mla_portal.common.api import pagination
from mla_portal.common.api.idempotency import Outcome
from mla_portal.common.api.openapi import PAGE, Guard, operation
from states.api.authentication import account_of, actor_of, own_authority


class RequestViewSet(FileViewSet):
    scopes: ClassVar[Mapping[str, str]] = {
        "list": READ,
        "retrieve": READ,
        "create": WRITE,
        "partial_update": WRITE,
        "transitions": READ,
        "perform": WRITE,
        "completeness": READ,
        "timeline": READ,
    }

    @operation(
        "List and filter files, newest first",
        RequestPageSerializer,
        query=(*PAGE, *filter_parameters()),
        example={"items": [examples.SUMMARY], "next": None},
    )
    def list(self, request: Request) -> Response:
        query = request.query_params
        limit, after = pagination.limit_of(query), pagination.after(query)
        if is_narrowed(query):
            page = pagination.cut(narrow(self.get_queryset(), request), after=after, length=limit + 1)
            found = rows.summaries(page)
        else:
            found = rows.page_of(account_of(request), after=after, length=limit + 1)
        items = found[:limit]
        following = pagination.next_link(request, items[-1]["id"]) if len(found) > limit else None
        return Response({"items": items, "next": following})

    @operation("Read a file with all that belongs to it", RequestDetailSerializer, guard=Guard.READ)
    def retrieve(self, request: Request, request_id: UUID) -> Response:
        return self.file(request_id)

    @operation(
        "Open a file as a draft",
        RequestDetailSerializer,
        body=OpenInput,
        status=201,
        guard=Guard.CREATE,
        description="It takes the next reference of its holder, and is assigned to the client's account.",
    )
    def create(self, request: Request) -> Response:
        given = OpenInput(data=request.data)
        given.is_valid(raise_exception=True)
        fields = dict(given.validated_data)
        holder = fields.pop("holder", None) or own_authority(request)

        def act(actor: Actor) -> Outcome:
            case = open_request(actor, holder=holder, **fields)
            return Outcome(case.pk, 201, f"{request.path}/{case.pk}")

        return self.write(request, act)

    @operation("Change what a draft says", RequestDetailSerializer, body=DraftInput, guard=Guard.CHANGE)
    def partial_update(self, request: Request, request_id: UUID) -> Response:
        given = DraftInput(self.visible(request_id), data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        changes = given.validated_data

        def act(actor: Actor) -> Outcome:
            for section in SECTIONS.values():
                if not changes.keys().isdisjoint(section.fields):
                    update_section(actor, request_id, section.slug, changes, seen=None)
            return Outcome(request_id)

        return self.change(request, request_id, act)

    @operation(
        "What this client may do with the file now",
        TransitionsSerializer,
        guard=Guard.READ,
        example=examples.TRANSITIONS,
        description="`input` of each is the JSON Schema of the body that performs it.",
    )
    def transitions(self, request: Request, request_id: UUID) -> Response:
        case = self.visible(request_id)
        rules = available_transitions(case, actor_of(request))
        return self.respond({"items": [describe(rule) for rule in rules]}, version=case.version)

    @operation("Perform a transition", RequestDetailSerializer, body=PerformInput, guard=Guard.CHANGE)
    def perform(self, request: Request, request_id: UUID) -> Response:
        self.visible(request_id)
        given = PerformInput(data=request.data)
        given.is_valid(raise_exception=True)
        name, particulars = given.validated_data["transition"], given.particulars()

        def act(actor: Actor) -> Outcome:
            perform(actor, request_id, name, particulars)
            return Outcome(request_id)

        return self.change(request, request_id, act)

    @operation(
        "What the request still lacks, with the citation of each rule and how sure it is",
        CompletenessSerializer,
        guard=Guard.READ,
    )
    def completeness(self, request: Request, request_id: UUID) -> Response:
        case = whole(self.get_queryset()).get(pk=request_id)
        return self.respond(CompletenessSerializer(check(case)).data, version=case.version)

    @operation("The acts recorded of the file, oldest first", TimelineSerializer, query=PAGE)
    def timeline(self, request: Request, request_id: UUID) -> Response:
        limit, cursor = pagination.limit_of(request.query_params), pagination.after(request.query_params)
        case = self.visible(request_id)
        found = since(case, after=cursor.int if cursor else 0, length=limit + 1)
        entries = found[:limit]
        following = None
        if len(found) > limit:
            following = pagination.next_link(request, UUID(int=entries[-1].event.sequence))
        return Response(TimelineSerializer({"items": entries, "next": following}).data)
