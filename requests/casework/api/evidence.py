"""Conditions, the consents to them, certificates, and use of a document in another case."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api.files import WRITE, FileViewSet
from casework.api.representations import RequestDetailSerializer
from casework.choices import CertificateKind, ConditionType
from casework.services.certificates import Done, certify
from casework.services.conditions import (
    Terms,
    Wanted,
    answer_consent,
    ask_consent,
    end_condition,
    record_condition,
)
from casework.services.reuse import use_in_another_case
from documents.choices import Purpose
from mla_portal.accounts.actors import Actor
from mla_portal.common.answers import LONGEST_ANSWER
from mla_portal.common.api.idempotency import Outcome
from mla_portal.common.api.openapi import Guard, operation
from mla_portal.common.api.serializers import StrictInput
from states.models import State


class ConditionInput(StrictInput):
    type = serializers.ChoiceField(ConditionType.choices)
    text = serializers.CharField()
    due_on = serializers.DateField(required=False, help_text="Needed for return and destruction.")
    communication = serializers.UUIDField(
        required=False, help_text="That set it; without one it is ours, in a draft."
    )
    documents = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        help_text="Links of the documents bound; none for all that came with the communication.",
    )


class EndInput(StrictInput):
    ended_on = serializers.DateField()
    communication = serializers.UUIDField(required=False, help_text="That says so; or `proof`.")
    proof = serializers.CharField(required=False)


class ConsentInput(StrictInput):
    purpose = serializers.ChoiceField([(p.value, p.label) for p in Purpose if p is not Purpose.DELIVERY])
    use = serializers.CharField(help_text="As it was asked.")
    state = serializers.SlugRelatedField(
        slug_field="code", queryset=State.objects.all(), required=False, help_text="For an enclosure."
    )
    reference = serializers.CharField(
        max_length=60, required=False, help_text="Of the other file, for use in another case."
    )
    communication = serializers.UUIDField(required=False, help_text="In which it was asked.")


class ConsentAnswerInput(StrictInput):
    is_given = serializers.BooleanField()
    answered_on = serializers.DateField()
    until = serializers.DateField(required=False, help_text="The last day of a consent that has an end.")
    communication = serializers.UUIDField(required=False, help_text="That says so; or `proof`.")
    proof = serializers.CharField(required=False)


class CertificateInput(StrictInput):
    kind = serializers.ChoiceField(
        CertificateKind.choices, help_text="A destruction is certified by a person, in the browser."
    )
    done_on = serializers.DateField()
    done_by = serializers.CharField(max_length=200)
    witness = serializers.CharField(max_length=200, required=False)
    note = serializers.CharField(required=False)
    documents = serializers.ListField(child=serializers.UUIDField(), help_text="Links of the items.")


class UseInput(StrictInput):
    reference = serializers.CharField(max_length=60, help_text="Your own reference of the other file.")
    answer = serializers.CharField(
        max_length=LONGEST_ANSWER, required=False, help_text="For what, where a condition asks."
    )


class EvidenceViewSet(FileViewSet):
    """Each write answers with the whole file, whose ETag the next one needs."""

    scopes: ClassVar[Mapping[str, str]] = {
        "condition": WRITE,
        "end": WRITE,
        "consent": WRITE,
        "answer": WRITE,
        "certificate": WRITE,
        "use": WRITE,
    }

    @operation(
        "Record a condition", RequestDetailSerializer, body=ConditionInput, status=201, guard=Guard.CHANGE
    )
    def condition(self, request: Request, request_id: UUID) -> Response:
        given = self._given(ConditionInput, request, request_id)
        terms = Terms(ConditionType(given["type"]), given["text"], given.get("due_on"))

        def act(actor: Actor) -> Outcome:
            record_condition(
                actor,
                request_id,
                terms,
                communication_id=given.get("communication"),
                documents=given.get("documents", ()),
            )
            return Outcome(request_id, 201)

        return self.change(request, request_id, act)

    @operation("End a condition", RequestDetailSerializer, body=EndInput, guard=Guard.CHANGE)
    def end(self, request: Request, request_id: UUID, condition_id: UUID) -> Response:
        given = self._given(EndInput, request, request_id)

        def act(actor: Actor) -> Outcome:
            end_condition(
                actor,
                request_id,
                condition_id,
                ended_on=given["ended_on"],
                communication_id=given.get("communication"),
                proof=given.get("proof", ""),
            )
            return Outcome(request_id)

        return self.change(request, request_id, act)

    @operation(
        "Record that consent to a use was asked",
        RequestDetailSerializer,
        body=ConsentInput,
        status=201,
        guard=Guard.CHANGE,
    )
    def consent(self, request: Request, request_id: UUID, condition_id: UUID) -> Response:
        given = self._given(ConsentInput, request, request_id)
        wanted = Wanted(
            Purpose(given["purpose"]),
            given["use"],
            given.get("state"),
            given.get("reference", ""),
            given.get("communication"),
        )

        def act(actor: Actor) -> Outcome:
            ask_consent(actor, request_id, condition_id, wanted)
            return Outcome(request_id, 201)

        return self.change(request, request_id, act)

    @operation(
        "Enter the answer to it",
        RequestDetailSerializer,
        body=ConsentAnswerInput,
        guard=Guard.CHANGE,
        description="Given, it lifts the condition for the use that was asked and no other.",
    )
    def answer(self, request: Request, request_id: UUID, consent_id: UUID) -> Response:
        given = self._given(ConsentAnswerInput, request, request_id)

        def act(actor: Actor) -> Outcome:
            answer_consent(
                actor,
                request_id,
                consent_id,
                is_given=given["is_given"],
                answered_on=given["answered_on"],
                until=given.get("until"),
                communication_id=given.get("communication"),
                proof=given.get("proof", ""),
            )
            return Outcome(request_id)

        return self.change(request, request_id, act)

    @operation(
        "Certify that items were returned",
        RequestDetailSerializer,
        body=CertificateInput,
        status=201,
        guard=Guard.CHANGE,
    )
    def certificate(self, request: Request, request_id: UUID) -> Response:
        given = self._given(CertificateInput, request, request_id)
        done = Done(**given | {"kind": CertificateKind(given["kind"])})

        def act(actor: Actor) -> Outcome:
            certify(actor, request_id, done)
            return Outcome(request_id, 201)

        return self.change(request, request_id, act)

    @operation(
        "Use a document in another file of the same authority",
        RequestDetailSerializer,
        body=UseInput,
        status=201,
        guard=Guard.CHANGE,
        description="Refused (409) where a condition forbids it unless the State that set it consents.",
    )
    def use(self, request: Request, request_id: UUID, link_id: UUID) -> Response:
        given = self._given(UseInput, request, request_id)

        def act(actor: Actor) -> Outcome:
            answer = given.get("answer", "")
            use_in_another_case(actor, request_id, link_id, given["reference"], answer=answer)
            return Outcome(request_id, 201)

        return self.change(request, request_id, act)

    def _given(self, kind: type[StrictInput], request: Request, request_id: UUID) -> dict[str, Any]:
        self.visible(request_id)
        given = kind(data=request.data)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)
