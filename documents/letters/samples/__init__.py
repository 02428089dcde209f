"""Invented letters: what administrators see in a preview, `make letters` prints and tests measure."""

from collections.abc import Iterator

from documents.choices import LetterKind, LetterLanguage
from documents.letters.content import LetterContent, in_two_languages
from documents.letters.samples.measures import every_measure
from documents.letters.samples.request import request_letter
from documents.letters.samples.steps import step_letter

__all__ = ["PAIRS", "every_measure", "letters_of", "request_letter", "sample", "step_letter"]

PAIRS = (("en", "fr"), ("en", "ar"), ("fr", "es"))


def sample(kind: LetterKind, language: str) -> LetterContent:
    """The sample of a kind in a language."""
    return request_letter(language) if kind == LetterKind.REQUEST else step_letter(kind, language)


def letters_of(kind: LetterKind) -> Iterator[tuple[str, LetterContent]]:
    """The sample in every language, and in pairs of languages side by side, each with a name for its file."""
    for language in LetterLanguage.values:
        yield f"{kind}-{language}", sample(kind, language)
    for first, second in PAIRS:
        letter = in_two_languages(sample(kind, first), sample(kind, second))
        yield f"{kind}-{first}-{second}", letter
