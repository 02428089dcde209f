"""Dates as a letter writes them, in its own language."""

import re
from datetime import date, datetime

from babel.dates import format_date, format_datetime, format_skeleton

_LOCALES = {"en": "en_GB", "fr": "fr_FR", "es": "es_ES", "ar": "ar"}
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def long_date(day: date, language: str) -> str:
    """22 November 2026."""
    return format_date(day, "long", _LOCALES[language])


def long_moment(moment: datetime, language: str) -> str:
    """22 November 2026 at 14:05:00 UTC."""
    return format_datetime(moment, "long", locale=_LOCALES[language])


def period(first: date | None, last: date | None, language: str) -> str:
    """One date or two, as far as they are known."""
    known = dict.fromkeys(day for day in (first, last) if day)
    return " – ".join(long_date(day, language) for day in known)


def partial_date(text: str, language: str) -> str:
    """An ISO date in words, also one of which only the month is known; anything else stays as it is."""
    try:
        if month := _MONTH.fullmatch(text):
            first = date(int(month[1]), int(month[2]), 1)
            return format_skeleton("yMMMM", first, locale=_LOCALES[language])
        return long_date(date.fromisoformat(text), language)
    except ValueError:
        return text
