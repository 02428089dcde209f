"""What the rules of a State were worth: how often they warned, and how often a request came back for them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import ExtractYear

from casework.choices import RuleVerdict
from casework.models import RequestReturn, RuleFinding
from mla_portal.accounts.models import User


@dataclass(slots=True)
class Worth:
    """Of one rule in one year, or in all: how many sent requests it looked at and what came of it.

    `came_true` are those sent against it that came back for it; `missed` are the returns for it although it
    had been content, or had not looked.
    """

    checked: int = 0
    warned: int = 0
    overridden: int = 0
    came_true: int = 0
    returned: int = 0

    @property
    def flagged(self) -> int:
        return self.warned + self.overridden

    @property
    def missed(self) -> int:
        return max(self.returned - self.came_true, 0)

    def add(self, other: "Worth") -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class RuleWorth:
    """A rule's worth by year, the latest first, and in all."""

    total: Worth = field(default_factory=Worth)
    years: dict[int, Worth] = field(default_factory=dict)

    def in_year(self, year: int) -> Worth:
        return self.years.setdefault(year, Worth())


def rules_worth(user: User, owner: str) -> dict[str, RuleWorth]:
    """The worth of each rule of a State or treaty (`owner` is its code), by key, in the files a user may see.

    A request counts in the year in which it was sent, a return in the year in which it came. Two queries.
    """
    worth: dict[str, RuleWorth] = {}
    for row in _findings(user, owner):
        known = worth.setdefault(row["rule"], RuleWorth()).in_year(row["year"])
        known.checked, known.warned = row["checked"], row["warned"]
        known.overridden, known.came_true = row["overridden"], row["came_true"]
    for row in _returns(user, owner):
        worth.setdefault(row["rule"], RuleWorth()).in_year(row["year"]).returned = row["returned"]
    for rule in worth.values():
        rule.years = dict(sorted(rule.years.items(), reverse=True))
        for of_year in rule.years.values():
            rule.total.add(of_year)
    return worth


def _findings(user: User, owner: str) -> Iterable[Any]:
    came_back = RequestReturn.objects.filter(
        request=OuterRef("request"), rule=OuterRef("rule"), communication__gt=OuterRef("communication")
    )
    flagged = ~Q(verdict=RuleVerdict.KEPT)
    return (
        RuleFinding.objects.visible_to(user)
        .filter(rule__startswith=f"{owner}:", communication__passed_on__isnull=False)
        .annotate(year=ExtractYear("communication__passed_on"), came_back=Exists(came_back))
        .values("rule", "year")
        .annotate(
            checked=Count("id"),
            warned=Count("id", filter=Q(verdict=RuleVerdict.WARNED)),
            overridden=Count("id", filter=Q(verdict=RuleVerdict.OVERRIDDEN)),
            came_true=Count("id", filter=flagged & Q(came_back=True)),
        )
    )


def _returns(user: User, owner: str) -> Iterable[Any]:
    return (
        RequestReturn.objects.visible_to(user)
        .filter(rule__startswith=f"{owner}:", communication__passed_on__isnull=False)
        .annotate(year=ExtractYear("communication__passed_on"))
        .values("rule", "year")
        .annotate(returned=Count("id"))
    )


def proposals(user: User, state: str) -> Iterable[RequestReturn]:
    """The rules that officers say the sheet of a State lacks, from files the user may see, newest first."""
    return (
        RequestReturn.objects.visible_to(user)
        .exclude(proposal="")
        .filter(request__counterpart_state=state)
        .select_related("request", "recorded_by")
        .order_by("-id")[:50]
    )
