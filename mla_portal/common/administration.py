"""What every administration page stands on: who acts, and a service's refusal as a message."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.forms import BaseModelForm, BaseModelFormSet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from mla_portal.accounts.actors import Actor, Channel
from mla_portal.common.errors import Refusal
from mla_portal.common.querysets import VisibleQuerySet

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


class ReadingAdmin(ModelAdmin):
    """Rows to look at, and only those that the administrator may see as a member: being an administrator
    shows none. Everything is done by services, on the rows' own pages."""

    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = self.model._default_manager.all()
        if not isinstance(rows, VisibleQuerySet):
            raise ImproperlyConfigured(f"{self.model.__name__} has no rule of visibility.")
        return rows.visible_to(request.user).order_by("-id")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
