"""The description says what the API does: valid, complete, committed, and true of real answers."""

from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from casework.choices import ConditionType
from casework.models import AssistanceRequest
from casework.services.conditions import Terms, record_condition
from casework.services.transition import perform
from mla_portal.api_description import schema, schema_yaml
from mla_portal.settings.environment import ROOT
from tests.cast import Api, FullCast
from tests.factories.casework import actor, in_status, received, sent
from tests.permissions.routes import all_routes

NOT_DESCRIBED = {"api:openapi-json", "api:openapi-yaml", "api:docs", "api:problem", "api:not-found"}
"""What belongs to the description itself, and what is no operation."""


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    return schema()


def operations(description: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, item in description["paths"].items()
        for method, operation in item.items()
    ]


def test_it_is_valid_openapi_3_1(description: dict[str, Any]) -> None:
    assert description["openapi"] == "3.1.0"
    validate(description)


def test_the_committed_description_is_that_of_the_code() -> None:
    committed = (ROOT / "docs/openapi.yaml").read_bytes()
    assert committed == schema_yaml(), "docs/openapi.yaml is out of date: run `make docs`"


def test_every_route_of_the_api_is_described(description: dict[str, Any]) -> None:
    routes = {r.name: r for r in all_routes() if r.name.startswith("api:") and r.name not in NOT_DESCRIBED}
    wanted = {(_template(route.pattern), method) for route in routes.values() for method in route.methods}
    described = {(path, method.upper()) for path, item in description["paths"].items() for method in item}
    assert wanted == described


def _template(pattern: str) -> str:
    import re

    return "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", pattern)


def test_every_operation_has_a_summary_its_scope_and_its_problems(description: dict[str, Any]) -> None:
    for name, operation in operations(description):
        assert operation["summary"], name
        assert {"429", "500"} <= operation["responses"].keys(), name
        if "/oauth/" in name:
            continue
        (scopes,) = (given["oauth2"] for given in operation["security"])
        assert len(scopes) == 1, name
        reads = name.startswith("GET ") or name.endswith("/content")
        assert scopes[0].endswith(":read") == reads, name
        assert {"401", "403"} <= operation["responses"].keys(), name
        if name.startswith(("PATCH", "DELETE")):
            headers = {given["name"]: given["required"] for given in operation["parameters"]}
            assert headers["If-Match"] is True, name
            assert {"409", "412", "428"} <= operation["responses"].keys(), name


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/api/v1/requests", "/api/v1/requests"),
        ("/api/v1/requests/{request_id}", "/api/v1/requests/{id}"),
        ("/api/v1/requests/{request_id}/transitions", "/api/v1/requests/{id}/transitions"),
        ("/api/v1/requests/{request_id}/completeness", "/api/v1/requests/{id}/completeness"),
        ("/api/v1/requests/{request_id}/timeline", "/api/v1/requests/{id}/timeline"),
        ("/api/v1/requests/{request_id}/documents", "/api/v1/requests/{id}/documents"),
        ("/api/v1/states", "/api/v1/states"),
        ("/api/v1/states/{code}", "/api/v1/states/SI"),
        ("/api/v1/authorities", "/api/v1/authorities"),
        ("/api/v1/treaties", "/api/v1/treaties"),
        ("/api/v1/treaties/{code}", "/api/v1/treaties/ljubljana-the-hague"),
        (
            "/api/v1/treaties/{code}/applicability",
            "/api/v1/treaties/ljubljana-the-hague/applicability?requesting=SI&requested=LV",
        ),
    ],
)
def test_a_real_answer_is_as_described(
    description: dict[str, Any], api: Api, case: AssistanceRequest, path: str, address: str
) -> None:
    answer = api.get(address.replace("{id}", str(case.pk)))
    assert answer.status_code == 200, answer.content
    content = description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    check(description, content["schema"], answer.json())


def test_a_file_with_everything_in_it_is_as_described(
    description: dict[str, Any], api: Api, case: AssistanceRequest, cast: FullCast
) -> None:
    by = actor(cast.drafter)
    record_condition(by, case.pk, Terms(ConditionType.USE_LIMITATION, "Only for this case."))
    in_status(case, "sent")
    perform(by, case.pk, "information_asked", received(counterpart_reference="LV-7"))
    perform(by, case.pk, "supply_information", sent())
    perform(by, case.pk, "refused", received())
    body = api.get(f"/api/v1/requests/{case.pk}").json()
    for part in ("persons", "offences", "measures", "deadlines", "communications", "decisions", "conditions"):
        assert body[part], part
    assert body["deadlines"][0]["label"]
    assert [entry["direction"] for entry in body["communications"]] == ["received", "issued", "received"]
    check(description, {"$ref": "#/components/schemas/RequestDetail"}, body)


def test_a_real_problem_is_as_described(description: dict[str, Any], api: Api) -> None:
    answer = api.get("/api/v1/requests?limit=0")
    check(description, {"$ref": "#/components/schemas/Problem"}, answer.json())


def check(description: dict[str, Any], part: dict[str, Any], value: Any) -> None:
    """Against the description's schema."""
    rules = {"components": description["components"], **part}
    faults = Draft202012Validator(rules).iter_errors(value)
    errors = [f"{'/'.join(map(str, fault.path))}: {fault.message[:200]}" for fault in faults]
    assert errors == []


def test_the_description_and_its_page_are_there_for_anybody() -> None:
    anybody = Client()
    assert anybody.get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"
    assert anybody.get("/api/v1/openapi.yaml").content == schema_yaml()
    page = anybody.get("/api/v1/docs")
    assert page.status_code == 200
    assert b"<script>" not in page.content
    assert b"<style" not in page.content
