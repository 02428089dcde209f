"""What the case page shows of the execution."""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.choices import MeasureOutcome
from casework.models import AssistanceRequest, ExecutionStep, Measure, MeasureAssignment
from casework.policies import available_acts
from casework.selectors.execution import executions_of
from casework.workflow.execution import EXECUTING, RUNNING, ExecutionRule
from mla_portal.accounts.actors import Actor
from states.treaties import get_treaty_rules
from states.treaties.schema import Measure as MeasureKind


@dataclass(frozen=True, slots=True)
class Given:
    """One assigned measure as the holder's desk sees it. `last_said` is the latest word on it."""

    row: MeasureAssignment
    acts: list[ExecutionRule]
    last_said: ExecutionStep | None


@dataclass(frozen=True, slots=True)
class Execution:
    """One measure of the file and those it was given to."""

    measure: Measure
    kind: MeasureKind
    given: list[Given]
    can_be_given: bool
    can_be_entered: bool


def executions(case: AssistanceRequest, actor: Actor) -> Iterator[Execution]:
    """Every measure of the file with who has it, what was said last and what the actor may do."""
    rules = get_treaty_rules(case.treaty_id)
    decided_otherwise = (MeasureOutcome.REFUSED, MeasureOutcome.POSTPONED)
    for measure, rows in executions_of(case, actor.person):
        given = []
        for row in rows:
            row.request = case
            said = [step for step in row.steps.all() if step.text]
            given.append(Given(row, available_acts(row, actor), said[-1] if said else None))
        open_now = case.status in EXECUTING and measure.outcome not in decided_otherwise
        with_nobody = not any(row.status in RUNNING for row in rows)
        own = open_now and with_nobody and measure.outcome == MeasureOutcome.PENDING
        yield Execution(measure, rules.measure(measure.type), given, open_now, own)
