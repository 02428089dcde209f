"""The days that a supplement changes."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework.forms.contents.part import Group, Part
from casework.forms.fields import DayInput, MomentInput
from casework.models import AssistanceRequest
from casework.named_days import NamedDay, named_days
from casework.services.communications import Particulars
from casework.services.contents import NewDay

PREFIX = "newday_"


class NewDays(Part):
    """One field for each day that the request names; what is left empty stays as it is."""

    def __init__(self, case: AssistanceRequest, source: Mapping[str, Any]) -> None:
        super().__init__(case, source)
        self.days = {f"{PREFIX}{day.key}": day for day in named_days(case)}

    def fields(self) -> dict[str, forms.Field]:
        return {name: self._field(day) for name, day in self.days.items()}

    def groups(self) -> Iterator[Group]:
        yield Group(_("Days of the request that change"), tuple(self.days))

    def read(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        given = (
            NewDay(day.code, _iso(value), day.measure.pk if day.measure else None)
            for name, day in self.days.items()
            if (value := cleaned.get(name))
        )
        return {"days": tuple(given)}

    def initial(self, given: Particulars) -> dict[str, Any]:
        kept = {f"{new.measure}_{new.code}" if new.measure else new.code: new.value for new in given.days}
        return {name: kept[day.key] for name, day in self.days.items() if day.key in kept}

    def _field(self, day: NamedDay) -> forms.Field:
        now = date_format(day.day, "DATE_FORMAT") if day.day else _("none")
        said: dict[str, Any] = {
            "label": f"{day.number}. {day.label}" if day.number else day.label,
            "required": False,
            "help_text": _("Now: %(day)s. Empty: it stays.") % {"day": now},
        }
        if day.has_time:
            return forms.DateTimeField(widget=MomentInput(), input_formats=["%Y-%m-%dT%H:%M"], **said)
        return forms.DateField(widget=DayInput(), **said)


def _iso(value: date | datetime) -> str:
    """As the particulars of a measure are kept: without a time zone."""
    return value.strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value.isoformat()
