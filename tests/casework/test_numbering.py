from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import close_old_connections, connection, transaction

from casework.models import NumberSeries
from casework.numbering import Series, next_reference
from states.models import Authority
from states.validators import validate_reference_pattern
from tests.factories.states import AuthorityFactory


@pytest.mark.django_db
def test_numbers_follow_the_authoritys_pattern() -> None:
    authority = AuthorityFactory.create(
        code="SI-MOJ", reference_pattern="{authority}-{series}{number:03d}/{year}"
    )
    first, second = next_reference(authority, Series.OUTGOING), next_reference(authority, Series.OUTGOING)
    assert first.startswith("SI-MOJ-O001/")
    assert second.startswith("SI-MOJ-O002/")
    assert next_reference(authority, Series.LETTERS).startswith("SI-MOJ-L001/")


@pytest.mark.django_db
def test_a_number_taken_by_an_act_that_fails_is_given_again() -> None:
    authority = AuthorityFactory.create()
    with transaction.atomic():
        lost = next_reference(authority, Series.OUTGOING)
        transaction.set_rollback(True)
    assert next_reference(authority, Series.OUTGOING) == lost


@pytest.mark.django_db(transaction=True)
def test_the_series_is_gapless_when_many_take_numbers_at_once() -> None:
    authority = AuthorityFactory.create()

    def take(turn: int) -> str | None:
        try:
            with transaction.atomic():
                number = next_reference(Authority.objects.get(pk=authority.pk), Series.OUTGOING)
                if turn % 5 == 0:
                    raise InterruptedError
                return number
        except InterruptedError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for number in pool.map(take, range(60)) if number]
    close_old_connections()
    assert len(numbers) == 48
    assert {int(number.rsplit("/", 1)[-1]) for number in numbers} == set(range(1, 49))
    assert NumberSeries.objects.get(authority=authority).last == 48


@pytest.mark.parametrize(
    "pattern", ["{number}", "{year}/{series}", "{authority.state}/{year}/{series}/{number}", "{"]
)
def test_a_pattern_that_would_repeat_or_reach_into_objects_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError):
        validate_reference_pattern(pattern)
