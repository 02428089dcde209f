"""The statistics of the client's own authority."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api.files import READ
from casework.choices import Direction
from casework.forms.statistics import StatisticsForm
from casework.policies import counted_authorities
from casework.selectors import statistics
from casework.selectors.durations import durations
from casework.selectors.statistics import DIMENSIONS, FIGURES
from mla_portal.common.api.openapi import operation, parameter
from mla_portal.common.api.views import PortalViewSet
from mla_portal.common.errors import NotPermitted
from states.api.authentication import account_of


class FigureSerializer(serializers.Serializer[Any]):
    """How many files; `value` is that of the dimension, empty where the figures are not split."""

    direction = serializers.ChoiceField(Direction.choices)
    value = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text=f"By: {', '.join(FIGURES)}.")


class DurationSerializer(serializers.Serializer[Any]):
    """Days from the request to a status; net leaves out the days of the pauses."""

    direction = serializers.ChoiceField(Direction.choices)
    step = serializers.CharField()
    files = serializers.IntegerField()
    median = serializers.FloatField()
    ninetieth = serializers.FloatField()
    net_median = serializers.FloatField()
    net_ninetieth = serializers.FloatField()


class RefusedSerializer(serializers.Serializer[Any]):
    direction = serializers.ChoiceField(Direction.choices)
    ground = serializers.CharField()
    files = serializers.IntegerField()


class DeadlineFiguresSerializer(serializers.Serializer[Any]):
    direction = serializers.ChoiceField(Direction.choices)
    code = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())


class EventSerializer(serializers.Serializer[Any]):
    """`what` is `act` (`name` is a transition), or `issued` or `received` (`name` is a type of letter)."""

    direction = serializers.ChoiceField(Direction.choices)
    what = serializers.CharField()
    name = serializers.CharField()
    times = serializers.IntegerField()


class StatisticsSerializer(serializers.Serializer[Any]):
    first = serializers.DateField()
    last = serializers.DateField()
    figures = FigureSerializer(many=True)
    refusals = RefusedSerializer(many=True)
    durations = DurationSerializer(many=True)
    deadlines = DeadlineFiguresSerializer(many=True)
    events = EventSerializer(many=True)


class StatisticsViewSet(PortalViewSet):
    scopes: ClassVar[Mapping[str, str]] = {"list": READ}

    @operation(
        "What became of the authority's requests in a period",
        StatisticsSerializer,
        query=(
            parameter("first", "The first day; 1 January if it is left out.", OpenApiTypes.DATE),
            parameter("last", "The last day; today if it is left out.", OpenApiTypes.DATE),
            parameter("by", f"Splits the figures: {', '.join(DIMENSIONS)}."),
            parameter("direction", "Only this direction."),
            parameter("state", "Only requests with this State."),
            parameter("kind", "Only this kind."),
            parameter("measure", "Only requests for this measure."),
            parameter("crime", "Only requests about this crime."),
        ),
        description="For clients whose account is an approver or auditor.",
    )
    def list(self, request: Request) -> Response:
        user = account_of(request)
        authorities = counted_authorities(user)
        if not authorities.exists():
            raise NotPermitted(_("Statistics are for the approvers and auditors of an authority."))
        form = StatisticsForm(request.query_params.dict(), authorities=authorities)
        if not form.is_valid():
            raise serializers.ValidationError(
                {name: [str(text) for text in said] for name, said in form.errors.items()}
            )
        return Response(StatisticsSerializer(_counted(user, form)).data)


def _counted(user: Any, form: StatisticsForm) -> dict[str, Any]:
    asked = form.asked
    figures = statistics.figures(user, asked, form.cleaned_data["by"])
    refusals = statistics.refusals(user, asked)
    deadlines = statistics.deadlines(user, asked, timezone.localdate(timezone=asked.zone))
    events = statistics.events(user, asked)
    return {
        "first": asked.first,
        "last": asked.last,
        "figures": [
            {"direction": key[0], "value": key[1], "counts": counts} for key, counts in figures.items()
        ],
        "refusals": [{"direction": key[0], "ground": key[1], "files": n} for key, n in refusals.items()],
        "durations": durations(user, asked),
        "deadlines": [
            {"direction": key[0], "code": key[1], "counts": counts} for key, counts in deadlines.items()
        ],
        "events": [
            {"direction": key[0], "what": key[1], "name": key[2], "times": n} for key, n in events.items()
        ],
    }
