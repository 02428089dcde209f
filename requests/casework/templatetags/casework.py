"""What the pages of files show again and again."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.clock import today
from casework.deadlines import label_of
from casework.models import Deadline
from casework.selectors.worklist import WorklistRow

register = template.Library()

SOON = timedelta(days=7)


@register.filter
def at(values: Mapping[Any, Any], key: Any) -> Any:
    """The value under a key that is itself a value; None where there is none."""
    return values.get(key)


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
    now = today(deadline.request.holder)
    if deadline.ended_at:
        state, word = "ended", _("met or stopped")
    elif deadline.paused_on:
        state, word = "paused", _("paused")
    elif deadline.due_on < now:
        state, word = "overdue", _("overdue")
    elif deadline.due_on <= now + SOON:
        state, word = "soon", _("due soon")
    else:
        state, word = "running", ""
    label = label_of(deadline.code, deadline.request.treaty_id)
    return {"deadline": deadline, "state": state, "word": word, "label": label}
