"""Reference data: States, authorities and treaties."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from mla_portal.common.api.openapi import operation, parameter
from mla_portal.common.api.problems import InvalidQuery
from mla_portal.common.api.views import VisibleViewSet
from states.api.representations import (
    ApplicabilityQuery,
    ApplicabilitySerializer,
    AuthoritiesSerializer,
    AuthoritySerializer,
    CountrySheetSerializer,
    StateDetailSerializer,
    StateSerializer,
    StatesSerializer,
    TreatiesSerializer,
    TreatySerializer,
)
from states.applicability import applicability
from states.choices import AuthorityKind
from states.models import Authority, State, Treaty
from states.treaties import TreatyRules

READ = "reference:read"


class StateViewSet(VisibleViewSet):
    model = State
    scopes: ClassVar[Mapping[str, str]] = {"list": READ, "retrieve": READ, "sheet": READ}

    @operation("Every sovereign State", StatesSerializer)
    def list(self, request: Request) -> Response:
        refuse_unknown(request)
        return Response({"items": StateSerializer(self.get_queryset(), many=True).data})

    @operation("A State with its authorities and what it has done about each treaty", StateDetailSerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        related = (
            "authorities",
            "participations__provisional_applications",
            "participations__declarations",
        )
        state = self.get_queryset().prefetch_related(*related).get(pk=code)
        return Response(StateDetailSerializer(state).data)

    @operation("The country sheet of a State: what it asks of requests", CountrySheetSerializer)
    def sheet(self, request: Request, code: str) -> Response:
        """The rules in effect today, each with its source, confidence and day of confirmation."""
        state = self.get_queryset().get(pk=code)
        rules = state.country_rules.in_effect(timezone.localdate()).select_related("authority").order_by("id")
        return Response(CountrySheetSerializer({"items": rules}).data)


class AuthorityViewSet(VisibleViewSet):
    model = Authority
    scopes: ClassVar[Mapping[str, str]] = {"list": READ, "retrieve": READ}

    @operation(
        "List authorities",
        AuthoritiesSerializer,
        query=(
            parameter("state", "ISO code of the State."),
            parameter("kind", "Kind of authority.", enum=AuthorityKind.values),
        ),
    )
    def list(self, request: Request) -> Response:
        refuse_unknown(request, "state", "kind")
        rows, query = self.get_queryset(), request.query_params
        if state := query.get("state"):
            rows = rows.filter(state=state)
        if kind := query.get("kind"):
            if kind not in AuthorityKind.values:
                raise InvalidQuery({"kind": _("There is no such kind.")})
            rows = rows.filter(kind=kind)
        return Response({"items": AuthoritySerializer(rows, many=True).data})

    @operation("An authority by its code", AuthoritySerializer)
    def retrieve(self, request: Request, code: str) -> Response:
        return Response(AuthoritySerializer(self.get_queryset().get(code=code)).data)


class TreatyViewSet(VisibleViewSet):
    model = Treaty
    scopes: ClassVar[Mapping[str, str]] = {"list": READ, "retrieve": READ, "applicability": READ}

    @operation("List treaties", TreatiesSerializer)
    def list(self, request: Request) -> Response:
        refuse_unknown(request)
        return Response({"items": TreatySerializer(self.get_queryset(), many=True).data})

    @operation("A treaty's rules, each with its article, source and confidence", TreatyRules)
    def retrieve(self, request: Request, code: str) -> Response:
        """The treaty's data file: every entry of law with its article, source and confidence."""
        return Response(self.get_queryset().get(pk=code).rules.model_dump(mode="json"))

    @operation(
        "Whether a treaty is a basis between two States on a day",
        ApplicabilitySerializer,
        query=(
            parameter("requesting", "ISO code of the requesting State.", required=True),
            parameter("requested", "ISO code of the requested State.", required=True),
            parameter("on", "The day; today if it is left out.", OpenApiTypes.DATE),
            parameter("crime", "Code of a crime in the treaty's data file."),
            parameter("part", "Code of a part in the treaty's data file."),
        ),
    )
    def applicability(self, request: Request, code: str) -> Response:
        treaty = self.get_queryset().get(pk=code)
        refuse_unknown(request, *ApplicabilityQuery().fields)
        question = ApplicabilityQuery(data=request.query_params)
        if not question.is_valid():
            raise InvalidQuery(question.errors)
        asked: dict[str, Any] = {"on": timezone.localdate(), **question.validated_data}
        for name, entries in (("crime", treaty.rules.crimes), ("part", treaty.rules.parts)):
            if name in asked and asked[name] not in {entry.code for entry in entries}:
                raise InvalidQuery({name: _("The treaty's data file has no such code.")})
        answer = applicability(treaty, **asked)
        return Response(ApplicabilitySerializer(answer).data)


def refuse_unknown(request: Request, *known: str) -> None:
    """Raises InvalidQuery for a parameter that the address does not have."""
    if unknown := sorted(request.query_params.keys() - set(known)):
        raise InvalidQuery({name: _("There is no such parameter.") for name in unknown})
