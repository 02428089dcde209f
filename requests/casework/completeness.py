"""Says what a request still lacks, item by item, with the field, the citation and how sure the rule is.

The rules are the treaty file's and the country sheet's of the requested State; both end as the same items.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from casework.case_fields import Case, Spot, spots
from casework.choices import Direction, Urgency
from casework.country_check import applicable, is_kept, spots_of
from casework.models import AssistanceRequest, Measure, Offence, Person
from states.choices import Confidence, RuleCheck
from states.models import CountryRule
from states.treaties import get_treaty_rules
from states.treaties.schema import Requirement
from states.treaties.vocabulary import Level, When


@dataclass(frozen=True, slots=True)
class Item:
    """One required or recommended content, as it stands in this request.

    `rule` names the rule among those of all treaties and States; `asked_by` the State whose own rule it is,
    blank for the treaty. `subject` names the person, offence or measure it concerns, `part_id` is that row's
    id; `section` is the page of the drafting path, `field` the form field on it, `value` what is there.
    `citation` never comes without its confidence. `excused` is the exception by which an item that is not
    kept counts as met.
    """

    rule: str
    code: str
    label: str
    subject: str
    is_met: bool
    is_required: bool
    section: str
    field: str
    part_id: UUID | None
    citation: str
    confidence: Confidence
    fix: str
    asked_by: str = ""
    sentence: str = ""
    is_sample: bool = False
    excused: str = ""
    value: Any = None

    @property
    def full_label(self) -> str:
        return f"{self.label} ({self.subject})" if self.subject else self.label

    @property
    def key(self) -> str:
        """Names the item within its request."""
        return f"{self.rule} {self.part_id or ''}".strip()

    def is_one_of(self, names: Collection[str]) -> bool:
        """Whether it is named: by its key, or by the code of its rule."""
        return self.key in names or self.code in names


@dataclass(frozen=True, slots=True)
class Completeness:
    """The whole check. A request with something `missing` is sent only on an approver's reasoned override.

    `told` are the country rules that apply but cannot be checked in the draft.
    """

    items: tuple[Item, ...]
    told: tuple[CountryRule, ...] = ()

    @property
    def missing(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_required and not item.is_met)

    @property
    def recommended(self) -> tuple[Item, ...]:
        """Recommended contents that are not there; they stop nothing."""
        return tuple(item for item in self.items if not item.is_required and not item.is_met)

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def percentage(self) -> int:
        """How many of the required contents are there, in whole per cent, rounded down."""
        required = [item for item in self.items if item.is_required]
        return 100 * sum(item.is_met for item in required) // len(required) if required else 100

    def missing_in(self, section: str) -> int:
        """How many required contents of a section are missing."""
        return sum(item.section == section for item in self.missing)


def check(
    request: AssistanceRequest,
    *,
    persons: Sequence[Person] | None = None,
    offences: Sequence[Offence] | None = None,
    measures: Sequence[Measure] | None = None,
) -> Completeness:
    """Runs every rule of the request's treaty and of the requested State, in a constant number of queries.

    Parts given here stand in for the stored ones, so that a form can be checked while it is being written.
    """
    case = Case(
        request,
        list(request.persons.all()) if persons is None else persons,
        list(request.offences.all()) if offences is None else offences,
        list(request.measures.all()) if measures is None else measures,
        get_treaty_rules(request.treaty_id),
    )
    rules = country_rules_for(case)
    told = (rule for rule in rules if rule.excuses or not _is_checked(rule))
    return Completeness((*_treaty_items(case), *_country_items(case, rules)), tuple(told))


def country_rules_for(case: Case) -> list[CountryRule]:
    """The rules of the requested State, and of the authority addressed there, that apply to the request."""
    request = case.request
    is_incoming = request.direction == Direction.INCOMING
    state = request.holder.state if is_incoming else request.counterpart_state
    authority = request.holder_id if is_incoming else request.counterpart_id
    if state is None:
        return []
    return [rule for rule in state.country_rules.all() if applicable(rule, case, authority)]


def against_channel(request: AssistanceRequest, channel: str) -> list[CountryRule]:
    """The rules of the requested State by which the request is not sent through this channel."""
    measures, offences = list(request.measures.all()), list(request.offences.all())
    case = Case(request, (), offences, measures, get_treaty_rules(request.treaty_id))
    rules = (rule for rule in country_rules_for(case) if rule.check_by == RuleCheck.CHANNEL_IN)
    return [rule for rule in rules if channel not in rule.channels]


def _treaty_items(case: Case) -> Iterator[Item]:
    request = case.request
    requirements = case.rules.requirements_for(
        [measure.type for measure in case.measures],
        urgent=request.urgency == Urgency.URGENT,
        time_limit=request.time_limit is not None,
        confidential=request.confidentiality_wish,
    )
    for rule in requirements:
        for spot in spots(case, rule.field, _meant(case, rule)):
            yield Item(
                rule=f"{case.rules.code}:{rule.code}",
                code=rule.code,
                label=str(rule.label),
                subject=spot.subject,
                is_met=spot.is_filled,
                is_required=rule.level is Level.REQUIRED,
                section=spot.section,
                field=spot.field,
                part_id=spot.part_id,
                citation=rule.citation,
                confidence=rule.confidence,
                fix=str(rule.fix),
                value=spot.value,
            )


def _meant(case: Case, rule: Requirement) -> list[Measure]:
    return [
        measure
        for measure in case.measures
        if (rule.when is not When.MEASURE or measure.type in rule.measures)
        and (rule.when is not When.COERCIVE or case.rules.measure(measure.type).is_coercive)
    ]


def _is_checked(rule: CountryRule) -> bool:
    """The channel is chosen only when the request is sent."""
    return rule.check_by not in (RuleCheck.NOTE, RuleCheck.CHANNEL_IN)


def _country_items(case: Case, rules: Collection[CountryRule]) -> Iterator[Item]:
    """The items of the rules that are no exceptions; an exception that is kept excuses those of its rule."""
    kept: dict[str, list[bool]] = {}
    exceptions = [rule for rule in rules if rule.excuses and _is_checked(rule)]
    for rule in exceptions:
        kept[rule.code] = [is_kept(rule, case, spot) for spot in spots_of(rule, case)]
    excuses = {rule.excuses: rule for rule in exceptions if kept[rule.code] and all(kept[rule.code])}
    for rule in rules:
        if rule.excuses or not _is_checked(rule):
            continue
        for spot in spots_of(rule, case):
            item = _country_item(rule, spot, is_kept(rule, case, spot))
            if not item.is_met and (excuse := excuses.get(rule.code)):
                item = replace(item, is_met=True, excused=excuse.text())
            yield item


def _country_item(rule: CountryRule, spot: Spot, is_met: bool) -> Item:
    return Item(
        rule=rule.key,
        code=rule.code,
        label=rule.label(),
        subject=spot.subject,
        is_met=is_met,
        is_required=rule.level == Level.REQUIRED,
        section=spot.section,
        field=spot.field,
        part_id=spot.part_id,
        citation=rule.citation,
        confidence=Confidence(rule.confidence),
        fix=rule.fix(),
        asked_by=str(rule.state),
        sentence=rule.text(),
        is_sample=rule.is_sample,
        value=spot.value,
    )
