"""What the two authorities asked, considered and decided on one file, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from casework.models import AssistanceRequest, Consideration, Decision
from states.treaties import TreatyRules
from states.treaties.schema import Ground


@dataclass(frozen=True, slots=True)
class InWords:
    """A consideration or a decision with its measure (empty for the whole request) and ground in words."""

    entry: Consideration | Decision
    measure: str
    ground: Ground | None


def asked_and_decided(case: AssistanceRequest, rules: TreatyRules) -> dict[str, Any]:
    """Questions, considerations, decisions and evaluations of a file, each list in one query."""
    return {
        "questions": list(case.questions.all()),
        "considered": in_words(case.considerations.select_related("measure", "communication"), rules),
        "decided": in_words(case.decisions.select_related("measure", "proposed_by", "decided_by"), rules),
        "evaluations": list(case.evaluations.order_by("-is_ours")),
    }


def in_words(entries: Iterable[Consideration | Decision], rules: TreatyRules) -> list[InWords]:
    """Each entry with its measure and its ground as the treaty file names them."""
    grounds = {ground.code: ground for ground in rules.grounds}
    return [
        InWords(
            entry,
            str(rules.measure(entry.measure.type).label) if entry.measure else "",
            grounds.get(entry.ground),
        )
        for entry in entries
    ]
