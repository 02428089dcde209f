"""Which chain belongs to a reference that a person knows. Apps with such references register a finder."""

from collections.abc import Callable, Iterable

Finder = Callable[[str], Iterable[str]]
"""Takes a reference as people write it, answers the keys of its chains; several if it is ambiguous."""

_finders: list[Finder] = []


def register_chain_finder(finder: Finder) -> None:
    """Called at start-up."""
    _finders.append(finder)


def chains_of(reference: str) -> list[str]:
    return sorted({chain for finder in _finders for chain in finder(reference)})
