"""What a communication carries beside its text, as the actor states it. Dates are days."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casework.choices import AdverseStep, DecisionType, Timeliness, Usefulness
from casework.services.conditions import Terms


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question to the counterpart or from it. `number` is the asker's; without one the next is given."""

    text: str
    due_on: date | None = None
    measure: UUID | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Considered:
    """What the requested authority considers; without a measure, for the whole request."""

    step: AdverseStep
    measure: UUID | None = None
    ground: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What is proposed, or was decided, on one measure; without a measure, on the whole request.

    `ground` is a code of the treaty file.
    """

    type: DecisionType
    measure: UUID | None = None
    ground: str = ""
    reasons: str = ""
    postponed_until: date | None = None
    conditions: tuple[Terms, ...] = ()


@dataclass(frozen=True, slots=True)
class Failing:
    """A rule that a returned request failed: its code, and what to mend, in a sentence."""

    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Binding:
    """A condition that came with results: it binds the files of these names, none for all that came."""

    terms: Terms
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewDay:
    """A day that the request names otherwise from now on: needed by, limitation, custody; of a measure, one
    of its particulars that is due. `value` is ISO 8601, a day or a day and time."""

    code: str
    value: str
    measure: UUID | None = None


@dataclass(frozen=True, slots=True)
class EvaluationGiven:
    """How one side judges the cooperation."""

    timeliness: Timeliness
    usefulness: Usefulness
    remarks: str = ""
