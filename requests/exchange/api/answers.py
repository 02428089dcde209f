"""A page of rows, and the answer to a write, as the exchange gives them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from mla_portal.common.api import pagination
from mla_portal.common.api.idempotency import Outcome, once


def page(request: Request, found: Any, serializer: Any) -> Response:
    limit, after = pagination.limit_of(request.query_params), pagination.after(request.query_params)
    rows = list(pagination.cut(found, after=after, length=limit + 1))
    following = pagination.next_link(request, rows[limit - 1].pk) if len(rows) > limit else None
    return Response({"items": serializer(rows[:limit], many=True).data, "next": following})


def answer(request: Request, act: Callable[[], Outcome], read: Callable[[UUID], Any]) -> Response:
    """Does the act once for its Idempotency-Key and answers with what it made."""
    with transaction.atomic():
        outcome, is_repeated = once(request, act)
        response = Response(read(outcome.subject).data, status=outcome.status)
    if outcome.location:
        response.headers["Location"] = request.build_absolute_uri(outcome.location)
    if is_repeated:
        response.headers["Idempotency-Replayed"] = "true"
    return response
