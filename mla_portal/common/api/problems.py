"""Every error of the API as a problem of RFC 9457, whatever raised it.

`type` and `title` are stable and in English; `detail` and each error's text are in the reader's language.
A field in error is named by its JSON pointer, a query parameter by its name, all errors at once.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as ModelValidationError
from django.http import HttpRequest, HttpResponse
from drf_standardized_errors.formatter import ExceptionFormatter, flatten_errors
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework import exceptions, status
from rest_framework.response import Response

from mla_portal.common.api.permissions import SCOPE_MISSING
from mla_portal.common.errors import AnswerNeeded, NotPermitted, Refusal, SecondFactorRequired, StaleVersion

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of problem: its stable code, HTTP status and title, and what the client can do about it."""

    code: str
    status: int
    title: str
    meaning: str

    @property
    def uri(self) -> str:
        """The problem's `type`: an address that explains it."""
        return f"{settings.PUBLIC_URL}/api/v1/problems/{self.code}"


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("invalid", 400, "Invalid input", "`errors` names each field or parameter and what is wrong."),
        Kind("malformed", 400, "Malformed request", "The body or a header cannot be read as what it claims."),
        Kind("unauthenticated", 401, "No valid access token", "Get a new token and try again."),
        Kind("not-permitted", 403, "Not permitted", "You may see it, but this act is not yours to do."),
        Kind(
            "scope-missing", 403, "The token lacks a scope", "Ask for the scope that the operation names."
        ),
        Kind(
            "second-factor-required", 403, "A person must confirm this",
            "The act asks for a person's second factor: it is done in the browser, never here.",
        ),
        Kind("not-found", 404, "Not found", "It is not there, or you may not know of it."),
        Kind("method-not-allowed", 405, "Method not allowed", "`Allow` names the methods of this address."),
        Kind("not-acceptable", 406, "Not acceptable", "The API answers in JSON."),
        Kind("refused", 409, "Refused", "It is not possible in the present state; `detail` says why."),
        Kind(
            "answer-needed", 409, "Conditions ask for what it is used",
            "`detail` names the conditions; repeat by POST with your `answer`, which is recorded.",
        ),
        Kind("stale-version", 412, "Changed since it was read", "Read it again; repeat if it still fits."),
        Kind("too-large", 413, "Too large", "The body is larger than this portal takes in."),
        Kind("unsupported-media-type", 415, "Unsupported media type", "Send JSON; files as multipart."),
        Kind(
            "key-reused", 422, "Idempotency-Key used for another request",
            "Use a new key for each new request.",
        ),
        Kind(
            "precondition-required", 428, "If-Match is required",
            "Send the ETag that you read, so that nobody's change is overwritten unseen.",
        ),
        Kind("rate-limited", 429, "Too many requests", "Wait for the seconds that `Retry-After` names."),
        Kind("server-error", 500, "Server error", "The portal's fault; `instance` finds it in the log."),
    )
}  # fmt: skip

_BY_STATUS = {
    400: "malformed", 401: "unauthenticated", 403: "not-permitted", 404: "not-found",
    405: "method-not-allowed", 406: "not-acceptable", 413: "too-large", 415: "unsupported-media-type",
    429: "rate-limited",
}  # fmt: skip


class Problem(exceptions.APIException):
    """A problem of a named kind. `fields` maps a field's dotted name to its message."""

    def __init__(self, code: str, detail: str | None = None, fields: Mapping[str, str] | None = None) -> None:
        self.kind = KINDS[code]
        self.status_code = self.kind.status
        self.fields = dict(fields or {})
        super().__init__(detail or self.kind.meaning, code)


class InvalidQuery(exceptions.ValidationError):
    """Query parameters in error; the same as a field in error, but named as parameters."""


class ProblemHandler(ExceptionHandler):
    """Knows the portal's own refusals, and answers in the media type of problems."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        match exc:
            case SecondFactorRequired():
                return Problem("second-factor-required", exc.message)
            case NotPermitted():
                return Problem("not-permitted", exc.message, exc.fields)
            case StaleVersion():
                return Problem("stale-version", exc.message)
            case AnswerNeeded():
                return Problem("answer-needed", " ".join((exc.message, *exc.reasons)))
            case Refusal(fields=fields) if fields:
                return Problem("invalid", exc.message, fields)
            case Refusal():
                return Problem("refused", exc.message)
            case ObjectDoesNotExist():
                return exceptions.NotFound()
            case ModelValidationError():
                texts = exc.message_dict if hasattr(exc, "error_dict") else {"": exc.messages}
                return Problem("invalid", fields={name: " ".join(lines) for name, lines in texts.items()})
            case RequestDataTooBig():
                return Problem("too-large")
            case SuspiciousOperation():
                return Problem("malformed")
        return super().convert_known_exceptions(exc)

    def get_response(self, exc: exceptions.APIException, data: dict[str, Any]) -> Response:
        return Response(data, status=exc.status_code, headers=self.get_headers(exc), content_type=MEDIA_TYPE)


class ProblemFormatter(ExceptionFormatter):
    """The body of a problem."""

    def run(self) -> dict[str, Any]:
        kind = self._kind()
        request = self.context["request"]
        body = problem_body(kind, request._request if request else HttpRequest(), self._detail(kind))
        if errors := self._errors():
            body["errors"] = errors
        return body

    def _kind(self) -> Kind:
        if isinstance(self.exc, Problem):
            return self.exc.kind
        if isinstance(self.exc, exceptions.ValidationError):
            return KINDS["invalid"]
        if self.exc.get_codes() == SCOPE_MISSING:
            return KINDS[SCOPE_MISSING]
        return KINDS[_BY_STATUS.get(self.exc.status_code, "server-error")]

    def _detail(self, kind: Kind) -> str:
        if isinstance(self.exc, exceptions.ValidationError) or kind.status == status.HTTP_404_NOT_FOUND:
            return kind.meaning
        if kind.status >= status.HTTP_500_INTERNAL_SERVER_ERROR:
            return kind.meaning
        return str(self.exc.detail)

    def _errors(self) -> list[dict[str, str]]:
        if isinstance(self.exc, Problem):
            return [
                {"pointer": _pointer(name), "detail": text, "code": self.exc.kind.code}
                for name, text in self.exc.fields.items()
            ]
        if not isinstance(self.exc, exceptions.ValidationError):
            return []
        in_query = isinstance(self.exc, InvalidQuery)
        return [
            {
                **({"parameter": error.attr or ""} if in_query else {"pointer": _pointer(error.attr or "")}),
                "detail": error.detail,
                "code": error.code,
            }
            for error in flatten_errors(self.exc.detail)
        ]


def problem(request: HttpRequest, code: str) -> HttpResponse:
    """A problem as the answer, for those who stand outside REST framework's views."""
    kind = KINDS[code]
    return HttpResponse(json.dumps(problem_body(kind, request)), content_type=MEDIA_TYPE, status=kind.status)


def problem_body(kind: Kind, request: HttpRequest, detail: str = "") -> dict[str, Any]:
    """A problem's members. `instance` carries the identifier that the audit record and the log share."""
    return {
        "type": kind.uri,
        "title": kind.title,
        "status": kind.status,
        "detail": detail or kind.meaning,
        "instance": f"urn:uuid:{getattr(request, 'correlation_id', '')}",
    }


def _pointer(name: str) -> str:
    """The JSON pointer of a field; the empty pointer means the body as a whole."""
    return "" if name in ("", "non_field_errors", "__all__") else "/" + name.replace(".", "/")
