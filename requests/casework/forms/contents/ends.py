"""Why a request goes back, and what is thought of the cooperation in the end."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from casework.choices import Timeliness, Usefulness
from casework.completeness import Completeness
from casework.forms.contents.part import Group, Part
from casework.forms.contents.questions import sentence_of
from casework.forms.fields import ProseField
from casework.models import AssistanceRequest
from casework.selectors.examinations import formal_check
from casework.services.communications import Particulars
from casework.services.contents import EvaluationGiven, Failing


class Failings(Part):
    """The rules a returned request failed: as the officer found, else as the portal did; and what else."""

    def __init__(
        self,
        case: AssistanceRequest,
        source: Mapping[str, Any],
        found: Completeness,
        named: Sequence[str] = (),
    ) -> None:
        super().__init__(case, source)
        points = [(point, point.item) for point in formal_check(case, found).points if point.item]
        self.items = {
            item.key: Failing(item.rule, sentence_of(item))
            for point, item in points
            if point.calls or not (point.found or item.is_met) or item.is_one_of(named)
        }
        self.named = [item.key for _point, item in points if item.is_one_of(named)]

    def fields(self) -> dict[str, forms.Field]:
        other = ProseField(
            label=_("What else is to be mended"), rows=3, required=False, help_text=_("One on each line.")
        )
        if not self.items:
            return {"failings_other": other}
        items = forms.MultipleChoiceField(
            label=_("What the check found missing"),
            choices=[(key, failing.sentence) for key, failing in self.items.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=self.named,
        )
        return {"failings": items, "failings_other": other}

    def groups(self) -> Iterator[Group]:
        yield Group(_("Why it goes back"), tuple(self.fields()))

    def read(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        failed = [self.items[key] for key in cleaned.get("failings") or ()]
        lines = (line.strip() for line in (cleaned.get("failings_other") or "").splitlines())
        return {"failings": (*failed, *(Failing("", line) for line in lines if line))}

    def initial(self, given: Particulars) -> dict[str, Any]:
        return {
            "failings": [key for key, failing in self.items.items() if failing in given.failings]
            or self.named,
            "failings_other": "\n".join(f.sentence for f in given.failings if not f.rule),
        }


class EvaluationPart(Part):
    """How one side judges the cooperation; it may be left out, but not half said."""

    def fields(self) -> dict[str, forms.Field]:
        return {
            "timeliness": forms.ChoiceField(
                label=_("Did it come in time?"),
                choices=[("", _("Not judged")), *Timeliness.choices],
                required=False,
            ),
            "usefulness": forms.ChoiceField(
                label=_("What did the results lead to?"),
                choices=[("", _("Not judged")), *Usefulness.choices],
                required=False,
            ),
            "remarks": ProseField(label=_("Remarks on the cooperation"), rows=3, required=False),
        }

    def groups(self) -> Iterator[Group]:
        yield Group(_("Evaluation"), ("timeliness", "usefulness", "remarks"))

    def read(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        in_time, use = cleaned.get("timeliness"), cleaned.get("usefulness")
        if not in_time or not use:
            return {}
        judged = EvaluationGiven(Timeliness(in_time), Usefulness(use), cleaned.get("remarks") or "")
        return {"evaluation": judged}

    def faults(self, cleaned: Mapping[str, Any]) -> Iterator[tuple[str, str | Promise]]:
        said = [bool(cleaned.get(name)) for name in ("timeliness", "usefulness")]
        if any((*said, cleaned.get("remarks"))):
            for name, is_said in zip(("timeliness", "usefulness"), said, strict=True):
                if not is_said:
                    yield name, _("Choose one, or leave the whole evaluation out.")

    def initial(self, given: Particulars) -> dict[str, Any]:
        judged = given.evaluation
        if judged is None:
            return {}
        return {"timeliness": judged.timeliness, "usefulness": judged.usefulness, "remarks": judged.remarks}
