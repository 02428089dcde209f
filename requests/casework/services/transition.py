"""The one service that changes a file's status. Page, API and task all call it."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import deadlines, events
from casework.clock import today
from casework.models import AssistanceRequest, Communication, Transition
from casework.policies import require_transition
from casework.requirements import unmet
from casework.services import communications
from casework.services.access import lock_request, touch
from casework.services.communications import Particulars
from casework.services.effects import EFFECTS
from casework.services.prepared import with_prepared
from casework.workflow import Act, Reception, Requirement, TransitionRule, table_for
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal

_WRITTEN = (
    "status", "status_since", "next_due_on", "counterpart_reference", "approved_by", "legal_basis",
    "override_reason", "override_missing", "last_changed_by",
)  # fmt: skip


@transaction.atomic
def perform(
    actor: Actor,
    request_id: UUID | str,
    name: str,
    particulars: Particulars | None = None,
    *,
    expected_version: int | None = None,
) -> AssistanceRequest:
    """Performs one transition of the file's table, whole or not at all.

    Raises DoesNotExist where the actor may not know of the file, NotPermitted or SecondFactorRequired where
    it is not theirs to do, Refusal where the status, a requirement or a particular stands against it, and
    StaleVersion if the file is no longer at `expected_version`.
    """
    given = particulars or Particulars()
    request = lock_request(actor, request_id)
    rule = rule_of(request, name)
    require_transition(request, rule, actor)
    request.require_version(expected_version)
    given = with_prepared(request, given, kind=rule.issues, transition=rule.name)
    require_reason(rule, given)
    _require_met(request, rule, given)
    communication = _follow(request, rule, given, actor)
    on = given.passed_on or today(request.holder)
    deadlines.apply(request, rule, on=on, by=rule.name, due_on=given.due_on)
    source, request.status = request.status, rule.target
    request.status_since = timezone.now()
    touch(request, actor, *_WRITTEN)
    Transition.objects.create(
        request=request,
        name=rule.name,
        source=source,
        target=rule.target,
        actor=actor.user,
        reason=given.reason,
        communication=communication,
    )
    record(
        events.TRANSITION,
        chain=request.audit_chain,
        actor=actor,
        name=rule.name,
        source=source,
        target=rule.target,
        reason=given.reason,
    )
    return request


def rule_of(request: AssistanceRequest, name: str) -> TransitionRule:
    """The rule of that name, if it leaves the file's status. Raises Refusal otherwise."""
    rule = table_for(request.kind, request.direction).get(name)
    if rule is None:
        raise Refusal(_("There is no such transition."))
    if request.status not in rule.sources:
        raise Refusal(
            _("“%(act)s” is not possible now: the request is in the status “%(status)s”.")
            % {"act": rule.label, "status": request.get_status_display()}
        )
    return rule


def require_reason(rule: TransitionRule, given: Particulars) -> None:
    """Raises Refusal where the act asks for a reason and none is given."""
    if isinstance(rule.cause, Act) and rule.cause.reason and not given.reason.strip():
        raise Refusal(_("Give a reason."), fields={"reason": _("Give a reason.")})


def _require_met(request: AssistanceRequest, rule: TransitionRule, given: Particulars) -> None:
    """Raises Refusal naming all that stands in the way. A reasoned approval overrides completeness."""
    requires = rule.requires
    if rule.name == "approve" and given.override_reason.strip():
        requires = tuple(r for r in requires if r is not Requirement.COMPLETE_OR_OVERRIDDEN)
    if problems := unmet(request, requires, given):
        raise Refusal(" ".join(problems))


def _follow(
    request: AssistanceRequest, rule: TransitionRule, given: Particulars, actor: Actor
) -> Communication | None:
    """What the rule brings about: its own effect, and the communication it receives or issues."""
    communication = EFFECTS[rule.name](request, given, actor) if rule.name in EFFECTS else None
    if communication is not None:
        return communication
    if isinstance(rule.cause, Reception):
        return communications.receive(request, rule.cause.communication, given, actor)
    if rule.issues is not None:
        return communications.issue(request, rule.issues, given, actor)
    return None
