"""The administration of users. Rows are written by the services alone, which record each act."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401 - these register first; what they open is closed below
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mla_portal.accounts.models import User
from mla_portal.accounts.services import (
    FIELDS,
    change_user,
    create_user,
    remove_second_factors,
    send_password_link,
)
from mla_portal.common.administration import RefusingAdmin, actor_of
from mla_portal.common.errors import Refusal

# Groups carry no rights here, and a second factor or an address is its owner's alone.
admin.site.unregister([Group, EmailAddress, Authenticator])


@admin.register(User)
class UserAdmin(RefusingAdmin):
    """Persons. Service accounts come and go with their API clients."""

    fields = FIELDS
    list_display = ("full_name", "email", "job_title", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "memberships__authority")
    search_fields = ("full_name", "email")
    actions = ("send_link", "remove_factors")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        return super().get_queryset(request).filter(is_service=False)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A user is named in the record for ever; one who leaves is made inactive."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actor = actor_of(request)
        if change:
            change_user(actor, obj.pk, form.cleaned_data)
            return
        obj.pk = create_user(actor, form.cleaned_data).pk
        obj.refresh_from_db()
        send_password_link(actor, obj, request)

    @admin.action(description=gettext_lazy("Send a link to set the password"), permissions=["change"])
    def send_link(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        for user in queryset:
            try:
                send_password_link(actor_of(request), user, request)
            except Refusal as refusal:
                self.message_user(request, refusal.message, messages.ERROR)
            else:
                self.message_user(request, _("A link is on its way to %(name)s.") % {"name": user})

    @admin.action(description=gettext_lazy("Remove the second factors"), permissions=["change"])
    def remove_factors(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        for user in queryset:
            try:
                remove_second_factors(actor_of(request), user)
            except Refusal as refusal:
                self.message_user(request, refusal.message, messages.ERROR)
            else:
                self.message_user(request, _("%(name)s has no second factor now.") % {"name": user})
