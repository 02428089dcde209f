"""Working days and days off of States, and how a period in days is counted. Pure; nothing is stored.

Weekends and public holidays are those of the library `holidays`. They are a State's general ones: what only a
region or a court keeps is not among them, and days that hang on the moon are the library's estimate.

A period is counted as most laws do (compare the European Convention on the Calculation of Time-Limits,
ETS 76): not the day of the event it runs from, but every later day, or every later working day, and not the
days of a pause. Where its last day is a day off, it ends with the next working day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from holidays import HolidayBase, country_holidays, list_supported_countries

from states.treaties.vocabulary import DayUnit

ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class Pause(NamedTuple):
    """Between two events: the days after `first`, up to and with `last`, do not count."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first < day <= self.last


class DayOff(NamedTuple):
    """A public holiday on what would be a working day of that State, by its name in the reader's language."""

    day: date
    state: str
    name: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days on which all of these States work (ISO 3166-1 codes). Without States every day counts."""

    states: tuple[str, ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """The States whose holidays nobody knows: for them Saturday and Sunday alone are days off."""
        return tuple(state for state in self.states if not is_known(state))

    def is_working(self, day: date) -> bool:
        return all(_is_working(state, day) for state in self.states)

    def holidays(self, first: date, last: date) -> list[DayOff]:
        """The public holidays of these States from the first to the last day that are on no weekend."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [
            DayOff(day, state, name) for day in days for state in self.states if (name := _name(state, day))
        ]


def last_day(start: date, days: int, unit: DayUnit, calendar: Calendar, pauses: Iterable[Pause] = ()) -> date:
    """The last day of a period of so many days that runs from the event of a day, pauses left out."""
    pauses = tuple(pauses)
    day, left = start, days
    while left:
        day += ONE_DAY
        counts = unit == DayUnit.CALENDAR or calendar.is_working(day)
        if counts and not any(pause.covers(day) for pause in pauses):
            left -= 1
    while not calendar.is_working(day) or any(pause.covers(day) for pause in pauses):
        day += ONE_DAY
    return day


def ends_at(day: date, time_zone: str) -> datetime:
    """The moment at which a day is over in a named time zone."""
    return datetime.combine(day + ONE_DAY, time.min, tzinfo=ZoneInfo(time_zone))


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(list_supported_countries(include_aliases=False))


def is_known(state: str) -> bool:
    """Whether the library knows the public holidays of a State."""
    return state in _known()


@lru_cache(maxsize=2048)
def _year(state: str, year: int, language: str) -> HolidayBase:
    """One State's calendar of one year, made whole at once: the library fills its own while it is asked,
    which threads must not share. In English where the library lacks the language, else in the State's own."""
    own = country_holidays(state, years=year, expand=False)
    spoken = [code for code in own.supported_languages if code.split("_")[0] == language]
    wanted = next(iter(spoken), "en_US" if "en_US" in own.supported_languages else None)
    return country_holidays(state, years=year, expand=False, language=wanted) if wanted else own


def _is_working(state: str, day: date) -> bool:
    if not is_known(state):
        return day.weekday() < _SATURDAY
    return bool(_year(state, day.year, "en").is_working_day(day))


def _name(state: str, day: date) -> str:
    if not is_known(state):
        return ""
    year = _year(state, day.year, (get_language() or "en").split("-")[0])
    return "" if year.is_working_day(day) or year.is_weekend(day) else str(year.get(day, ""))
