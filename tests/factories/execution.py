"""Incoming files in execution, and measures given to competent authorities."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from casework.choices import Status
from casework.models import AssistanceRequest, MeasureAssignment
from casework.services.execution import Instructions, assign_measure
from casework.services.results import Said
from states.models import Authority
from tests.factories.casework import Cast, actor, incoming


def in_execution(cast: Cast, **fields: Any) -> AssistanceRequest:
    """An incoming file of the cast's authority, its one measure granted."""
    request = incoming(cast)
    AssistanceRequest.objects.filter(pk=request.pk).update(status=Status.IN_EXECUTION, **fields)
    request.refresh_from_db()
    return request


def given_to(
    cast: Cast, request: AssistanceRequest, authority: Authority | None = None, **instructions: Any
) -> MeasureAssignment:
    """The file's first measure with the prosecutors, unless told otherwise."""
    return assign_measure(
        actor(cast.drafter),
        request.pk,
        request.measures.order_by("position")[0].pk,
        authority or cast.prosecutors,
        Instructions(**{"text": "Hear the witness.", **instructions}),
    )


HEARING: Mapping[str, Any] = {"held_on": "2026-03-02", "persons_heard": "Ana Vzorec, witness"}


def returned(**results: Any) -> Said:
    """That the witness was heard, today."""
    return Said(outcome="executed", executed_on=timezone.localdate(), results={**HEARING, **results})
