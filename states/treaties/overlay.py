"""Texts of a treaty file in one more language, kept in a file of their own and keyed by code.

`ljubljana-the-hague.ar.yaml` beside `ljubljana-the-hague.yaml`: lists become mappings by code, and each text
in several languages becomes one text.
"""

from collections.abc import Iterator
from typing import Any

Place = tuple[str | int, ...]


def lay_over(content: Any, overlay: Any, language: str, place: Place = ()) -> Iterator[Place]:
    """Enters the overlay's texts into the content. Yields the places in the overlay that lead nowhere."""
    for key, value in overlay.items():
        found = _entry(content, key)
        if isinstance(value, str) and is_localised(found):
            found[language] = value
        elif isinstance(value, dict) and isinstance(found, dict | list) and not is_localised(found):
            yield from lay_over(found, value, language, (*place, key))
        else:
            yield (*place, key)


def without(content: Any, language: str, place: Place = ()) -> Iterator[Place]:
    """The places of texts that the language lacks."""
    if is_localised(content):
        if language not in content:
            yield place
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from without(value, language, (*place, key))
    elif isinstance(content, list):
        for index, value in enumerate(content):
            yield from without(value, language, (*place, index))


def is_localised(node: Any) -> bool:
    """Whether this is one text in several languages."""
    return isinstance(node, dict) and {"en", "fr", "es"} <= node.keys()


def _entry(content: Any, key: Any) -> Any:
    if isinstance(content, list):
        return next((entry for entry in content if str(entry.get("code")) == str(key)), None)
    return content.get(key)
