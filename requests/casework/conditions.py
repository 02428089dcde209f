"""What each condition asks of whoever uses what it binds: one pure table, no database.

Which act needs the consent of the State that gave the item is office policy, on the cautious side: the
treaty's own text is not verified (`docs/conditions.md`).
"""

from collections.abc import Mapping
from enum import IntEnum

from casework.choices import ConditionType
from documents.choices import Purpose


class Verdict(IntEnum):
    """The strictest of all that bind an item decides."""

    ALLOW = 0
    ASK = 1
    """Only after the actor has said for what, on record."""
    BLOCK = 2
    """Not without the recorded consent of the State that set it."""


_ALLOW, _ASK, _BLOCK = Verdict.ALLOW, Verdict.ASK, Verdict.BLOCK
_ALL = tuple(Purpose)


def _row(
    read: Verdict, api: Verdict, export: Verdict, another_case: Verdict, enclosure: Verdict,
    assignment: Verdict, delivery: Verdict,
) -> Mapping[Purpose, Verdict]:  # fmt: skip
    return dict(zip(_ALL, (read, api, export, another_case, enclosure, assignment, delivery), strict=True))


TABLE: Mapping[ConditionType, Mapping[Purpose, Verdict]] = {
    #                                    read    api     export  case    letter  assign  delivery
    ConditionType.USE_LIMITATION:  _row(_ASK,   _ASK,   _ASK,   _BLOCK, _BLOCK, _ASK,   _BLOCK),
    ConditionType.SPECIALITY:      _row(_ASK,   _ASK,   _ASK,   _BLOCK, _BLOCK, _ASK,   _BLOCK),
    ConditionType.CONFIDENTIALITY: _row(_ASK,   _ASK,   _ASK,   _ASK,   _BLOCK, _ASK,   _BLOCK),
    ConditionType.RETURN_BY:       _row(_ALLOW, _ALLOW, _ASK,   _ASK,   _BLOCK, _ASK,   _BLOCK),
    ConditionType.DESTROY_BY:      _row(_ALLOW, _ALLOW, _ASK,   _ASK,   _BLOCK, _ASK,   _BLOCK),
    ConditionType.ASSURANCE:       _row(_ALLOW, _ALLOW, _ASK,   _ASK,   _ASK,   _ASK,   _ALLOW),
    ConditionType.OTHER:           _row(_ASK,   _ASK,   _ASK,   _ASK,   _ASK,   _ASK,   _ALLOW),
}  # fmt: skip
"""Delivery allows what the enclosure asked: whoever sent the communication has answered."""

OVERDUE: Mapping[ConditionType, Mapping[Purpose, Verdict]] = {
    ConditionType.RETURN_BY:       _row(_ASK,   _ASK,   _BLOCK, _BLOCK, _BLOCK, _BLOCK, _BLOCK),
    ConditionType.DESTROY_BY:      _row(_BLOCK, _BLOCK, _BLOCK, _BLOCK, _BLOCK, _BLOCK, _BLOCK),
}  # fmt: skip
"""Once the day of return or destruction has passed."""


def verdict(
    kind: ConditionType, purpose: Purpose, *, is_overdue: bool = False, to_its_giver: bool = False
) -> Verdict:
    """What one condition says to one purpose. Nothing stands against giving an item back to the State it
    came from."""
    if to_its_giver:
        return Verdict.ALLOW
    table = OVERDUE if is_overdue and kind in OVERDUE else TABLE
    return table[kind][purpose]
