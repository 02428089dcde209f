"""The form of the formal and of the legal check: for each point what was found, and a remark."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from casework.choices import FINDINGS, CheckKind, Finding
from casework.forms.fields import ProseField
from casework.models import AssistanceRequest
from casework.selectors.examinations import Point, Points
from casework.services.examinations import Examined
from mla_portal.common.errors import Refusal


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point with its two fields."""

    point: Point
    finding: forms.BoundField
    remarks: forms.BoundField


class ExaminationForm(forms.Form):
    """One choice and one remark for each point. A point that is left open stays unexamined."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, case: AssistanceRequest, kind: CheckKind, points: Points, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.kind, self.points = kind, points
        self.initial["version"] = case.version
        choices = [("", _("Not examined")), *((found.value, found.label) for found in FINDINGS[kind])]
        for point in points.points:
            name = {"point": point.label}
            self.fields[f"finding_{point.slug}"] = forms.ChoiceField(
                label=_("%(point)s: your finding") % name,
                choices=choices,
                widget=forms.RadioSelect,
                required=False,
                initial=point.finding,
            )
            self.fields[f"remarks_{point.slug}"] = ProseField(
                label=_("%(point)s: remark") % name,
                rows=1,
                required=False,
                initial=point.found.remarks if point.found else "",
            )
            self.fields[f"remarks_{point.slug}"].widget.attrs["placeholder"] = _("Remark")

    def clean(self) -> dict[str, Any]:
        """A remark without a finding is told at the finding."""
        cleaned = super().clean() or {}
        for point in self.points.points:
            if cleaned.get(f"remarks_{point.slug}", "").strip() and not cleaned.get(f"finding_{point.slug}"):
                self.add_error(f"finding_{point.slug}", _("Say what you found, too."))
        return cleaned

    @property
    def rows(self) -> Iterator[PointRow]:
        for point in self.points.points:
            yield PointRow(point, self[f"finding_{point.slug}"], self[f"remarks_{point.slug}"])

    def examined(self) -> list[Examined]:
        """What was said, for the service."""
        given = self.cleaned_data
        return [
            Examined(point.key, given[f"finding_{point.slug}"], given[f"remarks_{point.slug}"])
            for point in self.points.points
        ]

    def add_refusal(self, refusal: Refusal) -> None:
        """Puts the service's sentences at their points, or above all."""
        for point in self.points.points:
            if sentence := refusal.fields.get(point.key):
                self.add_error(f"finding_{point.slug}", sentence)
        if not refusal.fields:
            self.add_error(None, refusal.message)

    def with_what_the_portal_found(self) -> dict[str, str]:
        """What was typed, with the open points of a content filled in as the portal found them."""
        data = {name: str(self.data[name]) for name in self.data}
        for point in self.points.counted:
            if point.item and not data.get(f"finding_{point.slug}"):
                found = Finding.MET if point.item.is_met else Finding.MISSING
                data[f"finding_{point.slug}"] = found.value
        return data
