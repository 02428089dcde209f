"""What the rules said of a request that is sent, and which of them it came back for."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from casework import events
from casework.choices import CommunicationDirection, CommunicationType, RuleVerdict
from casework.completeness import Item, against_channel, check
from casework.models import AssistanceRequest, Communication, RequestReturn, RuleFinding
from casework.policies import require_desk
from casework.services.access import lock_request, touch
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal

CAUSING = (CommunicationType.RETURN, CommunicationType.QUESTION)
"""The communications of the counterpart that may name what was wrong."""


def note_findings(request: AssistanceRequest, communication: Communication) -> None:
    """Keeps what each rule says of the request as it leaves through the communication's channel."""
    items = check(request).items
    rules = {item.rule for item in items}
    verdicts = {rule: _verdict(item for item in items if item.rule == rule) for rule in rules}
    verdicts |= {rule.key: RuleVerdict.WARNED for rule in against_channel(request, communication.channel)}
    RuleFinding.objects.bulk_create(
        RuleFinding(request=request, communication=communication, rule=rule, verdict=verdict)
        for rule, verdict in sorted(verdicts.items())
    )


def _verdict(items: Iterable[Item]) -> RuleVerdict:
    """Of all the items of one rule."""
    broken = [item for item in items if not item.is_met]
    if not broken:
        return RuleVerdict.KEPT
    return RuleVerdict.OVERRIDDEN if any(item.is_required for item in broken) else RuleVerdict.WARNED


def failed_rules(request: AssistanceRequest) -> list[str]:
    """The keys of the required rules that the request does not keep."""
    return sorted({item.rule for item in check(request).missing})


def known_rules(request: AssistanceRequest) -> dict[str, str]:
    """Every rule that applies, in words by its key: broken ones first, a State's own foremost."""
    result = check(request)
    items = sorted(result.items, key=lambda item: (item.is_met, not item.asked_by))
    words = {item.rule: f"{item.asked_by or _('Treaty')}: {item.label}" for item in items}
    return words | {rule.key: f"{rule.state}: {rule.label()}" for rule in result.told}


@transaction.atomic
def record_causes(
    actor: Actor, request_id: UUID, communication_id: UUID, *, rules: Collection[str], proposal: str = ""
) -> None:
    """Records why the counterpart returned our request, or asked: the rules, or a rule we did not have.

    What was recorded of the communication before is replaced. Raises NotPermitted, DoesNotExist, and Refusal
    for a communication that is neither, a rule that does not apply, or no cause at all.
    """
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    communication = Communication.objects.get(pk=communication_id, request=request)
    if communication.type not in CAUSING or communication.direction != CommunicationDirection.RECEIVED:
        raise Refusal(_("Only a return or a question that was received has causes to record."))
    if unknown := sorted(set(rules) - known_rules(request).keys()):
        wrong = _("No such rule applies to this request: %(rules)s.") % {"rules": ", ".join(unknown)}
        raise Refusal(wrong, fields={"rules": wrong})
    if not rules and not proposal.strip():
        raise Refusal(_("Name a rule, or say which one was missing."), fields={"rules": _("Name a cause.")})
    communication.returns.all().delete()
    note_causes(actor, communication, rules, proposal=proposal)
    touch(request, actor)


def note_causes(
    actor: Actor, communication: Communication, rules: Collection[str], *, proposal: str = ""
) -> None:
    """Writes the causes down, inside an act that locked the file and checked its policy."""
    request = communication.request
    causes = [RequestReturn(rule=rule) for rule in sorted(set(rules))]
    if proposal.strip():
        causes.append(RequestReturn(proposal=proposal.strip()))
    for cause in causes:
        cause.request, cause.communication, cause.recorded_by = request, communication, actor.user
    RequestReturn.objects.bulk_create(causes)
    named = [*sorted(set(rules)), *([_("a rule the portal did not have")] if proposal.strip() else [])]
    if named:
        record(
            events.RETURN_CAUSES,
            chain=request.audit_chain,
            actor=actor,
            id=str(communication.pk),
            causes="; ".join(named),
        )
