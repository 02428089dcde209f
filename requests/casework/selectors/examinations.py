"""The formal and the legal check of a request that came to us: each point, and what was found of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from casework.choices import CheckKind, Direction, Finding
from casework.completeness import Completeness, Item, check
from casework.models import AssistanceRequest, Examination
from casework.selectors.received import fingerprint_of, received_at
from mla_portal.common.errors import Refusal
from mla_portal.common.fingerprints import fingerprint
from states.treaties import get_treaty_rules
from states.treaties.schema import Ground
from states.treaties.vocabulary import GroundEffect, GroundNature


@dataclass(frozen=True, slots=True)
class Point:
    """A content of the request (`item`, with what was `received`) or a ground, and what was `found` of it.

    `earlier` was found of something that changed since, and counts no more.
    """

    kind: CheckKind
    code: str
    part_id: UUID | None = None
    seen: str = ""
    row: Examination | None = None
    item: Item | None = None
    received: str = ""
    ground: Ground | None = None

    @property
    def key(self) -> str:
        """Names the point within its check."""
        return f"{self.code} {self.part_id or ''}".strip()

    @property
    def slug(self) -> str:
        """The same, fit for the name of a form's field."""
        return fingerprint({"point": self.key})[:12]

    @property
    def label(self) -> str:
        return self.item.full_label if self.item else str(self.ground.label) if self.ground else self.code

    @property
    def is_extra(self) -> bool:
        """Merely recommended: it may be examined, but is not missed."""
        return self.item is not None and not self.item.is_required

    @property
    def group(self) -> str:
        """The heading under which it stands."""
        if self.ground:
            mandatory = self.ground.nature == GroundNature.MANDATORY
            return _("Mandatory grounds") if mandatory else _("Optional grounds")
        return _("Recommended") if self.is_extra else _("Required")

    @property
    def found(self) -> Examination | None:
        return self.row if self.row and self.row.seen == self.seen else None

    @property
    def earlier(self) -> Examination | None:
        return self.row if self.row and self.row.seen != self.seen else None

    @property
    def finding(self) -> str:
        return self.found.finding if self.found else ""

    @property
    def calls(self) -> bool:
        """Whether it calls for an act: as the officer found it, and before that as the portal did."""
        if self.found:
            return self.finding in (Finding.MISSING, Finding.UNCLEAR, Finding.APPLIES)
        return self.item is not None and self.item.is_required and not self.item.is_met


class Points:
    """The points of one check, in their order."""

    def __init__(self, points: Iterable[Point]) -> None:
        self.points = tuple(points)

    @cached_property
    def counted(self) -> tuple[Point, ...]:
        """Those that are to be examined; what is merely recommended may be."""
        return tuple(point for point in self.points if not point.is_extra)

    @property
    def unexamined(self) -> int:
        return sum(not point.finding for point in self.counted)

    def found(self, finding: Finding) -> int:
        """How many were found so."""
        return sum(point.finding == finding for point in self.counted)

    @property
    def has_mandatory(self) -> bool:
        """Whether a ground must be relied on where it applies."""
        grounds = (point.ground for point in self.points)
        return any(ground.nature == GroundNature.MANDATORY for ground in grounds if ground)

    @property
    def calling(self) -> tuple[Point, ...]:
        """Those that call for an act."""
        return tuple(point for point in self.points if point.calls)


def formal_check(case: AssistanceRequest, completeness: Completeness | None = None) -> Points:
    """Every content that the treaty and our own rules ask for; one query beside those of the check."""
    rules = get_treaty_rules(case.treaty_id)
    rows = _rows(case, CheckKind.FORMAL)
    return Points(
        Point(
            CheckKind.FORMAL,
            item.rule,
            item.part_id,
            fingerprint_of(case, item),
            rows.get((item.rule, item.part_id)),
            item=item,
            received=received_at(case, item, rules),
        )
        for item in (completeness or check(case)).items
    )


def legal_check(case: AssistanceRequest) -> Points:
    """Every ground of refusal or postponement of the treaty file, the mandatory ones first."""
    rows = _rows(case, CheckKind.LEGAL)
    natures = list(GroundNature)
    grounds = [g for g in get_treaty_rules(case.treaty_id).grounds if g.effect != GroundEffect.EXCLUDED]
    return Points(
        Point(CheckKind.LEGAL, ground.code, row=rows.get((ground.code, None)), ground=ground)
        for ground in sorted(grounds, key=lambda ground: natures.index(ground.nature))
    )


def points_of(case: AssistanceRequest, kind: CheckKind) -> Points:
    """Raises Refusal for a request of our own, which the other authority examines."""
    if case.direction != Direction.INCOMING:
        raise Refusal(_("Only a request that came to you is examined here."))
    return formal_check(case) if kind is CheckKind.FORMAL else legal_check(case)


def left_open(case: AssistanceRequest, act: str) -> Points | None:
    """The check before an act, where a point of it is not examined yet. It warns; the office judges."""
    kind = _BEFORE.get(act)
    points = points_of(case, kind) if kind and case.direction == Direction.INCOMING else None
    return points if points and points.unexamined else None


_BEFORE: Mapping[str, CheckKind] = {
    "pass_formal_check": CheckKind.FORMAL,
    "propose_decision": CheckKind.LEGAL,
}


def _rows(case: AssistanceRequest, kind: CheckKind) -> dict[tuple[str, UUID | None], Examination]:
    rows = case.examinations.filter(kind=kind).select_related("examined_by")
    return {(row.point, row.part_id): row for row in rows}
