"""What an officer said when a letter was prepared, kept with it until the letter goes out."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from casework.models import AssistanceRequest, Communication
from casework.services.communications import Particulars
from mla_portal.common.errors import Refusal

_KEPT = TypeAdapter(Particulars)
_PASSAGE = ("channel", "passed_on", "proof", "communication", "documents", "text")
"""Said when the letter goes out, or kept in fields and rows of their own."""


def keep(given: Particulars) -> dict[str, Any]:
    """The particulars of the step as JSON, without those of its passage."""
    kept: dict[str, Any] = _KEPT.dump_python(given, mode="json", exclude_defaults=True)
    return {name: value for name, value in kept.items() if name not in _PASSAGE}


def said(communication: Communication) -> Particulars:
    """The particulars with which a letter of ours was prepared."""
    documents = tuple(communication.documents.values_list("pk", flat=True)) if communication.pk else ()
    return replace(_KEPT.validate_python(communication.data), text=communication.text, documents=documents)


def with_prepared(
    request: AssistanceRequest, given: Particulars, *, kind: str | None, transition: str = ""
) -> Particulars:
    """Where a prepared letter goes out: what it says, and how it passes now. Otherwise as given. The reason
    for deciding without a consultation is that of whoever performs the act.

    `kind` is the type of communication that passes, `transition` the act it passes by, if it moves the file.
    Raises DoesNotExist for a letter of another file, Refusal for one that was prepared for something else.
    """
    if given.communication is None:
        return given
    communication = request.communications.get(pk=given.communication)
    if (communication.type, communication.transition) != (kind, transition):
        raise Refusal(_("This letter was prepared for another act."))
    prepared = said(communication)
    return replace(
        prepared,
        communication=communication.pk,
        channel=given.channel,
        passed_on=given.passed_on,
        proof=given.proof,
        answer=given.answer or prepared.answer,
        without_consultation=given.without_consultation,
    )
