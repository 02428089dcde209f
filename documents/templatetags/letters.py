"""Filters that print text exactly as it was typed, and codes in groups."""

from django import template

from documents.letters.codes import grouped
from documents.rendering import literal

register = template.Library()
register.filter("literal", literal.literal)
register.filter("direction", literal.direction)
register.filter("grouped", grouped)
