"""How a communication leaves the house where the portal itself carries it.

The app that knows a channel registers it at start-up; case work knows none of them. A channel nobody
registered is carried by people, and the portal only records how it went.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from mla_portal.accounts.actors import Actor
from states.choices import LetterChannel

if TYPE_CHECKING:
    from casework.models import Communication

Deliver = Callable[["Communication", Actor], None]

_channels: dict[str, Deliver] = {}


def register_channel(channel: LetterChannel, deliver: Deliver) -> None:
    """`deliver` is called in the transaction that records the communication as sent; an exception undoes it.

    It gets the communication with its sealed letter, channel and day. What must leave the house it writes as
    an outbox row: the transaction may still fail.
    """
    _channels[channel] = deliver


def carries(channel: str) -> bool:
    """Whether the portal itself delivers through this channel."""
    return channel in _channels


def depart(communication: "Communication", actor: Actor) -> None:
    """Hands a communication that was just recorded as sent to its channel."""
    if deliver := _channels.get(communication.channel):
        deliver(communication, actor)
