"""Filters that print text exactly as it was typed."""

from django import template

from documents.rendering import literal

register = template.Library()
register.filter("literal", literal.literal)
register.filter("direction", literal.direction)
