"""The formal and the legal check of a request that came to the client's authority: read, and written."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api.files import READ, WRITE, FileViewSet, told_at
from casework.api.representations import MissingSerializer, RequestDetailSerializer
from casework.api.selectors import whole
from casework.choices import FINDINGS, CheckKind, Finding
from casework.legal_basis import legal_basis_of
from casework.models import AssistanceRequest
from casework.selectors.examinations import Points, points_of
from casework.services.examinations import Examined, examine
from mla_portal.accounts.actors import Actor
from mla_portal.common.api.idempotency import Outcome
from mla_portal.common.api.openapi import Guard, operation
from mla_portal.common.api.serializers import StrictInput
from states.api.representations import ApplicabilitySerializer
from states.choices import Confidence
from states.treaties import get_treaty_rules
from states.treaties.vocabulary import GroundEffect, GroundNature


class FoundSerializer(serializers.Serializer[Any]):
    """What an officer found."""

    finding = serializers.ChoiceField(Finding.choices)
    remarks = serializers.CharField()
    examined_by = serializers.CharField(source="examined_by.full_name")
    examined_at = serializers.DateTimeField()


class PointSerializer(serializers.Serializer[Any]):
    point = serializers.CharField(source="key", help_text="Names it when a finding is written.")
    found = FoundSerializer(allow_null=True, help_text="Null while it is not examined.")
    earlier = FoundSerializer(allow_null=True, help_text="Found of something that changed since.")


class ContentPointSerializer(PointSerializer):
    """A content of the request: what was received, and what the portal finds of it in `item`."""

    received = serializers.CharField()
    item = MissingSerializer()


class RefusalGroundSerializer(serializers.Serializer[Any]):
    """A ground of the treaty's data file."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF takes it off the class
    nature = serializers.ChoiceField(GroundNature.choices)
    effect = serializers.ChoiceField(GroundEffect.choices)
    citation = serializers.CharField(help_text="The article, never without its confidence.")
    confidence = serializers.ChoiceField(Confidence.choices)
    note = serializers.CharField()


class GroundPointSerializer(PointSerializer):
    ground = RefusalGroundSerializer()


class FormalCheckSerializer(serializers.Serializer[Any]):
    counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="Required contents by finding; `unexamined` those left."
    )
    items = ContentPointSerializer(many=True)


class LegalCheckSerializer(serializers.Serializer[Any]):
    """What binds the two States today, the grounds, and those that may not be relied on."""

    applicability = ApplicabilitySerializer(allow_null=True)
    counts = serializers.DictField(child=serializers.IntegerField())
    items = GroundPointSerializer(many=True)
    excluded = RefusalGroundSerializer(many=True)


class FindingInput(StrictInput):
    """What is found of a point; an empty `finding` takes back what was found."""

    point = serializers.CharField(max_length=200)
    finding = serializers.ChoiceField(Finding.choices, allow_blank=True)
    remarks = serializers.CharField(required=False, allow_blank=True, default="")


class FindingsInput(StrictInput):
    findings = FindingInput(many=True, allow_empty=False)


class CheckViewSet(FileViewSet):
    scopes: ClassVar[Mapping[str, str]] = {
        "formal": READ, "legal": READ, "find_formal": WRITE, "find_legal": WRITE,
    }  # fmt: skip

    @operation("Read the formal check of a request that came in", FormalCheckSerializer, guard=Guard.READ)
    def formal(self, request: Request, request_id: UUID) -> Response:
        case = self._whole(request_id)
        points = points_of(case, CheckKind.FORMAL)
        found = {"counts": _counts(points, CheckKind.FORMAL), "items": points.points}
        return self.respond(FormalCheckSerializer(found).data, version=case.version)

    @operation("Read the legal check of a request that came in", LegalCheckSerializer, guard=Guard.READ)
    def legal(self, request: Request, request_id: UUID) -> Response:
        case = self._whole(request_id)
        points = points_of(case, CheckKind.LEGAL)
        rules = get_treaty_rules(case.treaty_id)
        found = {
            "applicability": legal_basis_of(case),
            "counts": _counts(points, CheckKind.LEGAL),
            "items": points.points,
            "excluded": [ground for ground in rules.grounds if ground.effect == GroundEffect.EXCLUDED],
        }
        return self.respond(LegalCheckSerializer(found).data, version=case.version)

    @operation(
        "Say what the formal check found", RequestDetailSerializer, body=FindingsInput, guard=Guard.CHANGE
    )
    def find_formal(self, request: Request, request_id: UUID) -> Response:
        return self._find(request, request_id, CheckKind.FORMAL)

    @operation(
        "Say what the legal check found", RequestDetailSerializer, body=FindingsInput, guard=Guard.CHANGE
    )
    def find_legal(self, request: Request, request_id: UUID) -> Response:
        return self._find(request, request_id, CheckKind.LEGAL)

    def _whole(self, request_id: UUID) -> AssistanceRequest:
        """The file with all that its check reads."""
        case: AssistanceRequest = (
            whole(self.get_queryset()).select_related("holder__state", "treaty").get(pk=request_id)
        )
        return case

    def _find(self, request: Request, request_id: UUID, kind: CheckKind) -> Response:
        self.visible(request_id)
        given = FindingsInput(data=request.data)
        given.is_valid(raise_exception=True)
        examined = [Examined(**row) for row in given.validated_data["findings"]]

        def act(actor: Actor) -> Outcome:
            with told_at("findings", [one.point for one in examined]):
                examine(actor, request_id, kind, examined)
            return Outcome(request_id)

        return self.change(request, request_id, act)


def _counts(points: Points, kind: CheckKind) -> dict[str, int]:
    counted = {finding.value: points.found(finding) for finding in FINDINGS[kind]}
    return counted | {"unexamined": points.unexamined}
