"""The tables of transitions: what may happen to a file, by whom or by what, and what follows from it.

Pure Python without a database: `rules.py` says what a row is, `outgoing.py` and `incoming.py` are the tables
of the requesting and of the requested authority, `execution.py` that of a measure given to a competent
authority. The guard, the buttons, the API's available transitions, the diagram in `docs/workflow.md` and the
tests over every status, transition and role come from here. What is not in the table is refused.
"""

from collections.abc import Mapping

from casework.workflow.incoming import INCOMING_ASSISTANCE, UNDECIDED
from casework.workflow.outgoing import OUTGOING_ASSISTANCE
from casework.workflow.rules import (
    ANSWERED_BY,
    DESK,
    HEAD,
    Act,
    Automatic,
    Cause,
    Clocks,
    Correspondence,
    DeadlineCode,
    Reception,
    Requirement,
    TransitionRule,
    TransitionTable,
)

__all__ = [
    "ANSWERED_BY",
    "DESK",
    "HEAD",
    "INCOMING_ASSISTANCE",
    "OUTGOING_ASSISTANCE",
    "TABLES",
    "UNDECIDED",
    "Act",
    "Automatic",
    "Cause",
    "Clocks",
    "Correspondence",
    "DeadlineCode",
    "Reception",
    "Requirement",
    "TransitionRule",
    "TransitionTable",
    "table_for",
]

TABLES: Mapping[tuple[str, str], TransitionTable] = {
    (table.kind, table.direction): table for table in (OUTGOING_ASSISTANCE, INCOMING_ASSISTANCE)
}


def table_for(kind: str, direction: str) -> TransitionTable:
    """The table of a file's kind and direction. Raises KeyError where there is none."""
    return TABLES[kind, direction]
