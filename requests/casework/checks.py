"""System checks: the tables of transitions and the treaty data fit the code."""

from typing import Any

from django.core.checks import Error, register

from casework.case_fields import KNOWN_FIELDS
from casework.requirements import CHECKS
from casework.services.effects import EFFECTS
from casework.workflow import TABLES, Requirement, TransitionTable
from states.treaties.vocabulary import CaseField


@register()
def workflow_is_whole(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every status is reachable and every row refers to things that exist."""
    problems = [problem for table in TABLES.values() for problem in _unreachable(table)]
    names = {name for table in TABLES.values() for name in table.rules}
    problems += [f"The effect “{name}” belongs to no transition." for name in EFFECTS.keys() - names]
    problems += [f"The requirement “{r}” has no check." for r in set(Requirement) - CHECKS.keys()]
    return [Error(problem, id="requests.E001") for problem in problems]


@register()
def completeness_knows_every_field(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every field that a treaty file may name can be looked up in the case file."""
    unknown = set(CaseField) - KNOWN_FIELDS
    return [Error(f"The completeness check cannot look up “{name}”.", id="requests.E002") for name in unknown]


def _unreachable(table: TransitionTable) -> list[str]:
    reached, waiting = {table.start}, [table.start]
    while waiting:
        for rule in table.from_status(waiting.pop()):
            if rule.target not in reached:
                reached.add(rule.target)
                waiting.append(rule.target)
    return [
        f"No transition of {table.kind} {table.direction} reaches “{s}”."
        for s in table.statuses
        if s not in reached
    ]
