"""Measures which rule catches which flaw, and writes the table down."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import translation

from casework.completeness import against_channel, check
from casework.demonstration.flaws import BEYOND, TWELVE, Draft, Flaw, flawless
from states.choices import AuthorityKind, Confidence
from states.models import Authority, CountryRule, State
from states.reference import files
from states.reference.names import state_names
from states.reference.schema import CountryRulesFile
from states.services.reference import country_rule_values


@dataclass(frozen=True, slots=True)
class Catch:
    """A rule that finds a flaw, and how much it weighs."""

    rule: str
    is_required: bool
    is_sample: bool
    confidence: Confidence

    @property
    def is_country_rule(self) -> bool:
        return self.rule[:2].isupper()


def catches(flaw: Flaw) -> tuple[Catch, ...]:
    """The rules, of the treaty and of every State with a sheet, that find the flaw and nothing without it."""
    found: dict[str, Catch] = {}
    for state, authority, rules in _sheets():
        spoiled = flawless(state, authority, rules)
        flaw.spoil(spoiled)
        before = {catch.rule for catch in _unmet(flawless(state, authority, rules))}
        found |= {catch.rule: catch for catch in _unmet(spoiled) if catch.rule not in before}
    return tuple(found.values())


def _unmet(draft: Draft) -> Iterator[Catch]:
    request = draft.stored_in_memory()
    for item in check(request).items:
        if not item.is_met:
            yield Catch(item.rule, item.is_required, item.is_sample, item.confidence)
    for rule in against_channel(request, draft.channel):
        yield Catch(rule.key, rule.level == "required", rule.is_sample, Confidence(rule.confidence))


def _sheets() -> Iterator[tuple[State, Authority, list[CountryRule]]]:
    """Each State that has a sheet, one of its central authorities, and its rules as the files say them."""
    sheets = (*files.country_rules_files(), *files.country_rules_files(sample=True))
    known = files.authorities_file(sample=True).authorities
    for code in sorted({sheet.state for sheet in sheets}):
        state = State(code=code, name_en=state_names(code, as_iso=False).en)
        data = next((a for a in known if a.state == code and a.kind == AuthorityKind.CENTRAL), None)
        authority = Authority(state=state, code=data.code if data else code, languages=[])
        own = [sheet for sheet in sheets if sheet.state == code]
        yield state, authority, [rule for sheet in own for rule in _rules(sheet, state, authority)]


def _rules(sheet: CountryRulesFile, state: State, authority: Authority) -> Iterator[CountryRule]:
    for rule in sheet.rules:
        if rule.authority in (None, authority.code):
            yield CountryRule(state=state, code=rule.code, **country_rule_values(sheet, rule))


def country_rules_document() -> str:
    """The document, in Markdown and English."""
    with translation.override("en"):
        measured = [(flaw, catches(flaw)) for flaw in (*TWELVE, *BEYOND)]
        return (
            _HEAD + "".join(map(_line, _numbered(measured))) + _summary(measured[: len(TWELVE)]) + _states()
        )


_HEAD = """# Will it come back?

Written by `manage.py write_country_rules`; a test keeps it true. Each request below is without a fault
but for the one named. Each was checked against the treaty and against every State that has a country
sheet; a rule is named where it finds the flaw and is content with the same request without it. The
flaws are in `requests/casework/demonstration/flaws.py`, the sheets in `states/reference/country_rules/`
(sourced) and `states/reference/sample_country_rules/` (invented for demonstration).

**Bold** rules are required: the request is sent only on an approver's reasoned override. The others are
recommended.

| | the flaw | rules of the treaty | sourced country rules | invented country rules |
|---|---|---|---|---|
"""


def _numbered(
    measured: list[tuple[Flaw, tuple[Catch, ...]]],
) -> Iterator[tuple[str, Flaw, tuple[Catch, ...]]]:
    for number, (flaw, found) in enumerate(measured, start=1):
        yield (str(number) if number <= len(TWELVE) else "beyond"), flaw, found


def _line(row: tuple[str, Flaw, tuple[Catch, ...]]) -> str:
    number, flaw, found = row
    treaty = [catch for catch in found if not catch.is_country_rule]
    sourced = [catch for catch in found if catch.is_country_rule and not catch.is_sample]
    sample = [catch for catch in found if catch.is_sample]
    cells = " | ".join(_cell(group) for group in (treaty, sourced, sample))
    return f"| {number} | {flaw.name} | {cells} |\n"


def _cell(found: list[Catch]) -> str:
    return "<br>".join(_named(catch) for catch in found) or "–"


def _named(catch: Catch) -> str:
    name = catch.rule if catch.is_country_rule else catch.rule.partition(":")[2]
    shown = f"**`{name}`**" if catch.is_required else f"`{name}`"
    return shown if catch.is_sample else f"{shown} ({catch.confidence.value})"


def _summary(twelve: list[tuple[Flaw, tuple[Catch, ...]]]) -> str:
    """How many of the twelve are caught by what, counted from the same measurement."""
    by_treaty = sum(any(not c.is_country_rule and c.is_required for c in found) for _, found in twelve)
    sourced = sum(any(not c.is_sample for c in found) for _, found in twelve)
    stopped = sum(any(c.is_required for c in found) for _, found in twelve)
    only_sample = sum(bool(found) and all(c.is_sample for c in found) for _, found in twelve)
    nobody = sum(not found for _, found in twelve)
    return f"""
Of the twelve, a required content of the treaty file stops {by_treaty}, and {sourced} are at least noticed
by a rule that has a source. {only_sample} more are found only by invented rules: the check is there, but no
source at hand says that a State asks for it. {stopped} are stopped by some required rule, and {nobody}
found by none.

A rule that asks for a translation is content with an enclosure titled so, and with a letter whose second
language the State accepts, once all that the request says in sentences was translated into it by a person
from the wording as it stands; a machine's translation alone is none.

What no rule finds stands under *beyond*: a check that reads fields and titles does not know whether the text
is right. Nor does it know of a requirement that nobody told the portal; returns are recorded for that.
"""


def _states() -> str:
    head = "\n## The country sheets\n\n| State | sourced rules | invented rules |\n|---|---|---|\n"
    foot = """
Only Latvia's rule is a notification under this Convention. The other sourced rules are what States say for
other treaties, and are therefore recommended and never required; each says so on the sheet.
"""
    return head + "".join(_counted(state, rules) for state, _authority, rules in _sheets()) + foot


def _counted(state: State, rules: list[CountryRule]) -> str:
    invented = sum(rule.is_sample for rule in rules)
    return f"| {state.name_en} | {len(rules) - invented} | {invented} |\n"
