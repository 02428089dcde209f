"""What other apps want to know of a letter. They register at start-up; `documents` knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.choices import LetterKind

if TYPE_CHECKING:
    from documents.models import Letter


@dataclass(frozen=True, slots=True)
class LetterHandler:
    """Called inside the transaction that finishes a letter; an exception undoes that transaction."""

    lock: "Callable[[Letter], None]"
    on_ready: "Callable[[Letter], None]"
    on_failed: "Callable[[Letter], None]"


_handlers: dict[LetterKind, list[LetterHandler]] = {}


def register_letter_handler(
    kind: LetterKind,
    *,
    lock: "Callable[[Letter], None]",
    on_ready: "Callable[[Letter], None]",
    on_failed: "Callable[[Letter], None]",
) -> None:
    """`lock` locks the rows that the other two change, before the letter is locked: whoever acts on a case
    does it in this order, so nobody waits in a ring. `on_ready` gets a letter with its sealed `version`,
    `on_failed` one with its `failure` in plain words.
    """
    _handlers.setdefault(kind, []).append(LetterHandler(lock, on_ready, on_failed))


def handlers_of(kind: LetterKind) -> tuple[LetterHandler, ...]:
    return tuple(_handlers.get(kind, ()))
