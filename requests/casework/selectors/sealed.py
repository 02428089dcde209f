"""What a sealed letter says, beside what the file would have it say today."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.letters import compose, is_written
from casework.models import Communication

_OF_THE_DAY = frozenset({"number", "date", "signatory", "format", "second"})
"""What differs whenever a letter is made; the second language follows the first."""

_WORDS: Mapping[str, str | Promise] = {
    "counterpart_reference": gettext_lazy("Their reference"),
    "sender": gettext_lazy("The sender’s name or address"),
    "addressee": gettext_lazy("The addressee’s name or address"),
    "in_reply_to": gettext_lazy("The letter it answers"),
    "concerning": gettext_lazy("The subject of the case"),
    "text": gettext_lazy("The text"),
    "conditions": gettext_lazy("The conditions"),
    "enclosures": gettext_lazy("The enclosures"),
    "answers": gettext_lazy("The answers"),
    "questions": gettext_lazy("The questions"),
    "days": gettext_lazy("The days that change"),
    "decisions": gettext_lazy("What is decided"),
    "consulted_on": gettext_lazy("The consultation"),
    "waiver": gettext_lazy("Why it is decided without a consultation"),
    "measures": gettext_lazy("The results of the measures"),
    "items": gettext_lazy("The items"),
    "is_complete": gettext_lazy("Whether more will follow"),
    "due": gettext_lazy("The day it was due"),
    "sent_on": gettext_lazy("The day of our last letter"),
    "status": gettext_lazy("Where the request stands"),
}


def changed_since_sealed(communication: Communication) -> list[str]:
    """The parts of a sealed letter that the file would say otherwise now, in words; none where it stands.

    Nothing is written by it.
    """
    letter = communication.letter
    if letter is None or not is_written(communication.type):
        return []
    try:
        now = compose(communication, number=letter.number, signatory=letter.ordered_by).frozen()
    except (ValueError, LookupError, ObjectDoesNotExist):
        return [_("What it is about is not in the file any more")]
    return [str(_WORDS.get(name, name)) for name in _differing(letter.data, now)]


def _differing(sealed: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """In the order of the letter. What a letter sealed before did not know of does not count where empty."""
    names = [name for name in now if name not in _OF_THE_DAY]
    return [name for name in names if (sealed.get(name) or None) != (now[name] or None)]
