"""The only router of the REST API: every address under `/api/v1`, with no slash at its end."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from casework.api.documents import CaseDocumentViewSet
from casework.api.letters import LetterViewSet
from casework.api.parts import MeasureViewSet, OffenceViewSet, PersonViewSet
from casework.api.views import RequestViewSet
from documents.api.views import ContentViewSet, DocumentViewSet
from mla_portal.api_description import DocsView, SchemaView
from mla_portal.common.api.codecs import encode
from mla_portal.common.api.problems import KINDS, problem
from states.api.tokens import RevokeView, TokenView
from states.api.views import AuthorityViewSet, StateViewSet, TreatyViewSet

FILE = "requests/<uuid:request_id>"
PARTS = {"persons": PersonViewSet, "offences": OffenceViewSet, "measures": MeasureViewSet}


def problem_kind(request: HttpRequest, code: str) -> HttpResponse:
    """What a type of problem means: the page behind its `type`."""
    kind = KINDS.get(code)
    if kind is None:
        return not_found(request)
    body = {"type": kind.uri, "title": kind.title, "status": kind.status, "meaning": kind.meaning}
    return HttpResponse(encode(body), content_type="application/json")


def not_found(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """An address that the API does not have."""
    return problem(request, "not-found")


urlpatterns: list[URLPattern] = [
    path("oauth/token", TokenView.as_view(), name="token"),
    path("oauth/revoke", RevokeView.as_view(), name="revoke"),
    path("openapi.json", SchemaView.as_view(), name="openapi-json"),
    path("openapi.yaml", SchemaView.as_view(form="yaml"), name="openapi-yaml"),
    path("docs", DocsView.as_view(), name="docs"),
    path("problems/<slug:code>", problem_kind, name="problem"),
    path("requests", RequestViewSet.as_view({"get": "list", "post": "create"}), name="requests"),
    path(FILE, RequestViewSet.as_view({"get": "retrieve", "patch": "partial_update"}), name="request"),
    path(
        f"{FILE}/transitions",
        RequestViewSet.as_view({"get": "transitions", "post": "perform"}),
        name="transitions",
    ),
    path(f"{FILE}/completeness", RequestViewSet.as_view({"get": "completeness"}), name="completeness"),
    path(f"{FILE}/timeline", RequestViewSet.as_view({"get": "timeline"}), name="timeline"),
    *(path(f"{FILE}/{part}", view.as_view({"post": "create"}), name=part) for part, view in PARTS.items()),
    *(
        path(
            f"{FILE}/{part}/<uuid:part_id>",
            view.as_view({"patch": "partial_update", "delete": "destroy"}),
            name=f"{part}-one",
        )
        for part, view in PARTS.items()
    ),
    path(
        f"{FILE}/documents",
        CaseDocumentViewSet.as_view({"get": "list", "post": "create"}),
        name="request-documents",
    ),
    path("documents/<uuid:document_id>", DocumentViewSet.as_view({"get": "retrieve"}), name="document"),
    path(
        "documents/<uuid:document_id>/versions/<int:number>/content",
        ContentViewSet.as_view({"get": "retrieve"}),
        name="content",
    ),
    path("letters/<uuid:letter_id>", LetterViewSet.as_view({"get": "retrieve"}), name="letter"),
    path("states", StateViewSet.as_view({"get": "list"}), name="states"),
    path("states/<str:code>", StateViewSet.as_view({"get": "retrieve"}), name="state"),
    path("authorities", AuthorityViewSet.as_view({"get": "list"}), name="authorities"),
    path("authorities/<slug:code>", AuthorityViewSet.as_view({"get": "retrieve"}), name="authority"),
    path("treaties", TreatyViewSet.as_view({"get": "list"}), name="treaties"),
    path("treaties/<slug:code>", TreatyViewSet.as_view({"get": "retrieve"}), name="treaty"),
    path(
        "treaties/<slug:code>/applicability",
        TreatyViewSet.as_view({"get": "applicability"}),
        name="applicability",
    ),
    re_path(r"^.*$", not_found, name="not-found"),
]
