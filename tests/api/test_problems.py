"""Every error is a problem of RFC 9457 with a stable type, and leaks nothing."""

from typing import Any

import pytest

from casework.api.views import RequestViewSet
from casework.models import AssistanceRequest
from tests.cast import Api

LIST = "/api/v1/requests"


def assert_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer["Content-Type"] == "application/problem+json", answer.content
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["status"]) == (status, status)
    assert body["type"] == f"http://localhost:8000/api/v1/problems/{code}"
    assert body["instance"] == f"urn:uuid:{answer['X-Request-ID']}"
    assert body["detail"]
    return body


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "code"),
    [
        ("GET", "/api/v1/nothing", {}, 404, "not-found"),
        ("GET", f"{LIST}/", {}, 404, "not-found"),
        ("GET", f"{LIST}/01a200d4-0000-7000-8000-000000000000", {}, 404, "not-found"),
        ("GET", f"{LIST}/not-a-uuid", {}, 404, "not-found"),
        ("PUT", LIST, {}, 405, "method-not-allowed"),
        ("OPTIONS", LIST, {}, 405, "method-not-allowed"),
        ("DELETE", f"{LIST}/01a200d4-0000-7000-8000-000000000000", {}, 405, "method-not-allowed"),
        ("GET", LIST, {"Accept": "text/html"}, 406, "not-acceptable"),
    ],
)
def test_what_the_api_does_not_have(
    api: Api, method: str, path: str, headers: dict[str, str], status: int, code: str
) -> None:
    assert_problem(api.generic(method, path, headers=headers), status, code)


def test_malformed_json_is_told_apart_from_invalid_input(api: Api) -> None:
    answer = api.post(LIST, b'{"title": ', content_type="application/json")
    assert_problem(answer, 400, "malformed")


def test_another_media_type_is_refused(api: Api) -> None:
    assert_problem(api.post(LIST, b"<x/>", content_type="application/xml"), 415, "unsupported-media-type")


def test_a_body_over_the_limit_is_refused_before_it_is_read_whole(api: Api, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = api.write("POST", LIST, {"title": "x" * 2000})
    assert_problem(answer, 413, "too-large")


def test_all_errors_come_at_once_with_a_pointer_each(api: Api) -> None:
    answer = api.write(
        "POST", LIST, {"title": "", "treaty": "none", "time_limit": "soon", "facts": "a\0b", "misspelt": 1}
    )
    body = assert_problem(answer, 400, "invalid")
    assert {error["pointer"] for error in body["errors"]} == {
        "/title", "/treaty", "/time_limit", "/facts", "/misspelt",
    }  # fmt: skip


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"null", b"12"])
def test_a_body_that_is_no_object_is_an_invalid_body(api: Api, body: bytes) -> None:
    problem = assert_problem(api.post(LIST, body, content_type="application/json"), 400, "invalid")
    assert problem["errors"][0]["pointer"] == ""


@pytest.mark.security
def test_a_fault_of_ours_says_nothing_about_itself(
    api: Api, case: AssistanceRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("a secret of the database")

    monkeypatch.setattr(RequestViewSet, "retrieve", fail)
    api.raise_request_exception = False
    answer = api.get(f"{LIST}/{case.pk}")
    assert_problem(answer, 500, "server-error")
    assert b"secret" not in answer.content


def test_what_fails_before_a_view_is_reached_is_a_problem_too(api: Api) -> None:
    answer = api.get(LIST, headers={"Host": "elsewhere.example"})
    assert_problem(answer, 400, "malformed")


@pytest.mark.security
def test_a_fault_outside_the_views_is_a_problem_too(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("a secret of the database")

    monkeypatch.setattr("django.middleware.common.CommonMiddleware.process_request", fail)
    api.raise_request_exception = False
    answer = api.get(LIST)
    assert_problem(answer, 500, "server-error")
    assert b"secret" not in answer.content
