"""Whatever is sent, the API answers with a problem of the client's and never with a fault of its own."""

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.api.filters import RequestFilter
from casework.api.inputs import MeasureInput, OffenceInput, OpenInput, PerformInput, PersonInput
from casework.models import AssistanceRequest
from mla_portal.common.api import pagination
from mla_portal.common.api.codecs import encode
from states.api.representations import ApplicabilityQuery
from tests.cast import Api

pytestmark = pytest.mark.security

SETTINGS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
ODD = st.sampled_from(
    ["\0", "\ud7ff", "ﷺ", "%", "'", "{}", "-1", "9" * 40, "2026-02-30", "../..", "<b>", "٣", ""]
)
TEXT = ODD | st.text(max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
READS = [
    "/api/v1/requests", "/api/v1/authorities", "/api/v1/states",
    "/api/v1/treaties/ljubljana-the-hague/applicability",
]  # fmt: skip
PARAMETERS = st.sampled_from(
    [*RequestFilter.base_filters, *sorted(pagination.PARAMETERS), *ApplicabilityQuery().fields, "state"]
)
FIELDS = st.sampled_from(
    [
        name
        for serializer in (OpenInput, PersonInput, OffenceInput, MeasureInput, PerformInput)
        for name in serializer().fields
    ]
)


def assert_no_fault(answer: Any) -> None:
    assert answer.status_code < 500, answer.content
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"


@SETTINGS
@given(path=st.sampled_from(READS), query=st.lists(st.tuples(PARAMETERS, TEXT), max_size=4))
def test_no_query_makes_a_read_fail(
    api: Api, case: AssistanceRequest, path: str, query: list[tuple[str, str]]
) -> None:
    assert_no_fault(api.get(f"{path}?{urlencode(query)}"))


@SETTINGS
@given(part=TEXT)
def test_no_address_makes_a_read_fail(api: Api, case: AssistanceRequest, part: str) -> None:
    for path in ("states", "authorities", "treaties", "requests", "documents", "letters", "problems"):
        assert_no_fault(api.get(f"/api/v1/{path}/{quote(part, safe='')}"))


@SETTINGS
@given(
    path=st.sampled_from(["", "/persons", "/offences", "/measures", "/transitions"]),
    body=JSON | st.dictionaries(FIELDS, JSON, max_size=6),
)
def test_no_body_makes_a_write_fail(api: Api, case: AssistanceRequest, path: str, body: Any) -> None:
    address = f"/api/v1/requests/{case.pk}{path}"
    etag = api.get(f"/api/v1/requests/{case.pk}")["ETag"]
    method = "POST" if path else "PATCH"
    assert_no_fault(api.write(method, address, body, etag=etag))
    assert_no_fault(api.write("POST", "/api/v1/requests", body))


@SETTINGS
@given(
    header=st.sampled_from(["If-Match", "If-None-Match", "Idempotency-Key", "Accept", "Accept-Language"]),
    value=TEXT,
)
def test_no_header_makes_an_answer_fail(api: Api, case: AssistanceRequest, header: str, value: str) -> None:
    headers = {
        header: value.encode("utf-8", "replace").decode("latin-1").replace("\n", " ").replace("\r", " ")
    }
    assert_no_fault(api.get(f"/api/v1/requests/{case.pk}", headers=headers))
    body = encode({"transition": "submit"})
    path = f"/api/v1/requests/{case.pk}/transitions"
    assert_no_fault(api.post(path, body, content_type="application/json", headers=headers))


def test_a_nul_is_refused_wherever_it_stands(api: Api, case: AssistanceRequest) -> None:
    etag = api.get(f"/api/v1/requests/{case.pk}")["ETag"]
    for path in ("states/%00", "authorities?state=%00", "requests?own_reference=%00"):
        assert api.get(f"/api/v1/{path}").status_code == 400
    for path, body in (
        ("", {"facts": "a\0b"}),
        ("/measures", {"type": "take_evidence_statements", "details": {"questions": "a\0b"}}),
        ("/measures", {"type": "take_evidence_statements", "details": {"a\0b": "c"}}),
    ):
        answer = api.write("POST" if path else "PATCH", f"/api/v1/requests/{case.pk}{path}", body, etag=etag)
        assert answer.status_code == 400, answer.content
