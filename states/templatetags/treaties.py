"""How statements of law are shown: with their sources written out."""

from django import template

from states.models import Treaty

register = template.Library()


@register.filter
def sources_of(treaty: Treaty, text: str) -> list[str]:
    """The sources a text cites, in words; the text itself where it cites none of the treaty file's."""
    return [f"{code}: {what}" for code, what in treaty.rules.sources_of(text)] or [text]
