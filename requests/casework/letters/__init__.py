"""Composes letters from the case file: every label in the letter's language beside its code."""

from collections.abc import Callable, Mapping

from django.utils import translation

from casework.choices import CommunicationType
from casework.letters import both, incoming, outgoing
from casework.letters.inside import compose_assignment, language_of
from casework.letters.request import compose_request
from casework.letters.results import results
from casework.letters.second import Translations, second_texts
from casework.letters.step import Step
from casework.models import Communication
from documents.letters import content
from mla_portal.accounts.models import User

__all__ = [
    "compose",
    "compose_assignment",
    "compose_request",
    "is_written",
    "language_of",
]

_COMPOSERS: Mapping[CommunicationType, Callable[[Step], content.StepLetter]] = {
    CommunicationType.RECEIPT: incoming.receipt,
    CommunicationType.ACKNOWLEDGEMENT: incoming.acknowledgement,
    CommunicationType.QUESTION: incoming.questions,
    CommunicationType.SUPPLEMENT: outgoing.supplement,
    CommunicationType.CONSULTATION: incoming.consultation,
    CommunicationType.CONSULTATION_REPLY: outgoing.consultation_reply,
    CommunicationType.DECISION: incoming.decision,
    CommunicationType.REFUSAL: incoming.refusal,
    CommunicationType.POSTPONEMENT: incoming.postponement,
    CommunicationType.RESULTS: results,
    CommunicationType.PARTIAL_RESULTS: results,
    CommunicationType.RETURN: incoming.returned,
    CommunicationType.FORWARDING: incoming.forwarding,
    CommunicationType.CHASER: both.chaser,
    CommunicationType.PROGRESS: incoming.progress,
    CommunicationType.WITHDRAWAL: outgoing.withdrawal,
    CommunicationType.CLOSING: both.closing,
    CommunicationType.CERTIFICATE: both.certificate,
}


def is_written(kind: str | None) -> bool:
    """Whether a communication of this type is a letter beside the status, written and sealed by itself."""
    return kind in _COMPOSERS


def compose(communication: Communication, *, number: str, signatory: User | None) -> content.StepLetter:
    """What a prepared communication says as a letter under this number, from the file as it stands.

    With a second language every label is said in both, and free text as far as it is translated.
    """
    second = communication.second_language
    translations = translations_of(communication) if second else {}
    first = _compose(Step(communication, number, signatory, communication.language, translations))
    if not second:
        return first
    other = _compose(Step(communication, number, signatory, second, {}))
    texts = second_texts(first, other, translations)
    return first.model_copy(update={"second_language": second, "second": texts})


def _compose(step: Step) -> content.StepLetter:
    with translation.override(step.language):
        return _COMPOSERS[CommunicationType(step.communication.type)](step)


def translations_of(communication: Communication) -> Translations:
    """The translations into a letter's second language, by the original whose wording they hold for."""
    rows = communication.translations.filter(language=communication.second_language)
    return {row.original: row for row in rows}
