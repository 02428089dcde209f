"""`{% load icons %}{% icon "file-text" %}`: a Tabler icon drawn in place, which a strict policy allows."""

from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@cache
def _drawing(name: str) -> SafeString:
    path = Path(settings.NODE_MODULES) / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
    svg = path.read_text()
    return mark_safe(svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")].strip())  # noqa: S308 - ours


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """The outline icon of this name; silent to a screen reader unless `label` says what it means."""
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        meaning,
        _drawing(name),
    )
