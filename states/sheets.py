"""Country sheets: what a State asks of the requests it receives, and what is to be confirmed again."""

from dataclasses import dataclass
from datetime import date

from mla_portal.accounts.models import User
from states.choices import RuleCategory
from states.models import CountryRule, State
from states.querysets import CountryRuleQuerySet


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One rule as the sheet shows it on a day."""

    rule: CountryRule
    is_stale: bool


@dataclass(frozen=True, slots=True)
class SheetSection:
    """The rules of one category."""

    category: RuleCategory
    lines: tuple[SheetLine, ...]


def country_sheet(user: User, state: State, on: date) -> tuple[SheetSection, ...]:
    """A State's rules in effect on a day, by category in the order of the sheet; empty ones are left out."""
    rules = (
        CountryRule.objects.visible_to(user)
        .in_effect(on)
        .filter(state=state)
        .select_related("state", "authority", "owner", "confirmed_by")
        .order_by("id")
    )
    lines = [SheetLine(rule, rule.is_stale(on)) for rule in rules]
    sections = (
        SheetSection(category, tuple(line for line in lines if line.rule.category == category))
        for category in RuleCategory
    )
    return tuple(section for section in sections if section.lines)


def stale_rules(on: date) -> CountryRuleQuerySet:
    """The rules of all States that are to be confirmed again, with State and owner; the oldest first."""
    return CountryRule.objects.stale(on).select_related("state", "authority", "owner")
