"""What every administration page stands on: who acts, and a service's refusal as a message."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.forms import BaseModelForm, BaseModelFormSet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from mla_portal.accounts.actors import Actor, Channel
from mla_portal.common.errors import Refusal

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
