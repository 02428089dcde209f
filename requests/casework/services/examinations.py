"""Keeps what the officers of the requested authority find in the formal and in the legal check."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework import events
from casework.choices import FINDINGS, CheckKind
from casework.models import AssistanceRequest, Examination
from casework.policies import require_examinable
from casework.selectors.examinations import Point, points_of
from casework.services.access import lock_request, touch
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal


@dataclass(frozen=True, slots=True)
class Examined:
    """What is found of the point of this key; an empty finding takes back what was found before."""

    point: str
    finding: str
    remarks: str = ""


@transaction.atomic
def examine(
    actor: Actor,
    request_id: UUID,
    kind: CheckKind,
    given: Iterable[Examined],
    *,
    expected_version: int | None = None,
) -> AssistanceRequest:
    """Writes what differs from what was found before, with the examiner's name.

    Raises NotPermitted, StaleVersion, and Refusal where the request is not examined any more, or with the
    points in error.
    """
    request = lock_request(actor, request_id)
    require_examinable(request, actor)
    request.require_version(expected_version)
    points = {point.key: point for point in points_of(request, kind).points}
    changed = []
    for examined in given:
        point = points.get(examined.point)
        if point is None:
            wrong = _("The check has no such point.")
            raise Refusal(wrong, fields={examined.point: wrong})
        if _write(request, point, examined, actor):
            changed.append(f"{point.key} = {examined.finding}")
    if changed:
        touch(request, actor)
        findings = "\n".join(changed)
        record(events.EXAMINED, chain=request.audit_chain, actor=actor, check=kind.value, findings=findings)
    return request


def _write(request: AssistanceRequest, point: Point, given: Examined, actor: Actor) -> bool:
    """Whether anything changed."""
    remarks = given.remarks.strip()
    if not given.finding:
        if remarks:
            raise Refusal(
                _("Please correct what is marked."), fields={point.key: _("Say what you found, too.")}
            )
        if point.found:
            point.found.delete()
        return point.found is not None
    if given.finding not in FINDINGS[point.kind]:
        wrong = _("This cannot be found in this check.")
        raise Refusal(wrong, fields={point.key: wrong})
    if point.found and (point.finding, point.found.remarks) == (given.finding, remarks):
        return False
    row = point.row or Examination(request=request, kind=point.kind, point=point.code, part_id=point.part_id)
    row.finding, row.remarks, row.seen, row.examined_by = given.finding, remarks, point.seen, actor.person
    try:
        row.clean_fields(exclude={"request", "examined_by"})
    except ValidationError as error:
        raise Refusal(
            _("Please correct what is marked."), fields={point.key: " ".join(error.messages)}
        ) from error
    row.save()
    return True
