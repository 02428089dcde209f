"""Who acts, through which door, and how sure we are of it. Every service takes an Actor."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from mla_portal.accounts.models import User
from mla_portal.common.errors import NotPermitted

SECOND_FACTOR_FRESH = timedelta(minutes=5)


class Channel(StrEnum):
    """The door an act came through."""

    WEB = "web"
    API = "api"
    ADMIN = "admin"
    TASK = "task"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person (or the portal itself, where `user` is None) behind an act.

    `second_factor_at` is the moment (UTC) the person last proved their second factor in this session.
    """

    user: User | None
    channel: Channel
    second_factor_at: datetime | None = None
    correlation_id: str = ""
    address: str = ""

    @classmethod
    def portal(cls, channel: Channel = Channel.TASK) -> Self:
        """The portal acting by itself: a finished letter, a passed date."""
        return cls(user=None, channel=channel)

    @classmethod
    def from_request(cls, request: HttpRequest, channel: Channel = Channel.WEB) -> Self:
        """The signed-in person behind a page request."""
        from mla_portal.accounts.second_factor import second_factor_confirmed_at

        if not isinstance(request.user, User):
            raise PermissionError("Only a signed-in user acts.")
        return cls(
            user=request.user,
            channel=channel,
            second_factor_at=second_factor_confirmed_at(request),
            correlation_id=getattr(request, "correlation_id", ""),
            address=request.META.get("REMOTE_ADDR", ""),
        )

    @property
    def person(self) -> User:
        """The user behind the act. Raises NotPermitted where the portal acts by itself."""
        if self.user is None:
            raise NotPermitted(_("Only a person may do this."))
        return self.user

    @property
    def name(self) -> str:
        return str(self.user) if self.user else "MLA Portal"

    @property
    def has_fresh_second_factor(self) -> bool:
        """Whether the second factor was proved within the last five minutes."""
        return (
            self.second_factor_at is not None
            and timezone.now() - self.second_factor_at <= SECOND_FACTOR_FRESH
        )
