"""What a service refuses, in words a person can act on. Every door turns these into its own form."""

from collections.abc import Mapping, Sequence
from typing import Any


class Refusal(Exception):  # noqa: N818 - a refusal is the field's word, and not a program error
    """The act is not possible now. `message` is shown as it is; `fields` maps a field to its own message."""

    code = "refused"

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class NotPermitted(Refusal):
    """The row is visible, but this act is not this person's to do."""

    code = "not_permitted"


class SecondFactorRequired(NotPermitted):
    """The act asks for a second factor confirmed within the last few minutes."""

    code = "second_factor_required"


class StaleVersion(Refusal):
    """Somebody else changed it since it was read.

    `current` holds the values as they stand now, `seen` the token that says one has seen them.
    """

    code = "stale_version"

    def __init__(self, message: str, *, current: Mapping[str, Any], seen: str) -> None:
        super().__init__(message)
        self.current = dict(current)
        self.seen = seen


class AnswerNeeded(Refusal):
    """It is possible once the actor says for what, on record. `reasons` are sentences that tell why."""

    code = "answer_needed"

    def __init__(self, message: str, *, reasons: Sequence[str]) -> None:
        super().__init__(message, fields={"answer": message})
        self.reasons = tuple(reasons)
