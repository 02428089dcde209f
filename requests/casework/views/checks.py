"""The tabs of the formal and of the legal check of a request that came to us."""

from dataclasses import dataclass
from typing import Any

from casework.choices import FINDINGS, CheckKind, Finding
from casework.forms.examinations import ExaminationForm, PointRow
from casework.models import AssistanceRequest
from casework.policies import may_examine
from casework.selectors.examinations import formal_check, legal_check
from casework.views.buttons import Buttons

ACTS = {
    CheckKind.FORMAL: ("ask_information", "return_request"),
    CheckKind.LEGAL: ("consult", "propose_decision"),
}
"""What may follow from a point of each check."""


Line = tuple[PointRow, dict[str, str]]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One check as its page shows it. `form` holds what is typed, `may_examine` whether it can be sent."""

    case: AssistanceRequest
    form: ExaminationForm
    buttons: Buttons
    may_examine: bool

    @property
    def kind(self) -> CheckKind:
        return self.form.kind

    @property
    def tally(self) -> list[tuple[Finding, int]]:
        """How many points were found how."""
        return [(finding, self.form.points.found(finding)) for finding in FINDINGS[self.kind]]

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """The points under their headings, each with the addresses of the acts that it calls for."""
        found: dict[str, list[Line]] = {}
        for row in self.form.rows:
            acts = self._acts([row.point.key]) if row.point.calls else {}
            found.setdefault(row.point.group, []).append((row, acts))
        return sorted(found.items(), key=lambda group: group[1][0][0].point.is_extra)

    @property
    def about_all(self) -> dict[str, str]:
        """The addresses of the acts about every point that calls for one."""
        keys = [point.key for point in self.form.points.calling]
        return self._acts(keys) if keys else {}

    def _acts(self, keys: list[str]) -> dict[str, str]:
        found = {name: self.buttons.address_of(self.case, name, keys) for name in ACTS[self.kind]}
        return {name: address for name, address in found.items() if address}


def check_page(
    case: AssistanceRequest, kind: CheckKind, buttons: Buttons, *data: Any, is_desk: bool
) -> CheckPage:
    """`data` is what was typed, if anything was."""
    points = formal_check(case) if kind is CheckKind.FORMAL else legal_check(case)
    form = ExaminationForm(*data, case=case, kind=kind, points=points)
    return CheckPage(case, form, buttons, is_desk and may_examine(case))
