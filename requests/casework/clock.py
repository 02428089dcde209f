"""The holder's own calendar day."""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from states.models import Authority


def today(authority: Authority) -> date:
    """The day it is now where the authority works."""
    return timezone.localdate(timezone=ZoneInfo(authority.time_zone))
