"""Calendar days where authorities work."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from casework.models import AssistanceRequest, Deadline
from states.memberships import memberships_of
from states.models import Authority
from states.treaties.vocabulary import Owes


def today(authority: Authority) -> date:
    """The day it is now where the authority works."""
    return today_in(authority.time_zone)


def today_of(user: Any) -> date:
    """The day it is now in the reader's office; in the portal's time zone for whoever serves in none, or in
    offices of different days."""
    days = {today_in(member.time_zone) for member in memberships_of(user)}
    return days.pop() if len(days) == 1 else timezone.localdate()


def today_in(time_zone: str) -> date:
    """The day it is now in a named time zone."""
    return timezone.localdate(timezone=ZoneInfo(time_zone))


def zone_of(request: AssistanceRequest, owes: Owes) -> str:
    """The time zone in which the days of whoever owes an act end. That of the holder where the file does not
    name the counterpart's authority."""
    if owes == Owes.COUNTERPART and request.counterpart is not None:
        return request.counterpart.time_zone
    return request.holder.time_zone


def days_left(deadline: Deadline) -> int:
    """How many days are left, 0 on the last day, below 0 when overdue, where the act is owed.

    The file's holder must be at hand (`select_related`).
    """
    zone = deadline.time_zone or deadline.request.holder.time_zone
    return (deadline.due_on - today_in(zone)).days
