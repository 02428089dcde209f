"""What happened to a file, from its audit chain, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework import events
from casework.choices import CommunicationDirection, CommunicationType, ConditionType, Status
from casework.models import AssistanceRequest
from casework.workflow import table_for
from mla_portal.accounts.actors import Channel
from mla_portal.audit.events import describe
from mla_portal.audit.models import AuditEvent
from states.choices import LetterChannel
from states.treaties import TreatyRules, get_treaty_rules

_CODES: Mapping[str, Mapping[str, type[TextChoices]]] = {
    events.TRANSITION.verb: {"source": Status, "target": Status},
    events.COMMUNICATION.verb: {
        "direction": CommunicationDirection,
        "type": CommunicationType,
        "channel": LetterChannel,
    },
    events.CONDITION_RECORDED.verb: {"type": ConditionType},
}
"""The particulars that are recorded as codes, and the lists that say what each is called."""

DOORS: Mapping[Channel, str | Promise] = {
    Channel.WEB: _("browser"),
    Channel.API: _("API"),
    Channel.ADMIN: _("administration"),
    Channel.TASK: _("by itself"),
    Channel.COMMAND: _("command line"),
}


PAGE = 50
"""How many events a page shows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline, in words. `door` is the way the act came in; `reason` what its actor gave."""

    event: AuditEvent
    text: str
    door: str
    reason: str


def latest(case: AssistanceRequest, *, before: int | None = None, length: int = PAGE) -> list[Entry]:
    """So many events of the file's own audit chain, the newest first, from before that number. One query."""
    chain = AuditEvent.objects.filter(chain_id=case.audit_chain)
    if before is not None:
        chain = chain.filter(sequence__lt=before)
    return _entries(case, chain.order_by("-sequence")[:length])


def since(case: AssistanceRequest, *, after: int = 0, length: int = PAGE) -> list[Entry]:
    """The same, the oldest first, from after that number. One query."""
    chain = AuditEvent.objects.filter(chain_id=case.audit_chain, sequence__gt=after)
    return _entries(case, chain.order_by("sequence")[:length])


def _entries(case: AssistanceRequest, chain: Iterable[AuditEvent]) -> list[Entry]:
    rules = get_treaty_rules(case.treaty_id)
    return [
        Entry(
            event,
            describe(event.verb, _in_words(case, rules, event)),
            str(DOORS[Channel(event.channel)]),
            str(event.data.get("reason", "")) if event.verb == events.TRANSITION.verb else "",
        )
        for event in chain
    ]


def _in_words(case: AssistanceRequest, rules: TreatyRules, event: AuditEvent) -> dict[str, Any]:
    """The particulars of an event with codes turned into words; what is unknown stays as it is."""
    data = dict(event.data)
    for name, choices in _CODES.get(event.verb, {}).items():
        if data.get(name) in choices.values:
            data[name] = choices(data[name]).label
    if event.verb == events.TRANSITION.verb:
        rule = table_for(case.kind, case.direction).get(data["name"])
        data["label"] = str(rule.label) if rule else data["label"]
    if "part" in data:
        data["name"] = _name_of_part(rules, str(data.get("name", "")))
    return data


def _name_of_part(rules: TreatyRules, name: str) -> str:
    """A measure or an offence is recorded by its code in the treaty file, a person by name."""
    labels = {entry.code: str(entry.label) for entry in (*rules.measures, *rules.crimes)}
    return labels.get(name, name)
