"""Administration that leaves its mark in the audit record and turns a service's refusal into a message."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseModelForm, BaseModelFormSet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from mla_portal.accounts.actors import Actor, Channel
from mla_portal.common.errors import Refusal
from states import events
from states.models import ReferenceModel
from states.services.administration import record_row

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    StackedInline = admin.StackedInline[Any, Any]
    InlineFormSet = BaseInlineFormSet[Any, Any, Any]
    Form = BaseModelForm[Any]
    ModelForm = forms.ModelForm[Any]
    FormSet = BaseModelFormSet[Any, Any]
else:
    ModelAdmin, TabularInline, StackedInline = admin.ModelAdmin, admin.TabularInline, admin.StackedInline
    InlineFormSet, FormSet = BaseInlineFormSet, BaseModelFormSet
    Form, ModelForm = BaseModelForm, forms.ModelForm


def actor_of(request: HttpRequest) -> Actor:
    return Actor.from_request(request, Channel.ADMIN)


class RefusingAdmin(ModelAdmin):
    """A service may refuse what a form let through; nothing is saved then, and its sentence is shown."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refusal as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())


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
