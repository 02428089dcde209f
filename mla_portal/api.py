"""The only router of the REST API: every address under `/api/v1`, with no slash at its end."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from casework.api.checks import CheckViewSet
from casework.api.correspondence import StepLetterViewSet
from casework.api.deadlines import DeadlineViewSet
from casework.api.documents import CaseDocumentViewSet
from casework.api.evidence import EvidenceViewSet
from casework.api.execution import AssignedMeasureViewSet, MeasureExecutionViewSet
from casework.api.letters import LetterViewSet
from casework.api.parts import MeasureViewSet, OffenceViewSet, PersonViewSet
from casework.api.statistics import StatisticsViewSet
from casework.api.translations import TranslationViewSet
from casework.api.views import RequestViewSet
from documents.api.views import ContentViewSet, DocumentViewSet
from exchange.api.deliveries import DeliveryViewSet
from exchange.api.views import ArrivalViewSet, LetterContentViewSet, LettersViewSet
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
    path(
        f"{FILE}/formal-check",
        CheckViewSet.as_view({"get": "formal", "post": "find_formal"}),
        name="formal-check",
    ),
    path(
        f"{FILE}/legal-check",
        CheckViewSet.as_view({"get": "legal", "post": "find_legal"}),
        name="legal-check",
    ),
    path(
        f"{FILE}/translations",
        TranslationViewSet.as_view({"get": "list", "post": "create"}),
        name="request-translations",
    ),
    path(
        f"{FILE}/letters/<uuid:letter_id>/translations",
        TranslationViewSet.as_view({"get": "list", "post": "create"}),
        name="request-letter-translations",
    ),
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
    path(f"{FILE}/deadlines", DeadlineViewSet.as_view({"post": "create"}), name="deadlines"),
    path(f"{FILE}/deadlines/what-if", DeadlineViewSet.as_view({"get": "what_if"}), name="what-if"),
    *(
        path(
            f"{FILE}/deadlines/<uuid:deadline_id>/{act}",
            DeadlineViewSet.as_view({"post": act}),
            name=f"deadline-{act}",
        )
        for act in ("pause", "resume", "end")
    ),
    path(
        f"{FILE}/documents/<uuid:link_id>/uses",
        EvidenceViewSet.as_view({"post": "use"}),
        name="document-uses",
    ),
    path(f"{FILE}/conditions", EvidenceViewSet.as_view({"post": "condition"}), name="conditions"),
    path(
        f"{FILE}/conditions/<uuid:condition_id>/end",
        EvidenceViewSet.as_view({"post": "end"}),
        name="condition-end",
    ),
    path(
        f"{FILE}/conditions/<uuid:condition_id>/consents",
        EvidenceViewSet.as_view({"post": "consent"}),
        name="consents",
    ),
    path(
        f"{FILE}/consents/<uuid:consent_id>/answer",
        EvidenceViewSet.as_view({"post": "answer"}),
        name="consent-answer",
    ),
    path(f"{FILE}/certificates", EvidenceViewSet.as_view({"post": "certificate"}), name="certificates"),
    path(
        f"{FILE}/letters",
        StepLetterViewSet.as_view({"get": "list", "post": "create"}),
        name="request-letters",
    ),
    path(
        f"{FILE}/letters/<uuid:letter_id>",
        StepLetterViewSet.as_view({"patch": "partial_update", "delete": "destroy"}),
        name="request-letter",
    ),
    path(
        f"{FILE}/letters/<uuid:letter_id>/order",
        StepLetterViewSet.as_view({"post": "order"}),
        name="request-letter-order",
    ),
    path(
        f"{FILE}/letters/<uuid:letter_id>/send",
        StepLetterViewSet.as_view({"post": "send"}),
        name="request-letter-send",
    ),
    path("documents/<uuid:document_id>", DocumentViewSet.as_view({"get": "retrieve"}), name="document"),
    path(
        "documents/<uuid:document_id>/versions/<int:number>/content",
        ContentViewSet.as_view({"get": "retrieve", "post": "create"}),
        name="content",
    ),
    path(
        f"{FILE}/measures/<uuid:measure_id>/candidates",
        MeasureExecutionViewSet.as_view({"get": "candidates"}),
        name="measure-candidates",
    ),
    path(
        f"{FILE}/measures/<uuid:measure_id>/assignments",
        MeasureExecutionViewSet.as_view({"post": "give"}),
        name="measure-assignments",
    ),
    path(
        f"{FILE}/measures/<uuid:measure_id>/outcome",
        MeasureExecutionViewSet.as_view({"post": "enter"}),
        name="measure-outcome",
    ),
    path("assigned-measures", AssignedMeasureViewSet.as_view({"get": "list"}), name="assigned-measures"),
    path(
        "assigned-measures/<uuid:assignment_id>",
        AssignedMeasureViewSet.as_view({"get": "retrieve"}),
        name="assigned-measure",
    ),
    path(
        "assigned-measures/<uuid:assignment_id>/acts",
        AssignedMeasureViewSet.as_view({"post": "perform"}),
        name="assigned-measure-acts",
    ),
    path("letters/<uuid:letter_id>", LetterViewSet.as_view({"get": "retrieve"}), name="letter"),
    path("statistics", StatisticsViewSet.as_view({"get": "list"}), name="statistics"),
    path("arrivals", ArrivalViewSet.as_view({"get": "list", "post": "create"}), name="arrivals"),
    path("arrivals/<uuid:arrival_id>", ArrivalViewSet.as_view({"get": "retrieve"}), name="arrival"),
    path("deliveries", DeliveryViewSet.as_view({"get": "list"}), name="deliveries"),
    path("deliveries/<uuid:delivery_id>", DeliveryViewSet.as_view({"get": "retrieve"}), name="delivery"),
    path(
        "deliveries/<uuid:delivery_id>/retry",
        DeliveryViewSet.as_view({"post": "retry"}),
        name="delivery-retry",
    ),
    path(
        "exchange/letters", LettersViewSet.as_view({"get": "list", "post": "create"}), name="exchange-letters"
    ),
    path(
        "exchange/letters/<uuid:letter_id>",
        LettersViewSet.as_view({"get": "retrieve"}),
        name="exchange-letter",
    ),
    path(
        "exchange/letters/<uuid:letter_id>/content",
        LetterContentViewSet.as_view({"get": "retrieve"}),
        name="exchange-content",
    ),
    path(
        "exchange/letters/<uuid:letter_id>/enclosures/<slug:sha256>/content",
        LetterContentViewSet.as_view({"get": "enclosure"}),
        name="exchange-enclosure",
    ),
    path("states", StateViewSet.as_view({"get": "list"}), name="states"),
    path("states/<str:code>", StateViewSet.as_view({"get": "retrieve"}), name="state"),
    path("states/<str:code>/sheet", StateViewSet.as_view({"get": "sheet"}), name="state-sheet"),
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
