"""Who may register and place what arrives, and have delivered again what did not: officers and approvers of
the authority that it came to, or that sent it."""

from django.utils.translation import gettext as _

from casework.models import Communication
from casework.policies import serving
from casework.workflow import DESK
from exchange.choices import DeliveryStatus
from exchange.models import Arrival, Delivery
from mla_portal.accounts.actors import Actor
from mla_portal.accounts.models import User
from mla_portal.common.errors import NotPermitted
from states.choices import AuthorityKind
from states.memberships import membership_in, memberships_of
from states.models import Authority


def has_intake(user: User) -> bool:
    """Whether the user serves, in whatever role, in an authority that takes letters in."""
    return any(member.kind != AuthorityKind.COMPETENT for member in memberships_of(user))


def registers(user: User) -> bool:
    """Whether the user registers and places what arrives."""
    return any(m.role in DESK and m.kind != AuthorityKind.COMPETENT for m in memberships_of(user))


def desks_of(user: User) -> list[Authority]:
    """The authorities for which the user may register what arrives."""
    serving = [
        member.authority_id
        for member in memberships_of(user)
        if member.role in DESK and member.kind != AuthorityKind.COMPETENT
    ]
    return list(Authority.objects.filter(pk__in=serving, is_hosted=True).select_related("state"))


def require_intake_desk(actor: Actor, authority: Authority) -> None:
    """Raises NotPermitted unless the actor registers and places what arrives at this authority."""
    member = membership_in(actor.person, authority.pk)
    if member is None or member.role not in DESK or authority.kind == AuthorityKind.COMPETENT:
        raise NotPermitted(_("Only officers of the central authority it came to may do this."))


def may_place(actor: Actor, arrival: Arrival) -> bool:
    member = membership_in(actor.person, arrival.holder_id)
    return member is not None and member.role in DESK


def may_retry(actor: Actor, communication: Communication, delivery: Delivery) -> bool:
    member = serving(communication.request, actor)
    return delivery.status == DeliveryStatus.FAILED and member is not None and member.role in DESK
