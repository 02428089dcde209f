"""However the dates of a record lie, a State is never shown as more bound than they say."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from states.applicability import level_on
from states.choices import BindingLevel, Confidence
from states.models import Participation, ProvisionalApplication

DAYS = st.dates(date(2023, 1, 1), date(2030, 1, 1))
MAYBE = st.none() | DAYS


@st.composite
def records(draw: st.DrawFn) -> Participation:
    """A record whose dates come in the order in which they must."""
    signed, bound, in_force, withdrawn = sorted(draw(st.lists(DAYS, min_size=4, max_size=4)))
    return Participation(
        signed_on=draw(st.sampled_from([None, signed])),
        bound_on=draw(st.sampled_from([None, bound])),
        in_force_on=draw(st.sampled_from([None, in_force])),
        withdrawn_on=draw(st.sampled_from([None, withdrawn])),
        in_force_confidence=draw(st.sampled_from(Confidence)),
    )


@given(records(), DAYS)
def test_in_force_needs_a_confirmed_date_that_has_come(record: Participation, on: date) -> None:
    level, _since = level_on(record, [], on)
    confirmed = record.in_force_confidence == Confidence.VERIFIED
    come = record.in_force_on is not None and record.in_force_on <= on
    gone = record.withdrawn_on is not None and record.withdrawn_on <= on
    assert (level is BindingLevel.IN_FORCE) == (confirmed and come and not gone)


@given(records(), DAYS)
def test_a_level_begins_no_later_than_the_day_asked_about(record: Participation, on: date) -> None:
    level, since = level_on(record, [], on)
    assert (since is None) == (level is BindingLevel.NONE)
    assert since is None or since <= on


@given(records(), DAYS, DAYS)
def test_until_it_withdraws_a_state_only_gets_more_bound(
    record: Participation, one: date, other: date
) -> None:
    record.withdrawn_on = None
    earlier, later = sorted([one, other])
    assert level_on(record, [], earlier)[0].rank <= level_on(record, [], later)[0].rank


@given(records(), DAYS)
def test_nothing_outlasts_a_withdrawal(record: Participation, on: date) -> None:
    record.withdrawn_on = on
    provisional = [ProvisionalApplication(part="III", from_date=date(2023, 1, 1))]
    assert level_on(record, provisional, on) == (BindingLevel.NONE, None)


@given(records(), DAYS)
def test_before_the_first_date_of_its_record_a_state_has_done_nothing(
    record: Participation, on: date
) -> None:
    dates = [day for day in (record.signed_on, record.bound_on, record.in_force_on) if day is not None]
    if all(on < day for day in dates):
        assert level_on(record, [], on) == (BindingLevel.NONE, None)


@given(records(), DAYS)
def test_provisional_application_counts_until_the_treaty_is_in_force(record: Participation, on: date) -> None:
    record.withdrawn_on = None
    provisional = [ProvisionalApplication(part="III", from_date=date(2023, 1, 1))]
    expected = max(BindingLevel.PROVISIONAL, level_on(record, [], on)[0], key=lambda level: level.rank)
    assert level_on(record, provisional, on)[0] is expected
