"""Assigned measures for machines: the executing authority's own system, and the holder's."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api.execution_representations import (
    AssignedMeasureDetailSerializer,
    AssignedMeasureSerializer,
    AssignedMeasuresSerializer,
    CandidatesSerializer,
    describe_act,
)
from casework.api.files import READ, WRITE, FileViewSet
from casework.api.representations import RequestDetailSerializer
from casework.choices import AssignmentStatus, MeasureOutcome, PersonExtent
from casework.models import Measure, MeasureAssignment
from casework.policies import available_acts, serving
from casework.selectors.execution import assignments, assignments_with_parts, contents_of
from casework.selectors.routing import propose_authority
from casework.services.execution import Instructions, assign_measure
from casework.services.results import Said, enter_own_result, perform_assignment
from mla_portal.accounts.actors import Actor
from mla_portal.common.api import pagination
from mla_portal.common.api.idempotency import Outcome, once
from mla_portal.common.api.openapi import PAGE, Guard, operation, parameter
from mla_portal.common.api.preconditions import expected_version
from mla_portal.common.api.problems import InvalidQuery
from mla_portal.common.api.serializers import StrictInput
from mla_portal.common.api.views import VisibleViewSet
from states.api.authentication import actor_of
from states.models import Authority


class ActInput(StrictInput):
    """An act and what is said with it; which parts it needs, `acts` of the measure says."""

    act = serializers.CharField(max_length=40)
    text = serializers.CharField(required=False, allow_blank=True)
    outcome = serializers.ChoiceField(MeasureOutcome.choices, required=False)
    executed_on = serializers.DateField(required=False)
    results = serializers.JSONField(
        required=False, help_text="An object: the outcome's fields by their codes."
    )
    instructions = serializers.CharField(required=False, allow_blank=True, help_text="From now on.")
    due_on = serializers.DateField(required=False, allow_null=True, help_text="From now on; null: none.")
    files = serializers.ListField(child=serializers.FileField(max_length=200), required=False)

    def validate_results(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise serializers.ValidationError(_("An object is wanted."))
        return value

    def said(self) -> Said:
        """What the service takes, once the input is valid."""
        given = {name: value for name, value in self.validated_data.items() if name not in ("act", "files")}
        return Said(**given, keeps_due="due_on" not in given)


class ResultInput(ActInput):
    act = instructions = due_on = None  # type: ignore[assignment] # DRF takes a field off a class by None


class GiveInput(StrictInput):
    """A measure given to a competent authority. Persons who are not named are not shown to it."""

    authority = serializers.SlugRelatedField(slug_field="code", queryset=Authority.objects.all())
    instructions = serializers.CharField(required=False)
    facts = serializers.CharField(required=False)
    due_on = serializers.DateField(required=False)
    confidentiality_note = serializers.CharField(required=False)
    protection_note = serializers.CharField(required=False)
    persons = serializers.DictField(
        child=serializers.ChoiceField(PersonExtent.choices),
        required=False,
        help_text="How much is shown of each person, by their id.",
    )
    documents = serializers.ListField(child=serializers.UUIDField(), required=False)
    answer = serializers.CharField(
        max_length=500, required=False, help_text="For what, where a condition binds a document."
    )

    def validate_persons(self, value: dict[str, str]) -> dict[UUID, PersonExtent]:
        try:
            return {UUID(key): PersonExtent(extent) for key, extent in value.items()}
        except ValueError as error:
            raise serializers.ValidationError(_("Name persons by their id.")) from error

    def given(self) -> Instructions:
        """What the service takes, once the input is valid."""
        values = {name: value for name, value in self.validated_data.items() if name != "authority"}
        return Instructions(text=values.pop("instructions", ""), **values)


class AssignedMeasureViewSet(VisibleViewSet):
    """The executing authority's measures; to the holder, those of all its files."""

    model = MeasureAssignment
    parser_classes = (JSONParser, MultiPartParser)
    scopes: ClassVar[Mapping[str, str]] = {"list": READ, "retrieve": READ, "perform": WRITE}

    @operation(
        "List the measures given to an authority, newest first",
        AssignedMeasuresSerializer,
        query=(*PAGE, parameter("status", "Only those of this status.", enum=AssignmentStatus.values)),
    )
    def list(self, request: Request) -> Response:
        query = request.query_params
        limit, after = pagination.limit_of(query), pagination.after(query)
        rows = assignments().visible_to(request.user)
        if status := query.get("status"):
            if status not in AssignmentStatus.values:
                raise InvalidQuery({"status": _("There is no such status.")})
            rows = rows.filter(status=status)
        found = list(pagination.cut(rows, after=after, length=limit + 1))
        following = pagination.next_link(request, found[limit - 1].pk) if len(found) > limit else None
        items = AssignedMeasureSerializer(found[:limit], many=True).data
        return Response({"items": items, "next": following})

    @operation("Read one with all that it tells", AssignedMeasureDetailSerializer, guard=Guard.READ)
    def retrieve(self, request: Request, assignment_id: UUID) -> Response:
        return self._answer(request, assignment_id)

    @operation(
        "Accept, decline, ask, report, return results; or answer, change, review and revoke",
        AssignedMeasureDetailSerializer,
        body={"application/json": ActInput, "multipart/form-data": ActInput},
        guard=Guard.CHANGE,
        description="`acts` says what this client may do now. Files go as multipart form data.",
    )
    def perform(self, request: Request, assignment_id: UUID) -> Response:
        self.get_queryset().only("pk").get(pk=assignment_id)
        version = expected_version(request)
        given = ActInput(data=request.data)
        given.is_valid(raise_exception=True)
        said, files = given.said(), given.validated_data.get("files", ())

        def act() -> Outcome:
            name = given.validated_data["act"]
            perform_assignment(
                actor_of(request), assignment_id, name, said, files=files, expected_version=version
            )
            return Outcome(assignment_id)

        with transaction.atomic():
            _outcome, is_repeated = once(request, act)
            response = self._answer(request, assignment_id)
        if is_repeated:
            response.headers["Idempotency-Replayed"] = "true"
        return response

    def _answer(self, request: Request, assignment_id: UUID) -> Response:
        row = assignments_with_parts().visible_to(request.user).get(pk=assignment_id)
        actor = actor_of(request)
        is_holder = serving(row.request, actor) is not None
        facts = {
            "file_id": row.request_id if is_holder else None,
            "contents": None if row.is_closed and not is_holder else _contents(row),
            "acts": [describe_act(rule, row) for rule in available_acts(row, actor)],
        }
        data = AssignedMeasureDetailSerializer(_Shown(row, facts)).data
        return self.respond(data, version=row.version)


class _Shown:
    """An assigned measure with what depends on the reader, for the serializer."""

    def __init__(self, row: MeasureAssignment, facts: Mapping[str, Any]) -> None:
        self.row, self.facts = row, facts

    def __getattr__(self, name: str) -> Any:
        return self.facts[name] if name in self.facts else getattr(self.row, name)


def _contents(row: MeasureAssignment) -> dict[str, Any]:
    told = contents_of(row)
    return {
        "description": row.measure.description,
        "details": row.measure.details,
        "instructions": row.instructions,
        "facts": row.facts,
        "crimes": [crime.code for crime in told.crimes],
        "confidentiality_note": row.confidentiality_note,
        "protection_note": row.protection_note,
        "persons": told.persons,
        "files": [*told.given, *told.returned],
        "executed_on": row.executed_on,
        "result_note": row.result_note,
        "results": row.results,
    }


class MeasureExecutionViewSet(FileViewSet):
    """What the holder does with a measure of its file: whom the rules propose, giving it, its own outcome."""

    parser_classes = (JSONParser, MultiPartParser)
    scopes: ClassVar[Mapping[str, str]] = {"candidates": READ, "give": WRITE, "enter": WRITE}

    @operation("Whom the routing rules propose for a measure, and why", CandidatesSerializer)
    def candidates(self, request: Request, request_id: UUID, measure_id: UUID) -> Response:
        measure = self._measure(request_id, measure_id)
        return Response(CandidatesSerializer({"items": propose_authority(measure)}).data)

    @operation(
        "Give a measure to a competent authority",
        RequestDetailSerializer,
        body={"application/json": GiveInput},
        status=201,
        guard=Guard.CHANGE,
        description="`Location` is the assigned measure's address.",
    )
    def give(self, request: Request, request_id: UUID, measure_id: UUID) -> Response:
        self._measure(request_id, measure_id)
        given = GiveInput(data=request.data)
        given.is_valid(raise_exception=True)

        def act(actor: Actor) -> Outcome:
            authority = given.validated_data["authority"]
            made = assign_measure(actor, request_id, measure_id, authority, given.given())
            return Outcome(request_id, 201, f"/api/v1/assigned-measures/{made.pk}")

        return self.change(request, request_id, act)

    @operation(
        "Enter the outcome of a measure that the holder executed itself",
        RequestDetailSerializer,
        body={"application/json": ResultInput, "multipart/form-data": ResultInput},
        status=201,
        guard=Guard.CHANGE,
    )
    def enter(self, request: Request, request_id: UUID, measure_id: UUID) -> Response:
        self._measure(request_id, measure_id)
        given = ResultInput(data=request.data)
        given.is_valid(raise_exception=True)
        files = given.validated_data.get("files", ())

        def act(actor: Actor) -> Outcome:
            made = enter_own_result(actor, request_id, measure_id, given.said(), files=files)
            return Outcome(request_id, 201, f"/api/v1/assigned-measures/{made.pk}")

        return self.change(request, request_id, act)

    def _measure(self, request_id: UUID, measure_id: UUID) -> Measure:
        rows = Measure.objects.select_related("request").filter(request=self.visible(request_id))
        return rows.get(pk=measure_id)
