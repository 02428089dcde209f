"""What other apps want to know of a letter, and what they have against a release. They register at start-up;
`documents` knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from documents.choices import LetterKind, Purpose
from mla_portal.accounts.actors import Actor

if TYPE_CHECKING:
    from documents.models import Letter, Version
    from states.models import State


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


@dataclass(frozen=True, slots=True)
class Release:
    """A version about to leave: by whom, for what, and what they answered when asked for what.

    `to` is the State it goes to, for an enclosure or a delivery; `into` the id of the file it is to be used
    in, for another case.
    """

    actor: Actor
    version: "Version"
    purpose: Purpose
    answer: str = ""
    to: "State | None" = None
    into: UUID | None = None


ReleaseCheck = Callable[[Release], None]
"""Raises Refusal where the version may not leave, AnswerNeeded where it may once the actor says for what."""

_checks: list[ReleaseCheck] = []


def register_release_check(check: ReleaseCheck) -> None:
    """Called at start-up by an app that binds conditions to documents."""
    _checks.append(check)


def release_checks() -> tuple[ReleaseCheck, ...]:
    return tuple(_checks)
