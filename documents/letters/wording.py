"""The wording around the data: standard texts in YAML, the ministry's own in the database.

A text is literal but for `$placeholders`, which stand for single values and are replaced once: what a value
contains is never looked at again.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ruamel.yaml import YAML

from documents.choices import LetterKind, LetterLanguage

_TEXTS = Path(__file__).parent / "texts"


@cache
def standard_texts(kind: LetterKind, language: LetterLanguage) -> Mapping[str, str]:
    """The texts that come with the portal, by their place in the letter."""
    return {
        str(key): str(text)
        for key, text in YAML(typ="safe", pure=True).load(_TEXTS / f"{kind}.{language}.yaml").items()
    }


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
    """The texts of one letter: `wording("closing")`, `wording("stage", label=…)`."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def __call__(self, key: str, /, **values: object) -> str:
        return Template(self._texts[key]).safe_substitute(values)
