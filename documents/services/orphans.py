"""Files in storage that no version names: of an upload that was undone, or whose process was killed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from documents.models import Version

SETTLED = timedelta(days=1)
"""Longer than any transaction: a younger file may still get its version."""


def sweep_orphans(now: datetime | None = None) -> int:
    """Deletes uploads a day old that no version names. Returns how many.

    It lists only the months of the last two days. Letters have names of their own and are replaced by whoever
    makes them again.
    """
    now = now or timezone.now()
    names = [name for name in _stored(now) if _age(name, now) >= SETTLED]
    known = set(Version.objects.filter(file__in=names).values_list("file", flat=True))
    orphans = [name for name in names if name not in known]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


def _stored(now: datetime) -> Iterator[str]:
    """The uploads of the months of yesterday and the day before."""
    for folder in sorted({f"documents/{now - SETTLED * days:%Y/%m}" for days in (1, 2)}):
        try:
            files = default_storage.listdir(folder)[1]
        except FileNotFoundError:
            continue
        yield from (f"{folder}/{name}" for name in files)


def _age(name: str, now: datetime) -> timedelta:
    modified = default_storage.get_modified_time(name)
    return now - (modified if timezone.is_aware(modified) else modified.replace(tzinfo=UTC))
