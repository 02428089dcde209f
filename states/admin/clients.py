"""API clients: registered and revoked here, their secret shown once, their tokens not at all."""

from typing import Any

import oauth2_provider.admin  # noqa: F401 - registers its administration first; this one replaces it
from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AccessToken, Grant, IDToken, RefreshToken

from mla_portal.common.administration import ModelForm, RefusingAdmin, actor_of
from mla_portal.common.confidentiality import Confidentiality
from states.choices import AuthorityKind, Role
from states.models import ApiClient, Authority
from states.services.clients import register_api_client, revoke_api_client

admin.site.unregister([ApiClient, AccessToken, Grant, IDToken, RefreshToken])


class RegistrationForm(ModelForm):
    """What an administrator says about a new client; everything else follows from it."""

    name = forms.CharField(label=_("name"), max_length=200)
    role = forms.ChoiceField(label=_("role"), choices=Role)
    confidentiality = forms.TypedChoiceField(
        label=_("highest confidentiality"), choices=Confidentiality, coerce=int
    )

    class Meta:
        model = ApiClient
        fields = ("name", "authority", "role", "confidentiality")


@admin.register(ApiClient)
class ApiClientAdmin(RefusingAdmin):
    list_display = ("name", "authority", "client_id", "is_active", "created")
    list_select_related = ("authority", "service_account")
    search_fields = ("name", "client_id", "authority__name", "authority__code")
    actions = ("revoke",)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[Any]:
        return super().get_form(
            request, obj, change, **(kwargs if obj else kwargs | {"form": RegistrationForm})
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        shown = ("name", "authority", "client_id", "service_account", "is_active", "created")
        return shown if obj else ("name", "authority", "role", "confidentiality")

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> "forms.ModelChoiceField[Any] | None":
        if db_field.name == "authority":
            elsewhere = models.Q(is_hosted=False, kind=AuthorityKind.COMPETENT)
            kwargs["queryset"] = Authority.objects.exclude(elsewhere)
            kwargs["help_text"] = _("A system of an authority elsewhere exchanges letters and sees no files.")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    @admin.display(description=_("active"), boolean=True)
    def is_active(self, client: ApiClient) -> bool:
        return client.service_account.is_active

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Registers through the service. The secret lives on the object until the answer shows it."""
        client, obj.shown_secret = register_api_client(
            actor_of(request),
            authority=form.cleaned_data["authority"],
            name=form.cleaned_data["name"],
            role=Role(form.cleaned_data["role"]),
            confidentiality=Confidentiality(form.cleaned_data["confidentiality"]),
        )
        obj.pk = client.pk
        obj.refresh_from_db()

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The only page that ever shows the secret; nothing keeps a copy of it."""
        context = self.admin_site.each_context(request) | {
            "title": _("API client registered"),
            "client": obj,
            "secret": obj.shown_secret,
            "opts": self.opts,
        }
        return TemplateResponse(request, "states/admin/client_secret.html", context)

    @admin.action(description=_("Revoke the selected API clients"), permissions=["add"])
    def revoke(self, request: HttpRequest, queryset: models.QuerySet[ApiClient]) -> None:
        for client in queryset:
            revoke_api_client(actor_of(request), client)
        self.message_user(request, _("The selected API clients are revoked."))
