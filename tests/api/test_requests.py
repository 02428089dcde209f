"""Listing and reading files: exactly what the browser's rule shows, in exactly these fields."""

from typing import Any

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from casework.api import rows
from casework.api.representations import RequestDetailSerializer, RequestSummarySerializer
from casework.api.selectors import whole
from casework.models import AssistanceRequest
from casework.services.desk import assign, grant_sight
from casework.services.drafting import save_part
from mla_portal.common.confidentiality import Confidentiality
from states.choices import Role
from tests.cast import Api, FullCast, api_client
from tests.factories.casework import actor, draft

LIST = "/api/v1/requests"
SUMMARY = {
    "id",
    "own_reference",
    "counterpart_reference",
    "kind",
    "direction",
    "status",
    "title",
    "holder",
    "counterpart_state",
    "counterpart",
    "treaty",
    "urgency",
    "confidentiality",
    "opened_at",
    "status_since",
    "updated_at",
    "next_due_on",
    "version",
}
DETAIL = SUMMARY | {
    "language",
    "second_language",
    "competent_authority",
    "conducting_authority",
    "conducting_functions",
    "domestic_reference",
    "operation_name",
    "proceedings_stage",
    "subject_matter",
    "facts",
    "legal_provisions",
    "purpose",
    "procedure_wanted",
    "urgency_reason",
    "time_limit",
    "time_limit_reason",
    "confidentiality_wish",
    "confidentiality_reason",
    "legal_basis",
    "override_reason",
    "override_missing",
    "drafted_by",
    "approved_by",
    "persons",
    "offences",
    "measures",
    "deadlines",
    "communications",
    "questions",
    "considerations",
    "decisions",
    "evaluations",
    "conditions",
    "consents",
    "certificates",
    "documents",
    "assignments",
    "completeness",
}


def ids(answer: Any) -> set[str]:
    return {item["id"] for item in answer.json()["items"]}


def test_a_row_of_the_list_has_exactly_these_fields(api: Api, case: AssistanceRequest) -> None:
    (item,) = api.get(LIST).json()["items"]
    assert item.keys() == SUMMARY
    assert item["own_reference"] == case.own_reference
    assert item["confidentiality"] == "standard"


def test_a_file_in_detail_has_exactly_these_fields(api: Api, case: AssistanceRequest) -> None:
    body = api.get(f"{LIST}/{case.pk}").json()
    assert body.keys() == DETAIL
    assert body["completeness"] == {"is_complete": True, "percentage": 100, "missing": 0}
    assert [person["family_name"] for person in body["persons"]] == ["Vzorec"]


def test_the_flat_row_says_what_the_declared_serializer_says(case: AssistanceRequest) -> None:
    (row,) = rows.summaries(AssistanceRequest.objects.filter(pk=case.pk))
    declared = RequestSummarySerializer(AssistanceRequest.objects.get(pk=case.pk)).data
    assert row.keys() == declared.keys()
    for name, value in declared.items():
        assert _said(row[name]) == _said(value), name


def _said(value: Any) -> Any:
    from mla_portal.common.api.codecs import encode

    return encode(value)


def test_every_declared_field_of_the_detail_is_there(case: AssistanceRequest) -> None:
    row = whole(AssistanceRequest.objects.filter(pk=case.pk)).get()
    assert RequestDetailSerializer(row).data.keys() == RequestDetailSerializer().fields.keys()


@pytest.mark.security
def test_each_client_sees_its_own_authoritys_files_and_nothing_else(
    cast: FullCast, case: AssistanceRequest
) -> None:
    theirs = draft_of_the_other_state(cast)
    assert ids(Api(cast.client).get(LIST)) == {str(case.pk)}
    assert ids(Api(cast.other_state_client).get(LIST)) == {str(theirs.pk)}
    assert ids(Api(cast.prosecutors_client).get(LIST)) == set()
    assert Api(cast.other_state_client).get(f"{LIST}/{case.pk}").status_code == 404


@pytest.mark.security
def test_a_competent_authoritys_client_sees_what_is_assigned_to_it(
    cast: FullCast, case: AssistanceRequest
) -> None:
    draft(cast)
    assign(actor(cast.drafter), case.pk, to=cast.prosecutors)
    prosecutors = Api(cast.prosecutors_client)
    assert ids(prosecutors.get(LIST)) == {str(case.pk)}
    assert prosecutors.get(f"{LIST}/{case.pk}").status_code == 200
    answer = prosecutors.write(
        "PATCH", f"{LIST}/{case.pk}", {"title": "x"}, etag=prosecutors.get(f"{LIST}/{case.pk}")["ETag"]
    )
    assert answer.status_code == 403


@pytest.mark.security
@pytest.mark.parametrize("level", Confidentiality)
def test_a_client_sees_files_up_to_its_memberships_level(cast: FullCast, level: Confidentiality) -> None:
    files = {value: draft(cast, confidentiality=value) for value in Confidentiality}
    api = Api(api_client(cast.authority, confidentiality=level))
    assert ids(api.get(LIST)) == {str(files[value].pk) for value in Confidentiality if value <= level}


def test_pages_follow_each_other_without_gap_or_repetition(cast: FullCast, api: Api) -> None:
    made = [str(draft(cast).pk) for _ in range(5)]
    seen: list[str] = []
    address: str | None = f"{LIST}?limit=2"
    while address:
        page = api.get(address).json()
        seen += [item["id"] for item in page["items"]]
        address = page["next"]
    assert seen == made[::-1]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=²", "limit"),
        ("cursor=forged", "cursor"),
        ("statsu=draft", "statsu"),
        ("status=nonsense", "status"),
        ("opened_from=yesterday", "opened_from"),
    ],
)
def test_a_query_in_error_names_its_parameter(api: Api, query: str, parameter: str) -> None:
    answer = api.get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("status=draft", True),
        ("status=sent", False),
        ("status=sent&status=draft", True),
        ("direction=incoming", False),
        ("kind=mla", True),
        ("counterpart_state=LV", True),
        ("counterpart_state=SI", False),
        ("opened_to=2000-01-01", False),
        ("opened_from=2000-01-01", True),
        ("updated_since=2000-01-01T00:00:00%2B02:00", True),
        ("updated_since=2999-01-01T00:00:00Z", False),
        ("measure=take_evidence_statements", True),
        ("measure=other", False),
        ("due_before=2999-01-01", False),
        ("q=Vzorec", True),
        ("q=vzoretz ana", True),
        ("q=Взорец", True),
        ("q=Mohammed", False),
        ("q=--", False),
        ("own_reference=si-moj/2026/o/00001", True),
        ("own_reference=si-moj/2026/o/99999", False),
        ("counterpart_reference=x", False),
    ],
)
def test_the_filters_find_what_they_say(
    cast: FullCast, case: AssistanceRequest, api: Api, query: str, is_found: bool
) -> None:
    answer = api.get(f"{LIST}?{query.replace('2026', str(case.opened_at.year))}")
    assert answer.status_code == 200, answer.content
    assert ids(answer) == ({str(case.pk)} if is_found else set())


def test_a_client_that_has_the_file_already_is_told_so(api: Api, case: AssistanceRequest) -> None:
    tag = api.get(f"{LIST}/{case.pk}")["ETag"]
    assert tag.startswith(f'"{case.version}.')
    answer = api.get(f"{LIST}/{case.pk}", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)


@pytest.mark.parametrize("number", [10, 1000])
def test_the_list_costs_two_statements_however_many_files_there_are(
    cast: FullCast, api: Api, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    multiply(draft(cast), number - 1)
    with django_assert_num_queries(2):  # the token with its client, and the page
        answer = api.get(LIST)
    assert len(answer.json()["items"]) == min(number, 50)


def test_the_detail_costs_the_same_however_many_parts_there_are(
    cast: FullCast, case: AssistanceRequest, api: Api, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(DETAIL_STATEMENTS):
        api.get(f"{LIST}/{case.pk}")
    for number in range(5):
        save_part(actor(cast.drafter), case.pk, "persons", {"role": "witness", "family_name": f"N{number}"})
        save_part(actor(cast.drafter), case.pk, "offences", {"crime": "genocide", "place": f"P{number}"})
        save_part(actor(cast.drafter), case.pk, "measures", {"type": "provide_records"})
    with django_assert_num_queries(DETAIL_STATEMENTS):
        assert len(api.get(f"{LIST}/{case.pk}").json()["persons"]) == 6


DETAIL_STATEMENTS = 18
"""The token, the file, and one for each kind of part; an empty kind's children are not asked for."""


def multiply(case: AssistanceRequest, copies: int) -> None:
    """More files like this one, as plain rows."""
    fields = [field for field in AssistanceRequest._meta.concrete_fields if field.name != "id"]
    AssistanceRequest.objects.bulk_create(
        AssistanceRequest(
            **{field.attname: getattr(case, field.attname) for field in fields}
            | {"own_reference": f"COPY-{number}"}
        )
        for number in range(copies)
    )


def draft_of_the_other_state(cast: FullCast) -> AssistanceRequest:
    """A file that the other State's authority holds."""
    own, cast.authority, cast.counterpart = cast.authority, cast.counterpart, cast.authority
    try:
        return draft(cast, by=cast.other_state_officer)
    finally:
        cast.authority, cast.counterpart = own, cast.authority


def test_the_answer_bears_version_limit_and_correlation(api: Api, case: AssistanceRequest) -> None:
    answer = api.get(LIST)
    assert answer["API-Version"] == "1.0.0"
    assert answer["RateLimit-Policy"] == f'"client";q={settings.API_RATES["client"]};w=60'
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Request-ID"]


@pytest.mark.security
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("level", Confidentiality)
def test_the_kept_statement_is_that_of_the_rule(cast: FullCast, role: Role, level: Confidentiality) -> None:
    files = [draft(cast, confidentiality=value) for value in (*Confidentiality, *Confidentiality)]
    assign(actor(cast.drafter), files[0].pk, to=cast.prosecutors)
    draft_of_the_other_state(cast)
    for authority in (cast.authority, cast.prosecutors, cast.counterpart):
        account = api_client(authority, role, level).service_account
        rule = AssistanceRequest.objects.visible_to(account).order_by("-pk")
        assert rows.page_of(account, after=None, length=50) == rows.summaries(rule)
        last = files[3].pk
        assert rows.page_of(account, after=last, length=2) == rows.summaries(rule.filter(pk__lt=last)[:2])


def test_a_kept_statement_holds_for_the_next_client_too(cast: FullCast, case: AssistanceRequest) -> None:
    """Values of one client's question never stay in the statement."""
    theirs = draft_of_the_other_state(cast)
    first, second = Api(cast.client), Api(cast.other_state_client)
    for _ in range(2):
        assert ids(first.get(LIST)) == {str(case.pk)}
        assert ids(second.get(LIST)) == {str(theirs.pk)}


def test_a_grant_to_a_systems_account_counts(cast: FullCast, case: AssistanceRequest) -> None:
    grant_sight(actor(cast.approver), case.pk, cast.other_state_client.service_account)
    assert ids(Api(cast.other_state_client).get(LIST)) == {str(case.pk)}
