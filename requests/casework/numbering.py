"""Reference numbers: a yearly series for each authority, gapless whatever happens at once."""

from enum import StrEnum

from django.utils import timezone

from casework.models import NumberSeries
from states.models import Authority


class Series(StrEnum):
    """The registers an authority keeps; the letter appears in the reference."""

    OUTGOING = "O"
    INCOMING = "I"
    INTAKE = "A"  # arrivals
    LETTERS = "L"


def next_reference(authority: Authority, series: Series) -> str:
    """Takes the next number of this year's series, in the caller's transaction.

    The series' row stays locked until that ends, so a number taken by an act that fails is given again:
    nothing is skipped and nothing used twice.
    """
    year = timezone.localdate().year
    NumberSeries.objects.bulk_create(
        [NumberSeries(authority=authority, series=series, year=year)], ignore_conflicts=True
    )
    row = NumberSeries.objects.select_for_update().get(authority=authority, series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return authority.reference_pattern.format(
        authority=authority.code, year=year, series=series.value, number=row.last
    )
