"""The wording around the data: standard texts in YAML, the ministry's own in the database.

A text is literal but for `$placeholders`, which stand for single values and are replaced once: what a value
contains is never looked at again.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ruamel.yaml import YAML

from documents.choices import LetterKind, LetterLanguage

_TEXTS = Path(__file__).parent / "texts"
_COMMON = "common"
RIGHT_TO_LEFT = frozenset({"ar"})
_STRONG = {"L": False, "R": True, "AL": True}
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


@cache
def standard_texts(kind: LetterKind, language: LetterLanguage) -> Mapping[str, str]:
    """The texts that come with the portal, by place: those that every letter has, then the kind's own."""
    file = _file(language)
    return {str(key): str(text) for part in (_COMMON, kind) for key, text in file[part].items()}


def reviewed_by(language: LetterLanguage) -> str:
    """Who approved the standard texts of a language; empty while nobody has."""
    return str(_file(language)["reviewed_by"] or "")


@cache
def _file(language: LetterLanguage) -> dict[str, Any]:
    content: dict[str, Any] = YAML(typ="safe", pure=True).load(_TEXTS / f"{language}.yaml")
    return content


@cache
def placeholders(kind: LetterKind, key: str) -> frozenset[str]:
    """The placeholders a text may use: those of the standard text in any language."""
    return frozenset(
        name
        for language in LetterLanguage
        for name in Template(standard_texts(kind, language)[key]).get_identifiers()
    )


def check_wording(kind: LetterKind, key: str, text: str) -> None:
    """Raises ValidationError for an unknown place, a malformed placeholder or one unknown here."""
    if key not in standard_texts(kind, LetterLanguage.ENGLISH):
        raise ValidationError({"key": _("A letter of this kind has no such place.")})
    template = Template(text)
    if not template.is_valid():
        raise ValidationError({"text": _("A dollar sign is written as $$.")})
    if unknown := set(template.get_identifiers()) - placeholders(kind, key):
        raise ValidationError(
            {
                "text": _("Unknown placeholder: %(unknown)s. Known here: %(known)s.")
                % {
                    "unknown": ", ".join(sorted(unknown)),
                    "known": ", ".join(sorted(placeholders(kind, key))) or "–",
                }
            }
        )


class Wording:
    """The texts of one letter in one language: `say("closing")`, `say("stage", label=…)`."""

    def __init__(self, texts: Mapping[str, str], language: str) -> None:
        self._texts = texts
        self.language = language

    def __call__(self, key: str, /, **values: object) -> str:
        return Template(self._texts[key]).safe_substitute(
            {name: self.isolated(str(value)) for name, value in values.items()}
        )

    def isolated(self, value: str) -> str:
        """A value with letters of the other direction keeps its order, and so do the words around it."""
        value = value.replace(_FIRST_STRONG_ISOLATE, "").replace(_POP_ISOLATE, "")
        own = self.language in RIGHT_TO_LEFT
        foreign = any(_STRONG.get(unicodedata.bidirectional(character), own) != own for character in value)
        return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}" if foreign else value
