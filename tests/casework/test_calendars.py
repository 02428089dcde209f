"""Periods are counted as a plain calendar counts them that was written another way."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.utils import translation
from holidays import country_holidays
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from casework import calendars
from casework.calendars import Calendar, DayOff, Pause, ends_at, last_day
from states.reference.files import states_file
from states.treaties.vocabulary import DayUnit

IN_ITS_TIME = settings(deadline=None)  # the library makes a State's year when it is first asked
STATES = ("SI", "LV", "FR", "IL", "SA", "AE", "IR", "NP", "US", "CN", "AR", "ET")
DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))
LENGTHS = st.integers(1, 120)
BOTH = st.lists(st.sampled_from(STATES), min_size=0, max_size=2, unique=True).map(tuple)


def days_off_of(states: Sequence[str]) -> set[date]:
    """Every day off from 2018 to 2033, by the library's own table of each State, read at once."""
    off = set()
    for state in states:
        table = country_holidays(state, years=range(2018, 2034))
        day = date(2018, 1, 1)
        while day.year < 2034:
            rests = table.is_weekend(day) or day in table
            if rests and day not in table.weekend_workdays:
                off.add(day)
            day = date.fromordinal(day.toordinal() + 1)
    return off


_OFF: dict[tuple[str, ...], set[date]] = {}


def plainly(start: date, days: int, unit: DayUnit, states: tuple[str, ...], pauses: Sequence[Pause]) -> date:
    """The same question answered from lists: all later days, without those that do not count."""
    off = _OFF.setdefault(states, days_off_of(states))
    still = {
        date.fromordinal(n)
        for pause in pauses
        for n in range(pause.first.toordinal() + 1, pause.last.toordinal() + 1)
    }
    horizon = [date.fromordinal(start.toordinal() + n) for n in range(1, days * 3 + len(still) + 90)]
    awake = [day for day in horizon if day not in still]
    counting = awake if unit == DayUnit.CALENDAR else [day for day in awake if day not in off]
    reached = counting[days - 1]
    return next(day for day in awake if day >= reached and day not in off)


@st.composite
def pauses_after(draw: st.DrawFn, start: date) -> list[Pause]:
    """Pauses that may overlap, be empty or lie outside the period."""
    found = draw(st.lists(st.tuples(st.integers(-5, 150), st.integers(0, 40)), max_size=4))
    return [Pause(start + timedelta(days=a), start + timedelta(days=a + b)) for a, b in found]


@IN_ITS_TIME
@given(st.data(), DAYS, LENGTHS, st.sampled_from(DayUnit), BOTH)
def test_a_period_ends_where_the_plain_calendar_ends_it(
    data: st.DataObject, start: date, days: int, unit: DayUnit, states: tuple[str, ...]
) -> None:
    pauses = data.draw(pauses_after(start))
    assert last_day(start, days, unit, Calendar(states), pauses) == plainly(start, days, unit, states, pauses)


@IN_ITS_TIME
@given(DAYS, LENGTHS, st.sampled_from(DayUnit), BOTH)
def test_the_last_day_is_a_working_day_of_every_state(
    start: date, days: int, unit: DayUnit, states: tuple[str, ...]
) -> None:
    end = last_day(start, days, unit, Calendar(states))
    assert end > start
    assert Calendar(states).is_working(end)


@IN_ITS_TIME
@given(DAYS, LENGTHS, LENGTHS, st.sampled_from(DayUnit), BOTH)
def test_a_longer_period_never_ends_earlier(
    start: date, days: int, more: int, unit: DayUnit, states: tuple[str, ...]
) -> None:
    calendar = Calendar(states)
    assert last_day(start, days, unit, calendar) <= last_day(start, days + more, unit, calendar)


@IN_ITS_TIME
@given(DAYS, LENGTHS, st.sampled_from(DayUnit), st.sampled_from(STATES), st.sampled_from(STATES))
def test_the_days_off_of_a_second_state_never_shorten_a_period(
    start: date, days: int, unit: DayUnit, one: str, other: str
) -> None:
    assume(one != other)
    assert last_day(start, days, unit, Calendar((one,))) <= last_day(
        start, days, unit, Calendar((one, other))
    )


@IN_ITS_TIME
@given(DAYS, LENGTHS, st.integers(0, 150), st.integers(0, 60))
def test_without_days_off_a_pause_lengthens_a_period_by_its_days_if_it_began_within(
    start: date, days: int, after: int, length: int
) -> None:
    first = start + timedelta(days=after)
    end = last_day(start, days, DayUnit.CALENDAR, Calendar(), [Pause(first, first + timedelta(days=length))])
    assert end == start + timedelta(days=days + (length if after < days else 0))


@IN_ITS_TIME
@given(DAYS, LENGTHS, st.sampled_from(DayUnit), BOTH, st.integers(0, 100))
def test_a_pause_of_no_day_changes_nothing(
    start: date, days: int, unit: DayUnit, states: tuple[str, ...], after: int
) -> None:
    day, calendar = start + timedelta(days=after), Calendar(states)
    assert last_day(start, days, unit, calendar, [Pause(day, day)]) == last_day(start, days, unit, calendar)


ZONES = st.sampled_from(sorted(available_timezones()))


@IN_ITS_TIME
@given(DAYS, ZONES)
def test_a_day_is_over_when_the_clocks_there_show_the_next(day: date, zone: str) -> None:
    end = ends_at(day, zone).astimezone(UTC)
    there = ZoneInfo(zone)
    assert (end - timedelta(seconds=1)).astimezone(there).date() <= day
    assert end.astimezone(there).date() > day


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        (date(2026, 3, 28), "Europe/Ljubljana", datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 3, 29), "Europe/Ljubljana", datetime(2026, 3, 29, 22, tzinfo=UTC)),  # of 23 hours
        (date(2026, 10, 25), "Europe/Riga", datetime(2026, 10, 25, 22, tzinfo=UTC)),  # of 25 hours
        (date(2026, 4, 23), "Africa/Cairo", datetime(2026, 4, 23, 22, tzinfo=UTC)),  # midnight is skipped
        (date(2026, 1, 1), "Pacific/Kiritimati", datetime(2026, 1, 1, 10, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_its_own_midnight_also_when_the_clocks_change(
    day: date, zone: str, end: datetime
) -> None:
    assert ends_at(day, zone).astimezone(UTC) == end


@pytest.mark.parametrize(
    ("start", "days", "unit", "states", "end"),
    [
        # 24 December 2026 is a Thursday; both keep the 25th and the 26th, Latvia the 24th and the 31st.
        (date(2026, 12, 23), 3, DayUnit.WORKING, ("SI",), date(2026, 12, 29)),
        (date(2026, 12, 23), 3, DayUnit.WORKING, ("SI", "LV"), date(2026, 12, 30)),
        (date(2026, 12, 23), 8, DayUnit.CALENDAR, ("SI",), date(2026, 12, 31)),
        (date(2026, 12, 23), 8, DayUnit.CALENDAR, ("SI", "LV"), date(2027, 1, 4)),
        (date(2026, 1, 31), 28, DayUnit.CALENDAR, (), date(2026, 2, 28)),
        (date(2028, 1, 31), 29, DayUnit.CALENDAR, (), date(2028, 2, 29)),
        # Israel rests on Friday and Saturday, Slovenia on Saturday and Sunday: four days a week count.
        (date(2026, 6, 7), 4, DayUnit.WORKING, ("IL", "SI"), date(2026, 6, 11)),
        (date(2026, 6, 7), 5, DayUnit.WORKING, ("IL", "SI"), date(2026, 6, 15)),
    ],
)
def test_periods_counted_by_hand(
    start: date, days: int, unit: DayUnit, states: tuple[str, ...], end: date
) -> None:
    assert last_day(start, days, unit, Calendar(states)) == end


def test_the_public_holidays_between_two_days_are_named_in_the_readers_language() -> None:
    both = Calendar(("SI", "LV"))
    with translation.override("en"):
        named = both.holidays(date(2026, 12, 23), date(2026, 12, 27))
    assert named == [
        DayOff(date(2026, 12, 24), "LV", "Christmas Eve"),
        DayOff(date(2026, 12, 25), "SI", "Christmas Day"),
        DayOff(date(2026, 12, 25), "LV", "Christmas Day"),
    ]
    with translation.override("ar"):
        (day,) = Calendar(("SA",)).holidays(date(2026, 9, 23), date(2026, 9, 23))
        assert day.name == "اليوم الوطني"


def test_a_working_saturday_counts() -> None:
    assert Calendar(("CN",)).is_working(date(2026, 10, 10))
    assert not Calendar(("CN",)).is_working(date(2026, 10, 11))


def test_of_a_state_the_library_does_not_know_only_weekends_are_off_and_it_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calendars, "_known", lambda: frozenset({"LV"}))
    both = Calendar(("SI", "LV"))
    assert both.unknown == ("SI",)
    assert Calendar(("SI",)).is_working(date(2026, 12, 25))
    assert not Calendar(("SI",)).is_working(date(2026, 12, 26))
    assert Calendar(("SI",)).holidays(date(2026, 12, 25), date(2026, 12, 25)) == []


def test_the_library_knows_the_holidays_of_every_state_of_the_reference_data() -> None:
    assert [code for code in sorted(states_file().codes) if not calendars.is_known(code)] == []
