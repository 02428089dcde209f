"""Who serves where: granted and withdrawn by administrators, never by themselves for themselves."""

from django.db import transaction
from django.utils.translation import gettext as _

from mla_portal.accounts.actors import Actor
from mla_portal.accounts.models import User
from mla_portal.accounts.services import require_administrator
from mla_portal.audit.services import PORTAL_CHAIN, record
from mla_portal.common.confidentiality import Confidentiality
from mla_portal.common.errors import NotPermitted, Refusal
from states import events
from states.choices import Role
from states.models import Authority, Membership


@transaction.atomic
def grant_membership(
    actor: Actor, *, user: User, authority: Authority, role: Role, confidentiality: Confidentiality
) -> Membership:
    """Lets a user serve in an authority, or changes as what they do.

    Raises NotPermitted where an administrator would grant it to themselves: that would open the case files to
    whoever runs the portal. Raises Refusal for an authority that does not work here; only a system of it may
    be known here, to exchange letters.
    """
    require_administrator(actor)
    if actor.user is not None and actor.user == user:
        raise NotPermitted(_("Nobody grants a membership to themselves. Ask another administrator."))
    if not authority.is_hosted and not user.is_service:
        raise Refusal(_("%(authority)s does not work on this portal.") % {"authority": authority})
    membership, _created = Membership.objects.update_or_create(
        user=user,
        authority=authority,
        defaults={"role": role, "confidentiality": confidentiality},
    )
    record(
        events.MEMBERSHIP_GRANTED,
        chain=PORTAL_CHAIN,
        actor=actor,
        user=str(user),
        authority=authority.code,
        role=role.value,
        confidentiality=confidentiality.value,
    )
    return membership


@transaction.atomic
def withdraw_membership(actor: Actor, membership: Membership) -> None:
    """Ends a user's service in an authority. It counts from their next request."""
    require_administrator(actor)
    user, authority = str(membership.user), membership.authority.code
    membership.delete()
    record(events.MEMBERSHIP_WITHDRAWN, chain=PORTAL_CHAIN, actor=actor, user=user, authority=authority)
