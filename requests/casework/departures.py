"""How a communication leaves the house where the portal itself carries it.

The app that knows a channel registers it at start-up; case work knows none of them. A channel nobody
registered is carried by people, and the portal only records how it went.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.functional import Promise

from mla_portal.accounts.actors import Actor
from states.choices import LetterChannel

if TYPE_CHECKING:
    from casework.models import Communication


@dataclass(frozen=True, slots=True)
class Passage:
    """How far a communication is that the portal carries."""

    label: str | Promise
    failure: str = ""
    """Why it could not be delivered, in words; empty unless it failed."""
    retry: str = ""
    """The address that sends it on its way again; empty for whoever may not."""


Deliver = Callable[["Communication", Actor], None]
Tell = Callable[[Sequence["Communication"], Actor], Mapping[UUID, Passage]]

_channels: dict[str, tuple[Deliver, Tell]] = {}


def register_channel(channel: LetterChannel, deliver: Deliver, tell: Tell) -> None:
    """`deliver` is called in the transaction that records the communication as sent; an exception undoes it.

    It gets the communication with its sealed letter, channel and day. What must leave the house it writes as
    an outbox row: the transaction may still fail. `tell` says how far communications of the channel are.
    """
    _channels[channel] = deliver, tell


def carries(channel: str) -> bool:
    """Whether the portal itself delivers through this channel."""
    return channel in _channels


def depart(communication: "Communication", actor: Actor) -> None:
    """Hands a communication that was just recorded as sent to its channel."""
    if communication.channel in _channels:
        deliver, _tell = _channels[communication.channel]
        deliver(communication, actor)


def passages(communications: Sequence["Communication"], actor: Actor) -> dict[UUID, Passage]:
    """How far those are that the portal carries, by the id of the communication; the others are left out."""
    found: dict[UUID, Passage] = {}
    for channel, (_deliver, tell) in _channels.items():
        if carried := [one for one in communications if one.channel == channel and one.passed_on]:
            found |= tell(carried, actor)
    return found
