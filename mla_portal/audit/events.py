"""The registry of typed events. Each app declares its own in its `events.py`.

An event's wording is made when it is read, in the reader's language; only its particulars are stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_registry: dict[str, "EventType"] = {}


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of act. `wording` is a translatable %-template over the particulars named in `particulars`.

    `private` names the particulars that an anonymising reader must blank out. `words` says how a stored code
    (a status, a field's name) reads in the reader's language.
    """

    verb: str
    wording: str | Promise
    particulars: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()
    words: Mapping[str, Callable[[str], str]] = field(default_factory=dict)

    def describe(self, data: Mapping[str, Any]) -> str:
        """The act in the reader's language."""
        values = {name: data.get(name, "") for name in self.particulars}
        return str(self.wording) % {
            name: self.words[name](str(value)) if name in self.words else value
            for name, value in values.items()
        }


def event_type(
    verb: str,
    wording: str | Promise,
    *particulars: str,
    private: tuple[str, ...] = (),
    words: Mapping[str, Callable[[str], str]] | None = None,
) -> EventType:
    """Declares an event. Raises ValueError if the verb is taken."""
    if verb in _registry:
        raise ValueError(f"The event {verb} is declared twice.")
    kind = EventType(
        verb, wording, frozenset(particulars) | frozenset(private), frozenset(private), dict(words or {})
    )
    _registry[verb] = kind
    return kind


def describe(verb: str, data: Mapping[str, Any]) -> str:
    """The wording of a stored event; an unknown verb (of a later or removed app) is shown as it is."""
    kind = _registry.get(verb)
    return kind.describe(data) if kind else verb


def registered() -> Mapping[str, EventType]:
    return dict(_registry)


EXPORTED = event_type(
    "audit.exported", _("Audit record exported on the command line by “%(account)s”"), private=("account",)
)
