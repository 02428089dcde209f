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

    on_ready: "Callable[[Letter], None]"
    on_failed: "Callable[[Letter], None]"


_handlers: dict[LetterKind, list[LetterHandler]] = {}


def register_letter_handler(
    kind: LetterKind, *, on_ready: "Callable[[Letter], None]", on_failed: "Callable[[Letter], None]"
) -> None:
    """`on_ready` gets a letter with its sealed `version`; `on_failed` one with its `failure` in words."""
    _handlers.setdefault(kind, []).append(LetterHandler(on_ready, on_failed))


def handlers_of(kind: LetterKind) -> tuple[LetterHandler, ...]:
    return tuple(_handlers.get(kind, ()))
