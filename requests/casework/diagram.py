"""Writes `docs/workflow.md` from the tables of transitions, so that the two cannot differ."""

from collections.abc import Iterator

from django.utils import translation

from casework.choices import AssignmentStatus, Status
from casework.workflow import (
    TABLES,
    Act,
    Automatic,
    Clocks,
    DeadlineCode,
    Reception,
    TransitionRule,
    TransitionTable,
)
from casework.workflow.execution import EXECUTION, Side


def workflow_document() -> str:
    """The document: for each table a Mermaid diagram and the rows in words."""
    with translation.override("en"):
        return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# The workflow"
    yield ""
    yield "Generated from `requests/casework/workflow/` by `manage.py write_workflow`."
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
        yield "What else passes without moving the file:"
        yield ""
        yield from _correspondence(table)
    yield ""
    yield "## A measure given to a competent authority"
    yield ""
    yield "Within an incoming file in execution. Solid lines are acts of the central authority, dotted ones"
    yield "of the competent authority; for one that is not on this portal the central authority enters them."
    yield ""
    yield from _execution_diagram()
    yield ""
    yield from _execution_rows()
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


def _correspondence(table: TransitionTable) -> Iterator[str]:
    yield "| communication | direction | while | clocks |"
    yield "|---|---|---|---|"
    for row in table.correspondence:
        sources = ", ".join(str(s.label) for s in Status if s in row.sources)
        yield f"| {row.type.label} | {row.direction.label} | {sources} | {_clocks(row)} |"


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


def _clocks(rule: Clocks) -> str:
    acts = {"starts": rule.starts, "pauses": rule.pauses, "resumes": rule.resumes, "stops": rule.stops}
    return "; ".join(f"{act} {_names(codes)}" for act, codes in acts.items() if codes)


def _names(codes: tuple[DeadlineCode, ...]) -> str:
    return "all" if set(codes) == set(DeadlineCode) else ", ".join(code.replace("_", " ") for code in codes)


def _execution_diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "flowchart TD"
    for status in AssignmentStatus:
        yield f'    {status}(["{status.label}"])'
    for rule in EXECUTION.values():
        arrow = "-->" if rule.side is Side.CENTRAL else "-.->"
        for source in AssignmentStatus:
            if source in rule.sources:
                yield f'    {source} {arrow}|"{rule.label}"| {rule.target or source}'
    yield "```"


def _execution_rows() -> Iterator[str]:
    yield "| act | from | to | side | asks for |"
    yield "|---|---|---|---|---|"
    for rule in EXECUTION.values():
        sources = ", ".join(str(s.label) for s in AssignmentStatus if s in rule.sources)
        target = rule.target.label if rule.target else "(stays)"
        asks = {str(rule.says).lower(): rule.says, "outcome": rule.takes_results, "files": rule.takes_files}
        wanted = ", ".join(name for name, asked in asks.items() if asked)
        yield f"| {rule.label} (`{rule.name}`) | {sources} | {target} | {rule.side} | {wanted} |"
