"""The conditions that came with evidence."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.choices import ConditionType
from casework.forms.contents.part import Rows, day_field
from casework.forms.fields import ProseField
from casework.services.conditions import DATED, Terms
from casework.services.contents import Binding


class Bindings(Rows):
    """What the other side says of how its items may be used, each row on all of them or on some."""

    prefix, key = "binding", "type"
    legend, lacks_key = gettext_lazy("Condition they set"), gettext_lazy("Choose the kind of condition.")

    def columns(self) -> dict[str, forms.Field]:
        return {
            "type": forms.ChoiceField(
                label=_("Kind"), choices=[("", _("None")), *ConditionType.choices], required=False
            ),
            "text": ProseField(label=_("What it says"), rows=2, required=False),
            "due": day_field(_("By")),
            "files": forms.CharField(
                label=_("Only these files"),
                max_length=2000,
                required=False,
                help_text=_("Names as you chose them above, separated by commas. Empty: all that came."),
                widget=forms.TextInput(attrs={"list": "chosen-files", "autocomplete": "off"}),
            ),
        }

    def read(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        given = (
            Binding(Terms(ConditionType(row["type"]), row["text"], row["due"]), _names(row["files"]))
            for _number, row in self.rows(cleaned)
        )
        return {"conditions": tuple(given)}

    def faults(self, cleaned: Mapping[str, Any]) -> Iterator[tuple[str, str | Promise]]:
        yield from super().faults(cleaned)
        uploaded = {file.name.casefold() for file in cleaned.get("files") or []}
        for number, row in self.rows(cleaned):
            if row["type"] and not row["text"]:
                yield self.name(number, "text"), _("Say what the condition is.")
            if row["type"] in DATED and not row["due"]:
                yield self.name(number, "due"), _("Say by which day.")
            missing = [name for name in _names(row["files"]) if name.casefold() not in uploaded]
            if missing and "files" in cleaned:
                yield (
                    self.name(number, "files"),
                    _("No file of this name is chosen above: %(name)s.") % {"name": missing[0]},
                )


def _names(typed: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in (typed or "").split(","))))
