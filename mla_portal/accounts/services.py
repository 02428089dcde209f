"""Every write to users that an administrator makes. Nobody else's password is ever seen or set."""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from mla_portal.accounts import events
from mla_portal.accounts.actors import Actor
from mla_portal.accounts.models import User
from mla_portal.audit.services import PORTAL_CHAIN, record
from mla_portal.common.errors import NotPermitted, Refusal

FIELDS = ("email", "full_name", "job_title", "language", "is_active", "is_staff")


def require_administrator(actor: Actor) -> None:
    """Raises NotPermitted unless an active administrator, or the portal itself, acts."""
    if actor.user is not None and not (actor.user.is_active and actor.user.is_staff):
        raise NotPermitted(_("Only administrators may do this."))


@transaction.atomic
def create_user(actor: Actor, values: Mapping[str, Any]) -> User:
    """A user without a password: they set one through the link they are sent.

    Raises Refusal with the fields in error.
    """
    require_administrator(actor)
    user = User()
    _apply(user, values)
    user.set_unusable_password()
    user.save(force_insert=True)
    record(events.USER_CREATED, chain=PORTAL_CHAIN, actor=actor, user=user.pk, name=str(user))
    return user


@transaction.atomic
def change_user(actor: Actor, user_id: int, values: Mapping[str, Any]) -> User:
    """Changes what is said of a user. Raises NotPermitted where administrators would shut themselves out."""
    require_administrator(actor)
    user = User.objects.select_for_update().get(pk=user_id)
    if user.is_service:
        raise NotPermitted(_("A service account lives and ends with its API client."))
    changed = _apply(user, values)
    if actor.user == user and not (user.is_active and user.is_staff):
        raise NotPermitted(_("Nobody takes the administration from themselves. Ask another administrator."))
    if not changed:
        return user
    user.save(update_fields=[*changed, "is_superuser"])
    record(
        events.USER_CHANGED,
        chain=PORTAL_CHAIN,
        actor=actor,
        user=user.pk,
        name=str(user),
        fields=", ".join(str(User._meta.get_field(name).verbose_name) for name in changed),  # type: ignore[union-attr]
    )
    return user


@transaction.atomic
def send_password_link(actor: Actor, user: User, request: HttpRequest) -> None:
    """Mails the user a link to set their password. Raises Refusal for whoever cannot sign in."""
    require_administrator(actor)
    if user.is_service or not user.is_active:
        raise Refusal(_("%(name)s cannot sign in.") % {"name": user})
    form = ResetPasswordForm({"email": user.email})
    if not form.is_valid():
        raise Refusal(_("No link can be sent to this address."))
    record(events.PASSWORD_LINK_SENT, chain=PORTAL_CHAIN, actor=actor, user=user.pk, name=str(user))
    form.save(request)


@transaction.atomic
def remove_second_factors(actor: Actor, user: User) -> int:
    """For whoever lost theirs: at the next sign-in there is none, and sealing waits for a new one.

    Raises NotPermitted for one's own: that is done on one's own page, with the factor in hand.
    """
    require_administrator(actor)
    if actor.user == user:
        raise NotPermitted(_("Your own second factor is changed on your own page."))
    count, _rows = Authenticator.objects.filter(user=user).delete()
    if count:
        record(
            events.SECOND_FACTOR_REMOVED,
            chain=PORTAL_CHAIN,
            actor=actor,
            user=user.pk,
            name=str(user),
            count=count,
        )
    return count


def _apply(user: User, values: Mapping[str, Any]) -> list[str]:
    """Sets the fields that differ, checks them all, and names those that changed."""
    given = {name: values[name] for name in FIELDS if name in values}
    if "email" in given:
        given["email"] = given["email"].lower()
    changed = [name for name, value in given.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, given[name])
    user.is_superuser = user.is_staff
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        fields = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        raise Refusal(_("Please correct what is marked."), fields=fields) from error
    return changed
