"""The requested authority's decision, measure by measure: proposed, returned, taken up again."""

from django.utils import timezone
from django.utils.translation import gettext as _

from casework import events
from casework.choices import DecisionType, MeasureOutcome
from casework.models import AssistanceRequest, Decision, Measure
from casework.services.communications import Particulars
from casework.services.conditions import DATED
from casework.services.contents import Decided
from casework.services.substance import require_ground, stated
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal


def propose(request: AssistanceRequest, given: Particulars, actor: Actor) -> None:
    """Writes the proposal on every measure that is not decided yet; an earlier proposal falls away.

    Raises Refusal where a proposal lacks what its kind needs.
    """
    Decision.objects.filter(request=request, decided_at=None, communication=None).delete()
    for measure in request.measures.all():
        for decided in given.decisions:
            if decided.measure == measure.pk:
                _propose(request, measure, decided, actor)
    request.last_changed_by = actor.person


def _propose(request: AssistanceRequest, measure: Measure, decided: Decided, actor: Actor) -> None:
    _require_whole(decided)
    require_ground(request.treaty_id, decided.ground, ours=True)
    decision = Decision(
        request=request, proposed_by=actor.user, proposed_at=timezone.now(), **stated(decided)
    )
    decision.full_clean(exclude={"request"})
    decision.save()
    record(
        events.PROPOSED,
        chain=request.audit_chain,
        actor=actor,
        decision=decided.type,
        name=measure.type,
        ground=decided.ground,
    )


def _require_whole(decided: Decided) -> None:
    """A refusal or postponement has its ground and reasons, a condition its text."""
    wrong = ""
    if decided.type in (DecisionType.REFUSED, DecisionType.POSTPONED):
        if not decided.ground:
            wrong = _("Name the ground.")
        elif not decided.reasons.strip():
            wrong = _("Give the reasons.")
    if decided.type == DecisionType.GRANTED_WITH_CONDITIONS and not decided.conditions:
        wrong = _("Say which conditions.")
    if any(terms.type in DATED and terms.due_on is None for terms in decided.conditions):
        wrong = _("Say by which day.")
    if wrong:
        raise Refusal(wrong, fields={"decisions": wrong})


def take_up_again(request: AssistanceRequest, given: Particulars, actor: Actor) -> None:
    """What was postponed is open again."""
    request.measures.filter(outcome=MeasureOutcome.POSTPONED).update(
        outcome=MeasureOutcome.PENDING, outcome_on=None
    )
