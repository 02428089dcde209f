"""The base of every view on one file, and the one way a write goes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api.representations import RequestDetailSerializer
from casework.api.selectors import whole
from casework.models import AssistanceRequest
from casework.services.access import lock_request
from mla_portal.accounts.actors import Actor
from mla_portal.common.api.idempotency import Outcome, once
from mla_portal.common.api.preconditions import expected_version
from mla_portal.common.api.views import VisibleViewSet
from mla_portal.common.errors import Refusal
from states.api.authentication import actor_of

READ, WRITE = "requests:read", "requests:write"


@contextmanager
def told_at(rows: str, keys: Sequence[str]) -> Iterator[None]:
    """A refusal that names rows of the service by these keys is told at their places in the body."""
    try:
        yield
    except Refusal as refusal:
        places = {key: f"{rows}.{place}" for place, key in enumerate(keys)}
        refusal.fields = {places.get(name, name): text for name, text in refusal.fields.items()}
        raise


class FileViewSet(VisibleViewSet):
    """The base of every view on one file. `request_id` in the address is the file's id."""

    model = AssistanceRequest

    def file(self, request_id: UUID, *, status: int = 200) -> Response:
        """The file as it stands, read through the rule of visibility, with its ETag."""
        case = whole(self.get_queryset()).get(pk=request_id)
        return self.respond(RequestDetailSerializer(case).data, version=case.version, status=status)

    def visible(self, request_id: UUID) -> AssistanceRequest:
        """The file. Raises DoesNotExist where this client may not know of it."""
        case: AssistanceRequest = self.get_queryset().select_related("holder").get(pk=request_id)
        return case

    def write(self, request: Request, act: Callable[[Actor], Outcome]) -> Response:
        """Does the act once for its Idempotency-Key and answers with the file as it stands then.

        Reading it again belongs to the transaction: an act that put the file out of the client's sight is
        undone.
        """
        actor = actor_of(request)
        with transaction.atomic():
            outcome, is_repeated = once(request, lambda: act(actor))
            response = self.file(outcome.subject, status=outcome.status)
        if outcome.location:
            response.headers["Location"] = request.build_absolute_uri(outcome.location)
        if is_repeated:
            response.headers["Idempotency-Replayed"] = "true"
        return response

    def change(self, request: Request, request_id: UUID, act: Callable[[Actor], Outcome]) -> Response:
        """A write to a file that the client has read: the file is at the version of If-Match, and locked."""
        self.visible(request_id)
        version = expected_version(request)

        def change_locked(actor: Actor) -> Outcome:
            lock_request(actor, request_id).require_version(version)
            return act(actor)

        return self.write(request, change_locked)
