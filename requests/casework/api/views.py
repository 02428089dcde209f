"""Files: list, detail, draft, transitions, and what hangs on them."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api import rows
from casework.api.filters import narrow
from casework.api.inputs import DraftInput, OpenInput, PerformInput
from casework.api.representations import CompletenessSerializer, RequestDetailSerializer
from casework.api.selectors import timeline, whole
from casework.api.transitions import describe
from casework.completeness import check
from casework.models import AssistanceRequest
from casework.policies import available_transitions
from casework.sections import SECTIONS
from casework.services.access import lock_request
from casework.services.drafting import open_request, update_section
from casework.services.transition import perform
from mla_portal.accounts.actors import Actor
from mla_portal.common.api import pagination
from mla_portal.common.api.preconditions import expected_version
from mla_portal.common.api.views import VisibleViewSet
from mla_portal.common.errors import StaleVersion
from states.api.authentication import actor_of, own_authority

READ, WRITE = "requests:read", "requests:write"


class FileViewSet(VisibleViewSet):
    """The base of every view on one file. `request_id` in the address is the file's id."""

    model = AssistanceRequest

    def file(self, request_id: UUID, *, status: int = 200) -> Response:
        """The file as it stands, read through the rule of visibility again, with its ETag."""
        case = whole(self.get_queryset()).get(pk=request_id)
        data = RequestDetailSerializer(case).data
        return self.respond(data, version=case.version, status=status)

    def visible(self, request_id: UUID) -> AssistanceRequest:
        """The file. Raises DoesNotExist where this client may not know of it."""
        case: AssistanceRequest = self.get_queryset().select_related("holder").get(pk=request_id)
        return case


def lock_version(actor: Actor, request_id: UUID, version: int) -> None:
    """Locks the file until the transaction ends. Raises StaleVersion unless it is at this version."""
    case = lock_request(actor, request_id)
    if case.version != version:
        raise StaleVersion(
            _("The file changed since you read it. Read it again before you go on."),
            current={"version": case.version},
            seen=str(case.version),
        )


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

    def list(self, request: Request) -> Response:
        """Newest first."""
        page, limit = pagination.one_page(narrow(self.get_queryset(), request), request.query_params)
        found = rows.summaries(page)
        items = found[:limit]
        following = pagination.next_link(request, items[-1]["id"]) if len(found) > limit else None
        return Response({"items": items, "next": following})

    def retrieve(self, request: Request, request_id: UUID) -> Response:
        return self.file(request_id)

    def create(self, request: Request) -> Response:
        given = OpenInput(data=request.data)
        given.is_valid(raise_exception=True)
        fields = dict(given.validated_data)
        holder = fields.pop("holder", None) or own_authority(request)
        case = open_request(actor_of(request), holder=holder, **fields)
        response = self.file(case.pk, status=201)
        response.headers["Location"] = request.build_absolute_uri(f"{request.path}/{case.pk}")
        return response

    def partial_update(self, request: Request, request_id: UUID) -> Response:
        case, version, actor = self.visible(request_id), expected_version(request), actor_of(request)
        given = DraftInput(case, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        changes = given.validated_data
        with transaction.atomic():
            lock_version(actor, request_id, version)
            for section in SECTIONS.values():
                if not changes.keys().isdisjoint(section.fields):
                    update_section(actor, request_id, section.slug, changes, seen=None)
        return self.file(request_id)

    def transitions(self, request: Request, request_id: UUID) -> Response:
        case = self.visible(request_id)
        rules = available_transitions(case, actor_of(request))
        return self.respond({"items": [describe(rule) for rule in rules]}, version=case.version)

    def perform(self, request: Request, request_id: UUID) -> Response:
        self.visible(request_id)
        version = expected_version(request)
        given = PerformInput(data=request.data)
        given.is_valid(raise_exception=True)
        perform(
            actor_of(request),
            request_id,
            given.validated_data["transition"],
            given.particulars(),
            expected_version=version,
        )
        return self.file(request_id)

    def completeness(self, request: Request, request_id: UUID) -> Response:
        case = whole(self.get_queryset()).get(pk=request_id)
        return self.respond(CompletenessSerializer(check(case)).data, version=case.version)

    def timeline(self, request: Request, request_id: UUID) -> Response:
        return Response({"items": timeline(self.visible(request_id))})
