"""The clocks of a file: deadlines by hand, and what an act would do to them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api.files import READ, WRITE, FileViewSet
from casework.api.representations import RequestDetailSerializer
from casework.deadlines import words_of
from casework.selectors.clocks import Change, Forecast, acts_with_clocks, is_countable, what_if
from casework.services import clocks
from mla_portal.accounts.actors import Actor
from mla_portal.common.api.idempotency import Outcome
from mla_portal.common.api.openapi import Guard, operation, parameter
from mla_portal.common.api.serializers import StrictInput


class DeadlineInput(StrictInput):
    """A fixed day by which something is due."""

    text = serializers.CharField(max_length=200)
    due_on = serializers.DateField()
    reason = serializers.CharField(max_length=300, help_text="Where the day comes from.")


class ReasonInput(StrictInput):
    reason = serializers.CharField(max_length=300)


class DayOffSerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    state = serializers.CharField()
    name = serializers.CharField()


class ForecastSerializer(serializers.Serializer[Forecast]):
    """One deadline as it would be. `due_on` is null where it would end or stand still."""

    code = serializers.CharField(source="deadline.code")
    label = serializers.SerializerMethodField()  # type: ignore[assignment] # DRF takes it off the class
    change = serializers.ChoiceField([change.value for change in Change])
    due_on = serializers.DateField(allow_null=True)
    holidays = DayOffSerializer(many=True, source="counting.holidays")
    unknown_states = serializers.ListField(
        child=serializers.CharField(),
        source="counting.unknown",
        help_text="States whose public holidays are not known; their weekends alone were left out.",
    )

    def get_label(self, forecast: Forecast) -> str:
        return words_of(forecast.deadline)


class ForecastsSerializer(serializers.Serializer[Any]):
    items = ForecastSerializer(many=True)


class DeadlineViewSet(FileViewSet):
    """Each write answers with the whole file, whose ETag the next one needs."""

    scopes: ClassVar[Mapping[str, str]] = {
        "create": WRITE, "pause": WRITE, "resume": WRITE, "end": WRITE, "what_if": READ,
    }  # fmt: skip

    @operation(
        "Set a deadline by hand", RequestDetailSerializer, body=DeadlineInput, status=201, guard=Guard.CHANGE
    )
    def create(self, request: Request, request_id: UUID) -> Response:
        self.visible(request_id)
        given = DeadlineInput(data=request.data)
        given.is_valid(raise_exception=True)

        def act(actor: Actor) -> Outcome:
            clocks.set_deadline(actor, request_id, **given.validated_data)
            return Outcome(request_id, 201)

        return self.change(request, request_id, act)

    @operation("Pause a deadline", RequestDetailSerializer, body=ReasonInput, guard=Guard.CHANGE)
    def pause(self, request: Request, request_id: UUID, deadline_id: UUID) -> Response:
        return self._act(clocks.pause_deadline, request, request_id, deadline_id)

    @operation("Let a deadline run again", RequestDetailSerializer, body=ReasonInput, guard=Guard.CHANGE)
    def resume(self, request: Request, request_id: UUID, deadline_id: UUID) -> Response:
        return self._act(clocks.resume_deadline, request, request_id, deadline_id)

    @operation("End a deadline", RequestDetailSerializer, body=ReasonInput, guard=Guard.CHANGE)
    def end(self, request: Request, request_id: UUID, deadline_id: UUID) -> Response:
        return self._act(clocks.end_deadline, request, request_id, deadline_id)

    @operation(
        "When each deadline would fall due if an act were done on a day",
        ForecastsSerializer,
        query=(
            parameter("act", "Name of a transition of the file's table.", required=True),
            parameter("on", "The day on which it would be done.", OpenApiTypes.DATE, required=True),
        ),
        description="Nothing is stored.",
    )
    def what_if(self, request: Request, request_id: UUID) -> Response:
        case = self.visible(request_id)
        rules = {rule.name: rule for rule in acts_with_clocks(case)}
        rule = rules.get(request.query_params.get("act", ""))
        if rule is None:
            raise serializers.ValidationError({"act": _("There is no such act that moves a deadline.")})
        found = what_if(case, rule, _day(request.query_params.get("on", "")))
        return Response(ForecastsSerializer({"items": found}).data)

    def _act(
        self, service: Callable[..., Any], request: Request, request_id: UUID, deadline_id: UUID
    ) -> Response:
        self.visible(request_id)
        given = ReasonInput(data=request.data)
        given.is_valid(raise_exception=True)

        def act(actor: Actor) -> Outcome:
            service(actor, request_id, deadline_id, reason=given.validated_data["reason"])
            return Outcome(request_id)

        return self.change(request, request_id, act)


def _day(text: str) -> date:
    field = serializers.DateField()
    try:
        day: date = field.run_validation(text)
    except serializers.ValidationError as error:
        raise serializers.ValidationError({"on": error.detail}) from error
    if not is_countable(day):
        raise serializers.ValidationError({"on": _("Choose a day within ten years.")})
    return day
