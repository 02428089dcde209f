"""Where a field of the rules' vocabulary is in the case file: on which page, and with what in it.

Treaty files and country rules name the fields; this is the one place that knows them in the file.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.choices import CommunicationDirection, Direction
from casework.models import AssistanceRequest, CaseDocument, Measure, Offence, Person
from documents.choices import TranslationState
from states.models import Authority
from states.treaties import TreatyRules
from states.treaties.vocabulary import MEASURE_DETAILS, CaseField


@dataclass(frozen=True, slots=True)
class Case:
    """The file with its parts, each read once, and the rules of its treaty."""

    request: AssistanceRequest
    persons: Sequence[Person]
    offences: Sequence[Offence]
    measures: Sequence[Measure]
    rules: TreatyRules

    def is_read_in(self, languages: Collection[str]) -> bool:
        """Whether the letter says all in one of the languages: it is in it, or every sentence is translated
        into it beside, by a person, from the wording as it stands."""
        second = self.request.second_language
        if self.request.language in languages:
            return True
        return bool(second) and second in languages and self._sentences() <= self._translated(second)

    def _sentences(self) -> set[str]:
        texts = [getattr(self.request, name) for name in _SENTENCES]
        texts += [offence.description for offence in self.offences]
        texts += [measure.description for measure in self.measures]
        return {text.strip() for text in texts if text.strip()}

    def _translated(self, language: str) -> set[str]:
        """The originals. In Python: a list of files has read the translations already."""
        by_hand = (TranslationState.HUMAN, TranslationState.CERTIFIED)
        return {
            row.original
            for row in self.request.translations.all()
            if row.communication_id is None and row.language == language and row.state in by_hand
        }


_SENTENCES = ("subject_matter", "facts", "legal_provisions", "purpose", "procedure_wanted", "urgency_reason")
"""What a request says in sentences, beside its offences and measures; the rest are names, places and days."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One field as it stands, in the request or in one of its rows.

    `section` is the page of the drafting path, `field` the form field on it; `subject` names the row.
    """

    section: str
    field: str
    value: Any
    part_id: UUID | None = None
    subject: str = ""

    @property
    def is_filled(self) -> bool:
        return bool(self.value.strip() if isinstance(self.value, str) else self.value)

    @property
    def length(self) -> int:
        """Characters of a text; 0 for what is none."""
        return len(self.value.strip()) if isinstance(self.value, str) else 0


@dataclass(frozen=True, slots=True)
class _Place:
    """The page and form field of a field of the vocabulary, and how its value is read."""

    section: str
    form_field: str
    read: Callable[[Any], Any]


def _own(section: str, name: str) -> _Place:
    return _Place(section, name, lambda row: getattr(row, name))


def _of_request(section: str, name: str) -> _Place:
    return _Place(section, name, lambda case: getattr(case.request, name))


def _rows(section: str) -> _Place:
    return _Place(section, "", lambda case: getattr(case, section))


def addressed(request: AssistanceRequest) -> Authority | None:
    """The requested authority: we ourselves, of a request that came to us."""
    return request.holder if request.direction == Direction.INCOMING else request.counterpart


def enclosure_titles(request: AssistanceRequest) -> list[str]:
    """The titles of what is enclosed, or came with a request to us. In Python: a list of files has read all
    documents already."""
    is_incoming = request.direction == Direction.INCOMING
    return [
        str(link)
        for link in request.documents.all()
        if (is_received(link) if is_incoming else link.is_enclosure)
    ]


def is_received(link: CaseDocument) -> bool:
    """Whether the document came from the counterpart."""
    passed = link.communication
    return passed is not None and passed.direction == CommunicationDirection.RECEIVED


def _language_is_accepted(case: Case) -> bool:
    """Whether the addressed authority reads the letter's language, or a translation may be enclosed.

    An authority whose languages are not known is asked for nothing.
    """
    to = addressed(case.request)
    accepted = to.languages if to else []
    return not accepted or bool(enclosure_titles(case.request)) or case.is_read_in(accepted)


_REQUEST: Mapping[str, _Place] = {
    CaseField.COUNTERPART: _Place("addressee", "counterpart", lambda case: addressed(case.request)),
    CaseField.LANGUAGE: _Place("addressee", "language", _language_is_accepted),
    CaseField.COMPETENT_AUTHORITY: _of_request("proceedings", "competent_authority"),
    CaseField.CONDUCTING_AUTHORITY: _of_request("proceedings", "conducting_authority"),
    CaseField.CONDUCTING_FUNCTIONS: _of_request("proceedings", "conducting_functions"),
    CaseField.PROCEEDINGS_STAGE: _of_request("proceedings", "proceedings_stage"),
    CaseField.SUBJECT_MATTER: _of_request("proceedings", "subject_matter"),
    CaseField.LEGAL_PROVISIONS: _of_request("offences", "legal_provisions"),
    CaseField.FACTS: _of_request("facts", "facts"),
    CaseField.PURPOSE: _of_request("facts", "purpose"),
    CaseField.PROCEDURE_WANTED: _of_request("measures", "procedure_wanted"),
    CaseField.URGENCY_REASON: _of_request("handling", "urgency_reason"),
    CaseField.TIME_LIMIT: _of_request("handling", "time_limit"),
    CaseField.TIME_LIMIT_REASON: _of_request("handling", "time_limit_reason"),
    CaseField.CONFIDENTIALITY_REASON: _of_request("handling", "confidentiality_reason"),
    CaseField.PERSONS: _rows("persons"),
    CaseField.OFFENCES: _rows("offences"),
    CaseField.MEASURES: _rows("measures"),
    CaseField.DOCUMENTS: _Place("documents", "", lambda case: enclosure_titles(case.request)),
}
_PERSON: Mapping[str, _Place] = {
    CaseField.PERSON_IDENTITY: _Place(
        "persons", "born_on", lambda p: p.born_on or p.birth_place or p.identity_documents
    ),
    CaseField.PERSON_BIRTH_DATE: _own("persons", "born_on"),
    CaseField.PERSON_NATIONALITY: _own("persons", "nationality_id"),
    CaseField.PERSON_LOCATION: _own("persons", "location"),
    CaseField.PERSON_PROTECTION: _own("persons", "protection_note"),
}
_OFFENCE: Mapping[str, _Place] = {
    CaseField.OFFENCE_PROVISION: _own("offences", "provision"),
    CaseField.OFFENCE_PENALTY: _own("offences", "penalty"),
    CaseField.OFFENCE_PLACE: _own("offences", "place"),
    CaseField.OFFENCE_PERIOD: _own("offences", "committed_from"),
}
_MEASURE: Mapping[str, _Place] = {CaseField.MEASURE_DESCRIPTION: _own("measures", "description")}

KNOWN_FIELDS = frozenset({*_REQUEST, *_PERSON, *_OFFENCE, *_MEASURE})
"""The vocabulary that can be looked up; a system check compares it with that of the rules."""


def spots(case: Case, field: str, measures: Collection[Measure]) -> Iterator[Spot]:
    """Where the field is: once in the request, or in each row it is meant for.

    A field of persons is meant for each, but the protection only for those who need it; one of measures for
    the `measures` given.
    """
    if place := _REQUEST.get(field):
        yield _spot(place, place.read(case))
    elif place := _PERSON.get(field):
        for person in case.persons:
            if field != CaseField.PERSON_PROTECTION or person.is_protected:
                yield _spot(place, place.read(person), person.pk, str(person))
    elif place := _OFFENCE.get(field):
        for offence in case.offences:
            yield _spot(place, place.read(offence), offence.pk, str(case.rules.crime(offence.crime).label))
    else:
        place = _MEASURE.get(field) or _detail(field)
        for measure in measures:
            yield _spot(place, place.read(measure), measure.pk, str(case.rules.measure(measure.type).label))


def _detail(field: str) -> _Place:
    name = field.removeprefix(MEASURE_DETAILS)
    return _Place("measures", f"details_{name}", lambda measure: measure.details.get(name))


def _spot(place: _Place, value: Any, part_id: UUID | None = None, subject: str = "") -> Spot:
    return Spot(place.section, place.form_field.removesuffix("_id"), value, part_id, subject)
