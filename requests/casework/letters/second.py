"""A letter's second language: its labels, and the translations of its free texts."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from documents.choices import TranslationState
from documents.letters import content

FREE_TEXTS = re.compile(
    r"/(facts|purpose|procedure|legal_provisions|urgency_reason|confidentiality)"
    r"|/proceedings/(subject_matter|conducting_functions)"
    r"|/time_limit/reason"
    r"|/persons/\d+/(location|note)"
    r"|/offences/\d+/(provision|penalty|place|description)"
    r"|/measures/\d+/(description|details/\d+/value)"
    r"|/conditions/\d+"
    r"|/override/reason"
    r"|/concerning"
)
"""Where letters have what an officer wrote outside a passage; all else are names, numbers and labels."""


class Translated(Protocol):
    """A translation as the letter needs it (`FreeTextTranslation`)."""

    original: str
    text: str
    state: str
    certified_by: str


Translations = Mapping[str, Translated]
"""By the original, whose wording alone a translation holds for."""


def free_texts(letter: content.LetterContent) -> Iterator[tuple[str, str]]:
    """The free texts of a letter, each with its place (JSON Pointer)."""
    for place, value, is_passage in _strings(letter.frozen()):
        if is_passage or FREE_TEXTS.fullmatch(place):
            yield place, value


def second_texts(
    first: content.LetterContent, second: content.LetterContent, translations: Translations
) -> tuple[content.SecondText, ...]:
    """What differs in the same letter composed in the second language, and what of a request was translated.

    Passages of the other letters carry their translation themselves.
    """
    other = {place: value for place, value, _ in _strings(second.frozen())}
    texts = []
    for place, value, is_passage in _strings(first.frozen()):
        found = None if is_passage else translations.get(value.strip())
        if found and FREE_TEXTS.fullmatch(place):
            state = TranslationState(found.state)
            texts.append(
                content.SecondText(at=place, text=found.text, state=state, certified_by=found.certified_by)
            )
        elif not is_passage and other.get(place, value) != value:
            texts.append(content.SecondText(at=place, text=other[place]))
    return tuple(texts)


_PASSAGE = content.Passage.model_fields.keys()
_NOT_READ = frozenset({"language", "second_language", "second", "format", "code", "raw", "id", "sha256"})


def _strings(value: Any, place: str = "") -> Iterator[tuple[str, str, bool]]:
    """The texts of frozen data that a person reads, with their place, and whether each is a passage."""
    if isinstance(value, str) and value:
        yield place, value, False
    elif isinstance(value, Mapping) and value.keys() == _PASSAGE:
        yield place, value["text"], True
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key not in _NOT_READ:
                yield from _strings(item, f"{place}/{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, f"{place}/{index}")
