"""What the letters after the request have in common: the head, taken from the file and the communication."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from casework.choices import CommunicationType
from casework.clock import today
from casework.letters.common import authority_of, enclosures_of, signatory_of
from casework.letters.second import Translations
from casework.models import AssistanceRequest, Communication, Measure
from casework.services.communications import Particulars
from casework.services.prepared import said
from documents.choices import LetterKind, TranslationState
from documents.letters import content
from mla_portal.accounts.models import User
from states.treaties import TreatyRules, get_treaty_rules

KINDS: Mapping[CommunicationType, LetterKind] = {
    CommunicationType.REQUEST: LetterKind.REQUEST,
    CommunicationType.RECEIPT: LetterKind.RECEIPT,
    CommunicationType.ACKNOWLEDGEMENT: LetterKind.ACKNOWLEDGEMENT,
    CommunicationType.QUESTION: LetterKind.QUESTIONS,
    CommunicationType.SUPPLEMENT: LetterKind.SUPPLEMENT,
    CommunicationType.CONSULTATION: LetterKind.CONSULTATION,
    CommunicationType.CONSULTATION_REPLY: LetterKind.CONSULTATION_REPLY,
    CommunicationType.DECISION: LetterKind.DECISION,
    CommunicationType.REFUSAL: LetterKind.REFUSAL,
    CommunicationType.POSTPONEMENT: LetterKind.POSTPONEMENT,
    CommunicationType.RESULTS: LetterKind.RESULTS,
    CommunicationType.PARTIAL_RESULTS: LetterKind.RESULTS,
    CommunicationType.RETURN: LetterKind.RETURN,
    CommunicationType.FORWARDING: LetterKind.FORWARDING,
    CommunicationType.CHASER: LetterKind.CHASER,
    CommunicationType.PROGRESS: LetterKind.PROGRESS,
    CommunicationType.WITHDRAWAL: LetterKind.WITHDRAWAL,
    CommunicationType.CLOSING: LetterKind.CLOSING,
    CommunicationType.CERTIFICATE: LetterKind.CERTIFICATE,
}
"""The kind of letter that carries each type of communication. A notice of execution is none of its own."""


@dataclass(frozen=True)
class Step:
    """A communication of ours about to be said in a letter, in one language."""

    communication: Communication
    number: str
    signatory: User | None
    language: str
    translations: Translations

    @property
    def request(self) -> AssistanceRequest:
        return self.communication.request

    @cached_property
    def given(self) -> Particulars:
        """What the officer said when the letter was prepared."""
        return said(self.communication)

    @cached_property
    def rules(self) -> TreatyRules:
        return get_treaty_rules(self.request.treaty_id)

    @cached_property
    def measures(self) -> Mapping[UUID, tuple[int, Measure]]:
        """The measures by their id, each with its number in the request."""
        return {row.pk: (number, row) for number, row in enumerate(self.request.measures.all(), start=1)}

    def measure(self, pk: UUID | None) -> dict[str, Any]:
        """`number` and `measure` of a row about one measure; both empty for the whole request."""
        if pk is None:
            return {"number": None, "measure": None}
        number, row = self.measures[pk]
        return {"number": number, "measure": self._measure_term(row)}

    def _measure_term(self, row: Measure) -> content.Term:
        return content.Term(code=row.type, label=str(self.rules.measure(row.type).label))

    def ground(self, code: str) -> content.Term | None:
        """A ground of the treaty file; None where none is relied on."""
        label = next((str(ground.label) for ground in self.rules.grounds if ground.code == code), code)
        return content.Term(code=code, label=label) if code else None

    def passage(self, text: str) -> content.Passage | None:
        """Free text as it was written, with its translation; None where there is none."""
        original = text.strip()
        found = self.translations.get(original)
        if found is None:
            return content.Passage(text=original) if original else None
        return content.Passage(
            text=original,
            second=found.text,
            state=TranslationState(found.state),
            certified_by=found.certified_by,
        )


def head(step: Step) -> dict[str, Any]:
    """The fields of `StepLetter`."""
    communication, request = step.communication, step.request
    if request.counterpart is None:
        raise ValueError("A letter needs an addressee.")
    return {
        "language": step.language,
        "number": step.number,
        "date": today(request.holder),
        "reference": request.own_reference,
        "counterpart_reference": request.counterpart_reference,
        "sender": authority_of(request.holder, step.language),
        "addressee": authority_of(request.counterpart, step.language),
        "in_reply_to": _reference(communication.answers),
        "concerning": request.subject_matter,
        "text": step.passage(communication.text),
        "enclosures": enclosures_of(_enclosed(communication)),
        "signatory": signatory_of(step.signatory),
    }


def _enclosed(communication: Communication) -> list[UUID]:
    """The documents that go with it, without the sealed letter itself."""
    links = communication.documents.all()
    if communication.letter_id is not None:
        links = links.exclude(document__versions__letter=communication.letter_id)
    return list(links.values_list("document_id", flat=True))


def _reference(answered: Communication | None) -> content.Reference | None:
    """Their letter as they would look it up: by its number where it was a letter of this portal."""
    if answered is None:
        return None
    return content.Reference(
        kind=KINDS.get(CommunicationType(answered.type)),
        number=answered.letter.number if answered.letter else answered.counterpart_reference,
        date=answered.dated_on or answered.passed_on,
    )
