"""What the tab of the deadlines shows."""

from collections.abc import Iterable, Mapping
from typing import Any

from casework.clock import today
from casework.forms.clocks import DeadlineForm, ReasonForm, WhatIfForm
from casework.models import AssistanceRequest, Deadline
from casework.selectors.clocks import Forecast, counting_of, deadlines_of, state_names, what_if


def deadlines_tab(case: AssistanceRequest, asked: Mapping[str, Any], *, is_desk: bool) -> dict[str, Any]:
    """Every deadline with how it was counted, the forms of the desk, and the answer to what would be if."""
    rows = list(deadlines_of(case))
    form = WhatIfForm(asked if "act" in asked else None, case=case, initial={"on": today(case.holder)})
    forecasts = what_if(case, form.rule, form.cleaned_data["on"]) if form.is_bound and form.is_valid() else []
    context = {
        "running": [(row, counting_of(row)) for row in rows if row.ended_at is None],
        "ended": [(row, counting_of(row)) for row in rows if row.ended_at is not None],
        "state_names": state_names(_states(rows, forecasts)),
        "what_if_form": form,
        "forecasts": forecasts,
        "is_forecast": form.is_bound and form.is_valid(),
    }
    if is_desk:
        context |= {"deadline_form": DeadlineForm(), "reason_form": ReasonForm(auto_id=False)}
    return context


def _states(rows: Iterable[Deadline], forecasts: Iterable[Forecast]) -> set[str]:
    told = [*rows, *(forecast.deadline for forecast in forecasts)]
    return {code for deadline in told for code in deadline.states}
