"""The form of any part of a draft: it knows what its writer had read, and merges what two people wrote."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self, cast

from django import forms
from django.db import models
from django.forms import BoundField
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from casework.forms.fields import formfield
from mla_portal.common.fingerprints import fingerprint, values_of


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people wrote one field. `theirs` is what is saved now, readable; `raw` the same for the field."""

    theirs: str
    raw: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """One line of the page: its fields side by side, each with its conflict if it has one."""

    fields: tuple[tuple[BoundField, Conflict | None], ...]


class DraftForm(forms.ModelForm):  # type: ignore[type-arg]
    """Edits some fields of a row. Saving is the service's work: the view hands it `changes()`.

    `seen` and `base` travel in hidden fields: the fingerprint of everything the service compares, and one for
    each field, so that a conflict tells what was changed by whom.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    layout: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Fields that stand side by side. What is not named follows, each on its own line."""
    compared: ClassVar[tuple[str, ...]] = ()
    """The model's fields whose change by somebody else is a conflict; the service compares the same."""

    class Meta:
        formfield_callback = formfield

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.conflicts: dict[str, Conflict] = {}
        self.taken_over: list[str] = []
        self._remember(self)

    def _remember(self, source: Self) -> None:
        """Sets the hidden fields to what `source`'s row holds now."""
        seen = fingerprint(values_of(source.instance, self.compared)) if source.instance.pk else ""
        self.initial["seen"], self.initial["base"] = seen, json.dumps(source.digests())

    def digests(self) -> dict[str, str]:
        """A short digest of each field's stored value."""
        return {name: _digest(self.stored(name)) for name in self.own_fields}

    @property
    def own_fields(self) -> list[str]:
        return [name for name in self.fields if name not in ("seen", "base")]

    def stored(self, name: str) -> Any:
        """The value of a field as the row holds it."""
        return self.get_initial_for_field(self.fields[name], name)

    def changes(self) -> dict[str, Any]:
        """What to hand to the service."""
        return {name: self.cleaned_data[name] for name in self.own_fields}

    def mark_needed(self, names: Iterable[str]) -> None:
        """Says at these fields that the request is not sent without them, though a draft may be."""
        for name in self.fields.keys() & set(names):
            self.fields[name].is_needed = True  # type: ignore[attr-defined]

    def tell_rules(self, sentences: Mapping[str, Sequence[str]]) -> None:
        """Says at these fields what the requested State asks of them, to whoever sees or hears the page."""
        for name in self.fields.keys() & sentences.keys():
            field = self.fields[name]
            asked = format_html_join("", '<span class="field-asked">{}</span>', zip(sentences[name]))
            field.help_text = format_html("{}{}", field.help_text, asked)

    @property
    def rows(self) -> Iterator[FormRow]:
        """The visible fields in the order of the page."""
        placed = {name for line in self.layout for name in line}
        lines = [*self.layout, *((name,) for name in self.own_fields if name not in placed)]
        for line in lines:
            yield FormRow(
                tuple((self[name], self.conflicts.get(name)) for name in line if name in self.fields)
            )

    def merge(self, saved: Self) -> None:
        """Brings in what was saved meanwhile. `saved` is the same form, unbound, over the row as it is now.

        A field that only the other person changed takes their text; one that both changed keeps what was
        typed here and shows theirs beside it.
        """
        base = _loads(str(self.data.get("base", "")))
        data = cast(QueryDict, self.data).copy()
        for name in self.own_fields:
            theirs, mine = saved.stored(name), self.cleaned_data.get(name)
            if name in self.errors or _digest(theirs) == _digest(mine) or base.get(name) == _digest(theirs):
                continue
            if base.get(name) == _digest(mine):
                _put(data, saved[name], theirs)
                self.taken_over.append(str(self.fields[name].label))
            else:
                self.conflicts[name] = Conflict(readable(saved[name], theirs), _raw(saved[name], theirs))
        data["seen"], data["base"] = saved.initial["seen"], saved.initial["base"]
        self.data = data


def readable(bound: BoundField, value: Any) -> str:
    """A field's value as a person reads it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value in (None, ""):
        return _("(empty)")
    if isinstance(value, datetime):
        return str(date_format(value, "SHORT_DATETIME_FORMAT"))
    raw = bound.field.prepare_value(value)
    for choice, label in getattr(bound.field, "choices", ()):
        if isinstance(label, (list, tuple)):
            for inner, inner_label in label:
                if str(inner) == str(raw):
                    return str(inner_label)
        elif str(choice) == str(raw):
            return str(label)
    return str(raw)


def _raw(bound: BoundField, value: Any) -> str:
    """A field's value as its widget takes it."""
    shown = bound.field.widget.format_value(bound.field.prepare_value(value))
    return str(shown[0] if isinstance(shown, list) else "" if shown is None else shown)


def _put(data: QueryDict, bound: BoundField, value: Any) -> None:
    if isinstance(value, bool):
        data.pop(bound.html_name, None)
        if value:
            data[bound.html_name] = "on"
    else:
        data[bound.html_name] = _raw(bound, value)


def _digest(value: Any) -> str:
    """The same for a value, its form in the database and its form in a cleaned form."""
    if isinstance(value, models.Model):
        value = value.pk
    return fingerprint({"": "" if value is None else str(value)})[:12]


def _loads(text: str) -> Mapping[str, Any]:
    """What the hidden field says; nothing where somebody altered it."""
    try:
        loaded = json.loads(text)
    except ValueError:
        return {}
    return loaded if isinstance(loaded, dict) else {}
