"""What the pages of files show again and again."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework import wording
from casework.clock import days_left
from casework.deadlines import words_of
from casework.models import Deadline
from casework.selectors.worklist import WorklistRow

register = template.Library()

SOON_DAYS = 7


@register.filter
def at(values: Mapping[Any, Any], key: Any) -> Any:
    """The value under a key that is itself a value; None where there is none."""
    return values.get(key)


@register.filter
def words(deadline: Deadline) -> str:
    """What is due."""
    return words_of(deadline)


@register.filter
def act_words(name: str) -> str:
    """A transition or a kind of letter, by its label."""
    known = wording.transition(name)
    return wording.communication(name) if known == name else known


@register.filter
def persons_line(row: WorklistRow) -> SafeString:
    """The persons of a row, each in its own direction; protected ones are counted and not named."""
    parts: list[str] = [format_html("<bdi>{}</bdi>", name) for name in row.persons]
    if row.others:
        parts.append(ngettext("%(n)d more", "%(n)d more", row.others) % {"n": row.others})
    if row.protected:
        text = ngettext("%(n)d protected person", "%(n)d protected persons", row.protected)
        parts.append(text % {"n": row.protected})
    return format_html_join(", ", "{}", ((part,) for part in parts))


@register.inclusion_tag("components/deadline.html")
def deadline_badge(deadline: Deadline) -> dict[str, Any]:
    """A deadline with its state in words. Its file's holder must be at hand (`select_related`)."""
    left = days_left(deadline)
    if deadline.ended_at:
        state, word = "ended", _("met or stopped")
    elif deadline.paused_on:
        state, word = "paused", _("paused")
    elif left < 0:
        state, word = "overdue", _("overdue")
    elif left <= SOON_DAYS:
        state, word = "soon", _("due soon")
    else:
        state, word = "running", ""
    return {"deadline": deadline, "state": state, "word": word, "label": words_of(deadline)}
