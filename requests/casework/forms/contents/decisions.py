"""What is considered, proposed and decided."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.choices import AdverseStep, ConditionType, DecisionType
from casework.forms.contents.part import Group, Part, Rows, day_field, ground_field, measure_field, uuid_of
from casework.forms.fields import ProseField
from casework.models import AssistanceRequest, Measure
from casework.services.communications import Particulars
from casework.services.conditions import Terms
from casework.services.contents import Considered, Decided
from states.treaties import get_treaty_rules
from states.treaties.vocabulary import GroundEffect

_STEPS = {GroundEffect.REFUSAL: AdverseStep.REFUSE, GroundEffect.POSTPONEMENT: AdverseStep.POSTPONE}
"""What a ground leads to, before the officer says otherwise."""


class Considerations(Rows):
    """What a requested authority considers and consults on first."""

    prefix, key = "considered", "step"
    legend, lacks_key = gettext_lazy("Consideration"), gettext_lazy("Choose what is considered.")

    def __init__(
        self,
        case: AssistanceRequest,
        source: Mapping[str, Any],
        kept: Sequence[Considered] = (),
        about: Sequence[str] = (),
    ) -> None:
        """`about` are codes of grounds to be consulted on, after what was `kept`."""
        known = get_treaty_rules(case.treaty_id).grounds
        told = {considered.ground for considered in kept}
        self.begun = [g for g in known if g.code in about and g.code not in told]
        super().__init__(case, source, len(kept) + len(self.begun))

    def columns(self) -> dict[str, forms.Field]:
        return {
            "step": forms.ChoiceField(
                label=_("What is considered"),
                choices=[("", _("Choose")), *AdverseStep.choices],
                required=False,
            ),
            "measure": measure_field(self.case, _("The whole request"), _("For")),
            "ground": ground_field(self.case, _("Ground"), _("No ground of the list")),
            "reasons": ProseField(label=_("Reasons"), rows=3, required=False),
        }

    def read(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        considered = tuple(
            Considered(
                AdverseStep(values["step"]),
                uuid_of(values["measure"]),
                values["ground"],
                values["reasons"] or "",
            )
            for _number, values in self.rows(cleaned)
            if values["step"]
        )
        return {"considered": considered}

    def initial(self, given: Particulars) -> dict[str, Any]:
        kept = [
            {"step": c.step, "measure": str(c.measure or ""), "ground": c.ground, "reasons": c.reasons}
            for c in given.considered
        ]
        begun = [{"step": _STEPS.get(g.effect, ""), "ground": g.code} for g in self.begun]
        return self.numbered([*kept, *begun])


class Conditions(Rows):
    """The conditions of what is granted, for every measure granted with conditions or for one."""

    prefix, key = "condition", "type"
    legend, lacks_key = gettext_lazy("Condition"), gettext_lazy("Choose the kind of condition.")

    def columns(self) -> dict[str, forms.Field]:
        return {
            "type": forms.ChoiceField(
                label=_("Kind"), choices=[("", _("Choose")), *ConditionType.choices], required=False
            ),
            "measure": measure_field(self.case, _("Every measure granted with conditions"), _("For")),
            "text": ProseField(label=_("What it says"), rows=2, required=False),
            "due": day_field(_("By")),
        }

    def read(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {}

    def of(self, measure: UUID | None, cleaned: Mapping[str, Any]) -> tuple[Terms, ...]:
        """Those that bind one measure."""
        return tuple(
            Terms(ConditionType(values["type"]), values["text"] or "", values["due"])
            for _number, values in self.rows(cleaned)
            if values["type"] and uuid_of(values["measure"]) in (None, measure)
        )

    def faults(self, cleaned: Mapping[str, Any]) -> Iterator[tuple[str, str | Promise]]:
        yield from super().faults(cleaned)
        for number, values in self.rows(cleaned):
            if values["type"] and not values["text"]:
                yield self.name(number, "text"), _("Say what the condition is.")


class Decisions(Part):
    """One decision for each measure; the first group is what holds where a measure says none of its own."""

    ALL: ClassVar[str] = "all"

    def __init__(
        self, case: AssistanceRequest, source: Mapping[str, Any], measures: Sequence[Measure], *, ours: bool
    ) -> None:
        super().__init__(case, source)
        self.measures, self.ours = measures, ours
        self.conditions = Conditions(case, source)

    def fields(self) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for key in self._keys():
            found |= self._fields_of(key)
        return found | self.conditions.fields()

    def groups(self) -> Iterator[Group]:
        rules = get_treaty_rules(self.case.treaty_id)
        legends = {
            str(m.pk): f"{n}. {rules.measure(m.type).label}" for n, m in enumerate(self.measures, start=1)
        }
        for key in self._keys():
            yield Group(legends.get(key, _("Every measure")), tuple(self._fields_of(key)))
        yield from self.conditions.groups()

    def read(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        decided = (self._decided(measure, cleaned) for measure in self.measures)
        return {"decisions": tuple(one for one in decided if one)}

    def faults(self, cleaned: Mapping[str, Any]) -> Iterator[tuple[str, str | Promise]]:
        yield from self.conditions.faults(cleaned)
        for measure in self.measures:
            decided = self._decided(measure, cleaned)
            if decided is None:
                if self.ours:
                    yield f"decided_{measure.pk}_type", _("Choose the decision on this measure.")
            elif (
                decided.type == DecisionType.GRANTED_WITH_CONDITIONS and self.ours and not decided.conditions
            ):
                yield f"decided_{measure.pk}_type", _("Add the conditions below.")

    def _lacks_conditions(self, decided: Decided) -> bool:
        conditional = decided.type == DecisionType.GRANTED_WITH_CONDITIONS
        return self.ours and conditional and not decided.conditions

    def _keys(self) -> list[str]:
        keys = [str(measure.pk) for measure in self.measures]
        return [self.ALL, *keys] if len(keys) > 1 else keys

    def _fields_of(self, key: str) -> dict[str, forms.Field]:
        if key == self.ALL:
            unsaid = _("Differs from measure to measure")
        elif len(self.measures) > 1:
            unsaid = _("As for every measure")
        else:
            unsaid = _("Choose")
        return {
            f"decided_{key}_type": forms.ChoiceField(
                label=_("Decision"), choices=[("", unsaid), *DecisionType.choices], required=False
            ),
            f"decided_{key}_ground": ground_field(
                self.case, _("Ground"), _("None: it is granted"), without_excluded=self.ours
            ),
            f"decided_{key}_reasons": ProseField(label=_("Reasons"), rows=3, required=False),
            f"decided_{key}_until": day_field(_("Postponed until, if it can be said")),
        }

    def _decided(self, measure: Measure, cleaned: Mapping[str, Any]) -> Decided | None:
        own, every = f"decided_{measure.pk}", f"decided_{self.ALL}"
        said = own if cleaned.get(f"{own}_type") else every
        if not cleaned.get(f"{said}_type"):
            return None
        kind = DecisionType(cleaned[f"{said}_type"])
        binds = kind == DecisionType.GRANTED_WITH_CONDITIONS
        return Decided(
            kind,
            measure.pk,
            cleaned.get(f"{said}_ground") or "",
            cleaned.get(f"{said}_reasons") or "",
            cleaned.get(f"{said}_until"),
            self.conditions.of(measure.pk, cleaned) if binds else (),
        )


class Waiver(Part):
    """Why an approver decides adversely without having consulted."""

    def fields(self) -> dict[str, forms.Field]:
        return {
            "without_consultation": ProseField(
                label=_("Why you decide without consulting them first"),
                help_text=_(
                    "They were not consulted on what this refuses, postpones or makes conditional. "
                    "The reason is said in the letter and kept in the record."
                ),
                error_messages={"required": _("Say why, or return the proposal and consult them first.")},
            )
        }

    def groups(self) -> Iterator[Group]:
        yield Group(_("Not consulted"), ("without_consultation",))

    def read(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {"without_consultation": cleaned.get("without_consultation", "")}

    def initial(self, given: Particulars) -> dict[str, Any]:
        return {"without_consultation": given.without_consultation}
