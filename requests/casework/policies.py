"""Who may do what with a file they can see: pure predicates over the file, the actor and the table."""

from django.utils.translation import gettext as _

from casework.choices import Status
from casework.models import AssistanceRequest
from casework.workflow import DESK, HEAD, Act, Automatic, TransitionRule, table_for
from mla_portal.accounts.actors import Actor
from mla_portal.common.errors import NotPermitted, SecondFactorRequired
from states.memberships import Member, membership_in


def serving(request: AssistanceRequest, actor: Actor) -> Member | None:
    """The actor's service in the authority that holds the file; None for everybody else who may see it."""
    return membership_in(actor.user, request.holder_id) if actor.user else None


def require_desk(request: AssistanceRequest, actor: Actor) -> None:
    """Raises NotPermitted unless the actor works on the holder's files as officer or approver."""
    member = serving(request, actor)
    if member is None or member.role not in DESK:
        raise NotPermitted(_("Only officers of the authority that holds the file may change it."))


def require_head(request: AssistanceRequest, actor: Actor) -> None:
    """Raises NotPermitted unless the actor is an approver of the authority that holds the file."""
    member = serving(request, actor)
    if member is None or member.role not in HEAD:
        raise NotPermitted(_("Only an approver of the authority that holds the file may open it to others."))


def require_draft(request: AssistanceRequest, actor: Actor) -> None:
    """Raises NotPermitted unless the actor may change what the request says, which only a draft allows."""
    require_desk(request, actor)
    if request.status != Status.DRAFT:
        raise NotPermitted(
            _("The request is no longer a draft (%(status)s); take it back to the draft to change it.")
            % {"status": request.get_status_display()}
        )


def has_own_hand_in(request: AssistanceRequest, actor: Actor) -> bool:
    """Whether the four eyes would be two: the actor drafted the request or changed it last."""
    return actor.user is not None and actor.user.pk in (request.drafted_by_id, request.last_changed_by_id)


def require_transition(request: AssistanceRequest, rule: TransitionRule, actor: Actor) -> None:
    """Raises NotPermitted where the table does not give this transition to this actor."""
    if isinstance(rule.cause, Automatic):
        if actor.user is not None:
            raise NotPermitted(_("The portal does this by itself."))
        return
    member = serving(request, actor)
    if member is None or member.role not in rule.roles:
        raise NotPermitted(_("Your role does not allow this: %(act)s.") % {"act": rule.label})
    if isinstance(rule.cause, Act):
        if rule.cause.four_eyes and actor.person.is_service:
            raise NotPermitted(_("The second pair of eyes is a person's; another system cannot do this."))
        if rule.cause.four_eyes and has_own_hand_in(request, actor):
            raise NotPermitted(
                _("Four eyes: you drafted this request or changed it last, so another approver must do this.")
            )
        if rule.cause.second_factor and not actor.has_fresh_second_factor:
            raise SecondFactorRequired(_("Confirm your second factor first; it counts for five minutes."))


def available_transitions(request: AssistanceRequest, actor: Actor) -> list[TransitionRule]:
    """What this actor may do with the file now; an act that only lacks a fresh second factor is included."""
    allowed = []
    for rule in table_for(request.kind, request.direction).from_status(request.status):
        try:
            require_transition(request, rule, actor)
        except SecondFactorRequired:
            pass
        except NotPermitted:
            continue
        allowed.append(rule)
    return [rule for rule in allowed if not isinstance(rule.cause, Automatic)]
