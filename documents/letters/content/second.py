"""A letter composed in two languages, kept as one: the first, and where the second says something else."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from documents.choices import TranslationState
from documents.letters.content.base import Letter, SecondText

LetterT = TypeVar("LetterT", bound=Letter)
_OWN = {"language", "second_language", "second"}


def in_two_languages(
    first: LetterT, second: LetterT, translated: Mapping[str, tuple[TranslationState, str]] | None = None
) -> LetterT:
    """The letter with the second composition beside the first.

    Both are composed from the same case, in their own language each; they differ in labels and in those free
    texts of a request that have a translation. `translated` has the state of each of these, and who certified
    it, by JSON Pointer. Passages are the same in both. Raises ValueError where the two are not built alike.
    """
    states = translated or {}
    texts = []
    for at, text in _differences(first.frozen(), second.frozen()):
        state, certified_by = states.get(at, ("", ""))
        texts.append(SecondText(at=at, text=text, state=state, certified_by=certified_by))
    return type(first).model_validate(
        {**dict(first), "second_language": second.language, "second": tuple(texts)}
    )


def in_second_language(letter: LetterT) -> LetterT:
    """The letter with its labels in the second language. Free text stays as it is."""
    data = letter.frozen()
    for text in letter.second:
        if not text.state:
            _put(data, text.at, text.text)
    return type(letter).model_validate(data)


def _differences(first: Any, second: Any, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(first, dict) and isinstance(second, dict) and first.keys() == second.keys():
        for key in first:
            if at or key not in _OWN:
                yield from _differences(first[key], second[key], f"{at}/{_escaped(key)}")
    elif isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        for place, pair in enumerate(zip(first, second, strict=True)):
            yield from _differences(*pair, f"{at}/{place}")
    elif first != second:
        if not isinstance(first, str) or not isinstance(second, str):
            raise ValueError(f"The two languages of a letter differ at {at}, which is no text.")
        yield at, second


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _put(data: Any, at: str, text: str) -> None:
    """Replaces the text at a JSON Pointer. Raises ValueError where there is none."""
    *way, last = [step.replace("~1", "/").replace("~0", "~") for step in at.split("/")[1:]]
    try:
        for step in way:
            data = data[int(step)] if isinstance(data, list) else data[step]
        key: Any = int(last) if isinstance(data, list) else last
        if not isinstance(data[key], str):
            raise ValueError(f"There is no text at {at}.")
        data[key] = text
    except (KeyError, IndexError) as error:
        raise ValueError(f"There is no text at {at}.") from error
