"""Authorities, and who serves in them. Memberships are written by their service alone."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from mla_portal.accounts.models import User
from mla_portal.common.administration import FormSet, InlineFormSet, ModelForm, TabularInline, actor_of
from mla_portal.common.confidentiality import Confidentiality
from states.admin.base import ReferenceAdmin
from states.choices import LetterChannel, Role
from states.models import Authority, Membership
from states.services.memberships import grant_membership, withdraw_membership


class AuthorityForm(ModelForm):
    channels = forms.MultipleChoiceField(
        required=False, choices=LetterChannel, widget=forms.CheckboxSelectMultiple
    )


class MembershipForm(ModelForm):
    """Whom a membership is for does not change: another person gets another one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["user"].disabled = True


class MembershipFormSet(InlineFormSet):
    """Says at the row what the service would refuse."""

    acting_user: User

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            if form in self.deleted_forms or not form.has_changed():
                continue
            if form.cleaned_data.get("user") == self.acting_user:
                form.add_error("user", _("Nobody grants a membership to themselves."))
            elif not self.instance.is_hosted:
                form.add_error(None, _("This authority does not work on this portal."))


class MembershipInline(TabularInline):
    """The persons who serve; the accounts of API clients come and go with their clients."""

    model = Membership
    form = MembershipForm
    formset = MembershipFormSet
    extra = 0

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(user__is_service=False).select_related("user")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type[Any]:
        formset = super().get_formset(request, obj, **kwargs)
        return type("MembershipFormSet", (formset,), {"acting_user": request.user})

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> "forms.ModelChoiceField[Any] | None":
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_service=False).order_by("full_name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Authority)
class AuthorityAdmin(ReferenceAdmin):
    form = AuthorityForm
    list_display = ("code", "name", "state", "kind", "is_hosted", "is_sample", "confirmed_on")
    list_filter = ("kind", "is_hosted", "is_sample")
    list_select_related = ("state",)
    search_fields = ("code", "name__unaccent", "state__name_en__unaccent")
    autocomplete_fields = ("state",)
    inlines = (MembershipInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def save_formset(self, request: HttpRequest, form: Any, formset: FormSet, change: bool) -> None:
        """Grants and withdraws through the service, which records each."""
        actor = actor_of(request)
        rows = formset.save(commit=False)
        for membership in formset.deleted_objects:
            withdraw_membership(actor, membership)
        for membership in rows:
            grant_membership(
                actor,
                user=membership.user,
                authority=form.instance,
                role=Role(membership.role),
                confidentiality=Confidentiality(membership.confidentiality),
            )
