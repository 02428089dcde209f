"""Reads of documents and letters."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from documents.choices import LetterKind, LetterLanguage, LetterStatus
from documents.letters.content import LetterContent
from documents.letters.wording import standard_texts
from documents.models import Letter, LetterText


def letter_texts(kind: LetterKind, language: LetterLanguage) -> Mapping[str, str]:
    """The wording of a letter: the standard texts, where no version of the ministry's own is in use."""
    own = LetterText.objects.filter(kind=kind, language=language, in_use__isnull=False)
    return {**standard_texts(kind, language), **dict(own.values_list("key", "in_use__text"))}


def letter_wording(content: LetterContent) -> dict[str, Mapping[str, str]]:
    """The wording of a letter not ordered yet, by language: its own, and the second if it has one."""
    languages = filter(None, (content.language, content.second_language))
    return {language: letter_texts(content.kind, LetterLanguage(language)) for language in languages}


STEPS = (LetterStatus.QUEUED, LetterStatus.RENDERING, LetterStatus.SEALING, LetterStatus.READY)
POLL_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Step:
    status: LetterStatus
    label: str | Promise
    state: str
    """`done`, `current` or `todo`."""


@dataclass(frozen=True, slots=True)
class LetterProgress:
    """How far a letter is, for the page and the API. `failure` is in plain words."""

    status: LetterStatus
    label: str | Promise
    is_final: bool
    failure: str
    steps: tuple[Step, ...]
    poll_seconds: int = POLL_SECONDS


def letter_status(letter: Letter) -> LetterProgress:
    """The progress of a letter as it stands in the given row."""
    status = LetterStatus(letter.status)
    reached = STEPS.index(status) if status in STEPS else -1
    ready = status == LetterStatus.READY
    steps = tuple(
        Step(
            step,
            step.label,
            "done" if index < reached or ready else "current" if index == reached else "todo",
        )
        for index, step in enumerate(STEPS)
    )
    return LetterProgress(
        status=status,
        label=status.label,
        is_final=status in {LetterStatus.READY, LetterStatus.FAILED, LetterStatus.CANCELLED},
        failure=letter.failure,
        steps=steps,
    )
