"""The list's filters. An unknown parameter is refused: a misspelt filter must not show everything."""

from collections.abc import Mapping
from typing import Any

import django_filters as filters
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from casework.choices import Direction, Kind, Status
from casework.models import AssistanceRequest, Measure
from casework.querysets import AssistanceRequestQuerySet
from casework.selectors.people import search_people
from mla_portal.common.api import pagination
from mla_portal.common.api.problems import InvalidQuery
from states.api.authentication import account_of
from states.models import State


class RequestFilter(filters.FilterSet):
    """Every condition given must hold; a parameter given several times takes any of its values."""

    status = filters.MultipleChoiceFilter(choices=Status.choices)
    counterpart_state = filters.ModelMultipleChoiceFilter(queryset=State.objects.all())
    direction = filters.ChoiceFilter(choices=Direction.choices)
    kind = filters.MultipleChoiceFilter(choices=Kind.choices)
    updated_since = filters.IsoDateTimeFilter(
        field_name="updated_at", lookup_expr="gte", help_text="Changed at or after this time."
    )
    opened_from = filters.DateFilter(field_name="opened_at", lookup_expr="date__gte")
    opened_to = filters.DateFilter(field_name="opened_at", lookup_expr="date__lte")
    due_before = filters.DateFilter(
        field_name="next_due_on", lookup_expr="lt", help_text="Next deadline before this day."
    )
    own_reference = filters.CharFilter(lookup_expr="iexact")
    counterpart_reference = filters.CharFilter(lookup_expr="iexact")
    measure = filters.CharFilter(method="with_measure", help_text="Code of a measure asked for.")
    q = filters.CharFilter(
        method="with_person", help_text="Name of a person concerned, in any spelling or script."
    )

    request: Request

    class Meta:
        model = AssistanceRequest
        fields: list[str] = []

    def with_measure(
        self, rows: AssistanceRequestQuerySet, name: str, value: str
    ) -> AssistanceRequestQuerySet:
        return rows.filter(pk__in=Measure.objects.filter(type=value).values("request"))

    def with_person(
        self, rows: AssistanceRequestQuerySet, name: str, value: str
    ) -> AssistanceRequestQuerySet:
        found = search_people(account_of(self.request), value)
        return rows.filter(pk__in={match.request_id for match in found})


def is_narrowed(query: Mapping[str, str]) -> bool:
    """Whether the query asks for less than everything."""
    return bool(query.keys() - pagination.PARAMETERS)


def narrow(rows: AssistanceRequestQuerySet, request: Request) -> Any:
    """The rows that meet the query. Raises InvalidQuery naming each parameter in error."""
    given = request.query_params.keys() - pagination.PARAMETERS
    if unknown := given - RequestFilter.base_filters.keys():
        raise InvalidQuery({name: _("There is no such parameter.") for name in sorted(unknown)})
    chosen = RequestFilter(request.query_params, rows, request=request)
    if not chosen.is_valid():
        raise InvalidQuery(chosen.errors)
    return chosen.qs


def filter_parameters() -> list[OpenApiParameter]:
    """The filters as the description of the API tells them."""
    return [_described(name, each) for name, each in RequestFilter.base_filters.items()]


def _described(name: str, each: filters.Filter) -> OpenApiParameter:
    several = isinstance(each, filters.MultipleChoiceFilter | filters.ModelMultipleChoiceFilter)
    kinds = {filters.DateFilter: OpenApiTypes.DATE, filters.IsoDateTimeFilter: OpenApiTypes.DATETIME}
    choices = each.extra.get("choices")
    return OpenApiParameter(
        name,
        kinds.get(type(each), OpenApiTypes.STR),
        description=str(each.extra.get("help_text", "")) + (" May be repeated." if several else ""),
        enum=[value for value, _label in choices] if choices else None,
        many=several,
    )
