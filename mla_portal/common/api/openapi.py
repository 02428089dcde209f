"""Describes the operations: what `operation()` says beside each, and what holds for all of them."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers

from mla_portal.common.api import pagination
from mla_portal.common.api.problems import KINDS, MEDIA_TYPE, Kind

ActionT = TypeVar("ActionT", bound=Callable[..., Any])

_MARK = "x-portal-guard"


class Guard(StrEnum):
    """How an operation is guarded against lost and repeated writes."""

    NONE = "none"
    READ = "read"
    """Answers with an ETag, and 304 to If-None-Match."""
    CREATE = "create"
    """Takes an Idempotency-Key."""
    CHANGE = "change"
    """Takes an Idempotency-Key, and needs If-Match."""


class ProblemErrorSerializer(serializers.Serializer[Any]):
    pointer = serializers.CharField(required=False, help_text="JSON pointer of the field in error.")
    parameter = serializers.CharField(required=False, help_text="Name of the query parameter in error.")
    detail = serializers.CharField()
    code = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457. `type` and `title` are stable; `detail` is in the reader's language."""

    type = serializers.URLField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField(help_text="Finds the request in the portal's log and record.")
    errors = ProblemErrorSerializer(many=True, required=False)  # type: ignore[assignment]


def operation(
    summary: str,
    response: Any,
    *,
    body: Any = None,
    query: Sequence[OpenApiParameter] = (),
    status: int = 200,
    guard: Guard = Guard.NONE,
    example: Any = None,
    description: str | None = None,
) -> Callable[[ActionT], ActionT]:
    """What an operation is for, takes and gives. Problems, headers and scopes come by themselves."""
    examples = [OpenApiExample("Example", example, response_only=True)] if example is not None else []
    return extend_schema(
        summary=summary,
        description=description,
        request=body,
        responses=response if isinstance(response, dict) else {status: response},
        parameters=list(query),
        examples=examples,
        extensions={_MARK: guard},
    )


def parameter(name: str, description: str, kind: Any = OpenApiTypes.STR, **more: Any) -> OpenApiParameter:
    """A query parameter."""
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description, **more)


PAGE = (
    parameter("limit", f"Rows on a page, 1 to {pagination.LARGEST_LIMIT}.", OpenApiTypes.INT, default=50),
    parameter("cursor", "From `next` of the page before."),
)


class PortalSchema(AutoSchema):
    """Adds to each operation the problems it may answer with and the headers it takes."""

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False  # a list is an object with `items`: nothing is wrapped or paged behind our back

    def get_description(self) -> str:  # type: ignore[override] # declared as lazy text only
        return ""  # docstrings speak to developers; `operation()` says what a client needs

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def get_operation_id(self) -> str:
        words = self.path.removeprefix("/api/v1/").replace("-", "_").split("/")
        names = [word for word in words if "{" not in word]
        action = getattr(self.view, "action", None) or self.method.lower()
        return "_".join(names if names[-1] == action else [*names, action])

    def get_operation(self, *args: Any) -> Any:
        operation = super().get_operation(*args)
        if operation is None:
            return None
        guard = Guard(operation.pop(_MARK, Guard.NONE))
        operation.setdefault("parameters", []).extend(_headers(guard))
        if guard is Guard.READ:
            operation["responses"]["304"] = {"description": "Nothing changed since that ETag."}
        for status in sorted({KINDS[code].status for code in self._problems(operation, guard)}):
            operation["responses"].setdefault(str(status), {"$ref": self._problem_response(status)})
        return operation

    def _problem_response(self, status: int) -> str:
        """Where the description keeps the response of this status, with an example of each kind it has."""
        component = ResolvedComponent(  # type: ignore[no-untyped-call]
            name=f"Problem{status}", type="responses", object=status, schema=self._describe_problem(status)
        )
        self.registry.register_on_missing(component)
        return f"#/components/responses/{component.name}"

    def _describe_problem(self, status: int) -> dict[str, Any]:
        kinds = [kind for kind in KINDS.values() if kind.status == status]
        content = {
            "schema": self.resolve_serializer(ProblemSerializer, "response").ref,
            "examples": {kind.code: {"value": _example(kind)} for kind in kinds},
        }
        return {
            "description": "; ".join(kind.title for kind in kinds),
            "content": {MEDIA_TYPE: content},
        }

    def _problems(self, operation: dict[str, Any], guard: Guard) -> list[str]:
        codes = ["rate-limited", "server-error"]
        if getattr(self.view, "scopes", None):
            codes += ["unauthenticated", "scope-missing"]
        if "{" in self.path:
            codes.append("not-found")
        if "requestBody" in operation:
            codes += ["malformed", "invalid", "too-large", "unsupported-media-type"]
        elif any(given["in"] == "query" for given in operation["parameters"]):
            codes.append("invalid")
        if guard in (Guard.CREATE, Guard.CHANGE):
            codes += ["not-permitted", "refused", "key-reused"]
        if guard is Guard.CHANGE:
            codes += ["stale-version", "precondition-required"]
        return codes


def _headers(guard: Guard) -> list[dict[str, Any]]:
    headers = {
        "If-None-Match": (guard is Guard.READ, False, "An ETag; answers 304 if it is still the same."),
        "If-Match": (guard is Guard.CHANGE, True, "The ETag that was read last. Another version is refused."),
        "Idempotency-Key": (
            guard in (Guard.CREATE, Guard.CHANGE),
            False,
            "A name of your own for this write. Sent again within a day, it is not done again.",
        ),
    }
    return [
        {"in": "header", "name": name, "required": needed, "schema": {"type": "string"}, "description": text}
        for name, (applies, needed, text) in headers.items()
        if applies
    ]


def _example(kind: Kind) -> dict[str, Any]:
    return {
        "type": f"https://mla.example.org/api/v1/problems/{kind.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": kind.meaning,
        "instance": "urn:uuid:01a200d4-76ff-73c1-a570-443773bf59c0",
    }
