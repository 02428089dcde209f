"""Who may do what with a file they can see: pure predicates over the file, the actor and the table."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casework.choices import CommunicationType, Direction, Status
from casework.models import AssistanceRequest, Communication, MeasureAssignment
from casework.workflow import DESK, HEAD, UNDECIDED, Act, Automatic, Correspondence, TransitionRule, table_for
from casework.workflow.execution import EXECUTING, ExecutionRule, Side, acts_from
from mla_portal.accounts.actors import Actor
from mla_portal.accounts.models import User
from mla_portal.common.errors import NotPermitted, Refusal, SecondFactorRequired
from states.choices import Role
from states.memberships import Member, authorities_where, membership_in
from states.models import Authority


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


def may_examine(request: AssistanceRequest) -> bool:
    """Whether the request is one of theirs that is not decided yet."""
    return request.direction == Direction.INCOMING and request.status in UNDECIDED


def require_examinable(request: AssistanceRequest, actor: Actor) -> None:
    """Raises NotPermitted unless the actor works on the file, Refusal unless it is still examined."""
    require_desk(request, actor)
    if request.direction != Direction.INCOMING:
        raise Refusal(_("Only a request that came to you is examined here."))
    if request.status not in UNDECIDED:
        raise Refusal(
            _("The request is decided or has left you (%(status)s): what was found stays as it is.")
            % {"status": request.get_status_display()}
        )


def has_own_hand_in(request: AssistanceRequest, actor: Actor) -> bool:
    """Whether the four eyes would be two.

    Of an outgoing request, if the actor drafted it or changed it last; of a decision on an incoming one, if
    they proposed it.
    """
    if request.direction == Direction.INCOMING:
        proposals = (decision for decision in request.decisions.all() if decision.is_proposal)
        return actor.user is not None and any(d.proposed_by_id == actor.user.pk for d in proposals)
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
                _("Four eyes: you proposed this decision, so another approver must do this.")
                if request.direction == Direction.INCOMING
                else _(
                    "Four eyes: you drafted this request or changed it last, "
                    "so another approver must do this."
                )
            )
        if rule.cause.second_factor and not actor.has_fresh_second_factor:
            raise SecondFactorRequired(_("Confirm your second factor first; it counts for five minutes."))


OFFICER_SEALS = frozenset(
    {
        CommunicationType.RECEIPT,
        CommunicationType.ACKNOWLEDGEMENT,
        CommunicationType.QUESTION,
        CommunicationType.CHASER,
        CommunicationType.PROGRESS,
        CommunicationType.CLOSING,
    }
)
"""Letters beside the status that carry no request, decision or evidence: any officer seals them (ADR 0016).
All others are an approver's, and need four eyes."""


def require_sealing(communication: Communication, actor: Actor, *, fresh: bool = True) -> None:
    """Raises NotPermitted where the letter is not this actor's to seal, or to take back.

    `fresh`: also SecondFactorRequired unless the second factor was proved within five minutes.
    """
    if actor.person.is_service:
        raise NotPermitted(_("A letter is sealed by a person; another system cannot do this."))
    require_desk(communication.request, actor)
    if communication.type not in OFFICER_SEALS:
        member = serving(communication.request, actor)
        if member is None or member.role not in HEAD:
            raise NotPermitted(_("An approver seals this letter."))
        if fresh and actor.person.pk in (communication.prepared_by_id, communication.changed_by_id):
            raise NotPermitted(
                _("Four eyes: you prepared this letter or changed it last, so another approver must seal it.")
            )
    if fresh and not actor.has_fresh_second_factor:
        raise SecondFactorRequired(_("Confirm your second factor first; it counts for five minutes."))


def require_correspondence(request: AssistanceRequest, row: Correspondence, actor: Actor) -> None:
    """Raises NotPermitted where the table does not let this actor record what passed."""
    member = serving(request, actor)
    if member is None or member.role not in row.roles:
        raise NotPermitted(_("Your role does not allow this: %(act)s.") % {"act": row.type.label})


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


def require_in_execution(request: AssistanceRequest) -> None:
    """Raises Refusal unless it is an incoming request whose measures are being executed."""
    if request.direction != Direction.INCOMING or request.status not in EXECUTING:
        raise Refusal(
            _("Measures are executed only while the request is in execution (now: %(status)s).")
            % {"status": request.get_status_display()}
        )


def require_act(assignment: MeasureAssignment, rule: ExecutionRule, actor: Actor) -> None:
    """Raises NotPermitted where the table of an assigned measure does not give this act to this actor.

    For an authority that does not work on this portal the holder's desk enters what it answered on paper.
    """
    answers_itself = rule.side is Side.COMPETENT and assignment.authority.is_hosted
    authority = assignment.authority_id if answers_itself else assignment.request.holder_id
    member = membership_in(actor.user, authority) if actor.user else None
    if member is None or member.role not in rule.roles:
        raise NotPermitted(_("Your role does not allow this: %(act)s.") % {"act": rule.label})


def available_acts(assignment: MeasureAssignment, actor: Actor) -> list[ExecutionRule]:
    """What this actor may do with an assigned measure now; nothing once the file left the execution."""
    if assignment.request.status not in EXECUTING:
        return []
    allowed = []
    for rule in acts_from(assignment.status):
        try:
            require_act(assignment, rule, actor)
        except NotPermitted:
            continue
        allowed.append(rule)
    return allowed


def counted_authorities(user: User) -> QuerySet[Authority]:
    """The authorities whose statistics the user reads: those where they are an approver or auditor."""
    serving_in = authorities_where(user, role=Role.APPROVER) | authorities_where(user, role=Role.AUDITOR)
    return Authority.objects.filter(pk__in=serving_in).order_by("code")
