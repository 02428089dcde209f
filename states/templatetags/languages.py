"""Languages in words; the codes are in the data."""

from collections.abc import Iterable

from babel import Locale
from django import template
from django.utils.translation import get_language, to_locale

register = template.Library()


@register.filter
def language_names(codes: Iterable[str]) -> str:
    """`lv`, `en` as Latvian, English in the reader's language; a code unknown to CLDR stays."""
    names = Locale.parse(to_locale(get_language() or "en")).languages
    return ", ".join(str(names.get(code, code)) for code in codes)
