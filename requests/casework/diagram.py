"""Writes `docs/workflow.md` from the tables of transitions, so that the two cannot differ."""

from collections.abc import Iterator

from django.utils import translation

from casework.workflow import TABLES, Act, Automatic, DeadlineCode, Reception, TransitionRule, TransitionTable


def workflow_document() -> str:
    """The document: for each table a Mermaid diagram and the rows in words."""
    with translation.override("en"):
        return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# The workflow"
    yield ""
    yield "Generated from `requests/casework/workflow.py` by `manage.py write_workflow`."
    yield "Solid lines are acts of the authority that holds the file. Dotted ones are the counterpart's,"
    yield "entered as a received communication, or the portal's own."
    for table in TABLES.values():
        yield ""
        yield f"## {table.kind.label}, {str(table.direction.label).lower()}"
        yield ""
        yield from _diagram(table)
        yield ""
        yield from _rows(table)
    yield ""


def _diagram(table: TransitionTable) -> Iterator[str]:
    yield "```mermaid"
    yield "flowchart TD"
    for status in table.statuses:
        if status not in table.theirs:
            yield f'    {status}(["{status.label}"])'
    yield '    subgraph theirs ["With the counterpart"]'
    for status in table.statuses:
        if status in table.theirs:
            yield f'        {status}(["{status.label}"])'
    yield "    end"
    for rule in table.rules.values():
        arrow = "-->" if isinstance(rule.cause, Act) else "-.->"
        for source in _drawn_sources(table, rule):
            yield f'    {source} {arrow}|"{rule.label}"| {rule.target}'
    yield "```"


def _drawn_sources(table: TransitionTable, rule: TransitionRule) -> list[str]:
    """One arrow from the whole group where a transition leaves all of it, else one from each status."""
    whole = table.theirs <= rule.sources | {rule.target}
    single = rule.sources - table.theirs if whole else rule.sources
    return ["theirs"] * whole + [status for status in table.statuses if status in single]


def _rows(table: TransitionTable) -> Iterator[str]:
    yield "| transition | from | to | cause | requires | passes | clocks |"
    yield "|---|---|---|---|---|---|---|"
    for rule in table.rules.values():
        sources = ", ".join(str(s.label) for s in table.statuses if s in rule.sources)
        cells = (
            f"{rule.label} (`{rule.name}`)",
            sources,
            rule.target.label,
            _cause(rule),
            ", ".join(requirement.replace("_", " ") for requirement in rule.requires),
            _passes(rule),
            _clocks(rule),
        )
        yield "| " + " | ".join(str(cell) for cell in cells) + " |"


def _cause(rule: TransitionRule) -> str:
    if isinstance(rule.cause, Automatic):
        return "the portal"
    who = " or ".join(sorted(str(role.label).lower() for role in rule.roles))
    if isinstance(rule.cause, Reception):
        return f"received and entered by {who}"
    conditions = {
        "four eyes": rule.cause.four_eyes,
        "fresh second factor": rule.cause.second_factor,
        "reason": rule.cause.reason,
    }
    return ", ".join([who, *(name for name, asked in conditions.items() if asked)])


def _passes(rule: TransitionRule) -> str:
    if isinstance(rule.cause, Reception):
        return f"receives: {rule.cause.communication.label}"
    if rule.issues is None:
        return ""
    return f"{'seals' if rule.seals else 'issues'}: {rule.issues.label}"


def _clocks(rule: TransitionRule) -> str:
    acts = {"starts": rule.starts, "pauses": rule.pauses, "resumes": rule.resumes, "stops": rule.stops}
    return "; ".join(f"{act} {_names(codes)}" for act, codes in acts.items() if codes)


def _names(codes: tuple[DeadlineCode, ...]) -> str:
    return "all" if set(codes) == set(DeadlineCode) else ", ".join(code.replace("_", " ") for code in codes)
