"""Filters that print text exactly as it was typed, and codes in groups."""

from django import template
from django.utils.safestring import SafeString

from documents.letters.codes import grouped
from documents.letters.wording import RIGHT_TO_LEFT
from documents.rendering import literal

register = template.Library()
register.filter("literal", literal.literal)
register.filter("grouped", grouped)

_DIRECTIONS = {"rtl": SafeString(' dir="rtl"'), "ltr": SafeString(' dir="ltr"')}


@register.filter
def reads(language: str) -> str:
    """The direction a language is written in."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@register.filter
def direction(text: str, language: str) -> str:
    """The attribute of a text whose own script runs against the language around it."""
    own = literal.direction(text, default=reads(language))
    return "" if own == reads(language) else _DIRECTIONS[own]
