"""Administration of reference data that leaves its mark in the audit record."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from mla_portal.common.administration import (
    Form,
    FormSet,
    InlineFormSet,
    RefusingAdmin,
    actor_of,
)
from states import events
from states.models import ReferenceModel
from states.services.administration import record_row


class ReferenceAdmin(RefusingAdmin):
    """Reference data: each row added, changed or deleted is an audit event with what became what.

    A row that came with the reference data is not deleted, for the next load would bring it back.
    """

    def save_related(
        self, request: HttpRequest, form: Form, formsets: Iterable[FormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        kind = events.REFERENCE_ROW_CHANGED if change else events.REFERENCE_ROW_ADDED
        if changes := list(_changes(form, formsets)):
            record_row(actor_of(request), kind, form.instance, changes)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        record_row(actor_of(request), events.REFERENCE_ROW_DELETED, obj, [])
        super().delete_model(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        loaded = not isinstance(obj, ReferenceModel) or bool(obj.fingerprint)
        return not loaded and super().has_delete_permission(request, obj)


class ReferenceInlineFormSet(InlineFormSet):
    """Rows of reference data below their parent: what was loaded is ended by a date, not deleted."""

    def clean(self) -> None:
        super().clean()
        if loaded := [form.instance for form in self.deleted_forms if form.instance.fingerprint]:
            raise ValidationError(
                _(
                    "“%(row)s” came with the reference data and would come back. "
                    "Give it a last day instead of deleting it."
                )
                % {"row": loaded[0]}
            )


def _changes(form: Form, formsets: Iterable[FormSet]) -> Iterator[str]:
    """What became what, in the fields' own names."""
    yield from _changed_fields(form, "")
    for formset in formsets:
        if not isinstance(formset, ReferenceInlineFormSet):
            continue  # its rows are written by a service, which records them
        for row in formset.forms:
            prefix = f"{row.instance._meta.model_name} {row.instance.pk or ''}".strip()
            if row in formset.deleted_forms:
                yield f"{prefix} deleted: {row.instance}"
            else:
                yield from _changed_fields(row, f"{prefix} ")


def _changed_fields(form: Form, prefix: str) -> Iterator[str]:
    for name in form.changed_data:
        before = _shown(form.get_initial_for_field(form.fields[name], name))
        after = _shown(form.cleaned_data.get(name))
        if before != after:
            yield f"{prefix}{name}: {before} → {after}"


def _shown(value: Any) -> str:
    return "–" if value in (None, "", []) else str(value)
