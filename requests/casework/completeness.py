"""Says what a request still lacks, item by item, with the field, the citation and how sure the rule is.

The rules are the treaty file's. This module only knows how to look each of its fields up in the case file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.choices import Urgency
from casework.models import AssistanceRequest, Measure, Offence, Person
from states.choices import Confidence
from states.treaties import TreatyRules, get_treaty_rules
from states.treaties.schema import Requirement
from states.treaties.vocabulary import MEASURE_DETAILS, CaseField, Level, When


@dataclass(frozen=True, slots=True)
class Item:
    """One required or recommended content, as it stands in this request.

    `subject` names the person, offence or measure it concerns, `part_id` is that row's id; `section` is the
    page of the drafting path, `field` the form field on it. `citation` never comes without its confidence.
    """

    code: str
    label: str
    subject: str
    is_met: bool
    is_required: bool
    section: str
    field: str
    part_id: UUID | None
    citation: str
    confidence: Confidence
    fix: str

    @property
    def full_label(self) -> str:
        return f"{self.label} ({self.subject})" if self.subject else self.label


@dataclass(frozen=True, slots=True)
class Completeness:
    """The whole check. A request with something `missing` is sent only on an approver's reasoned override."""

    items: tuple[Item, ...]

    @property
    def missing(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_required and not item.is_met)

    @property
    def recommended(self) -> tuple[Item, ...]:
        """Recommended contents that are not there; they stop nothing."""
        return tuple(item for item in self.items if not item.is_required and not item.is_met)

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def percentage(self) -> int:
        """How many of the required contents are there, in whole per cent, rounded down."""
        required = [item for item in self.items if item.is_required]
        return 100 * sum(item.is_met for item in required) // len(required) if required else 100

    def missing_in(self, section: str) -> int:
        """How many required contents of a section are missing."""
        return sum(item.section == section for item in self.missing)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a field of the treaty file's vocabulary is in the case file."""

    section: str
    form_field: str
    is_there: Callable[[Any], bool]


def _filled(name: str) -> Callable[[Any], bool]:
    def is_there(row: Any) -> bool:
        value = getattr(row, name)
        return bool(value.strip() if isinstance(value, str) else value)

    return is_there


def _own(section: str, name: str) -> _Place:
    return _Place(section, name, _filled(name))


def _language_is_accepted(request: AssistanceRequest) -> bool:
    """Whether the addressed authority reads the letter's language, or a translation may be enclosed.

    An authority whose languages are not known is asked for nothing.
    """
    accepted = request.counterpart.languages if request.counterpart else []
    return not accepted or request.language in accepted or _has_enclosure(request)


def _has_enclosure(request: AssistanceRequest) -> bool:
    """In Python, over all documents: a list of files has read them already."""
    return any(link.is_enclosure for link in request.documents.all())


def _of_request(section: str, name: str) -> _Place:
    filled = _filled(name)
    return _Place(section, name, lambda case: filled(case.request))


def _rows(section: str) -> _Place:
    return _Place(section, "", lambda case: bool(getattr(case, section)))


_REQUEST: Mapping[str, _Place] = {
    CaseField.COUNTERPART: _of_request("addressee", "counterpart_id"),
    CaseField.LANGUAGE: _Place("addressee", "language", lambda case: _language_is_accepted(case.request)),
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
    CaseField.DOCUMENTS: _Place("documents", "", lambda case: _has_enclosure(case.request)),
}
_PERSON: Mapping[str, _Place] = {
    CaseField.PERSON_IDENTITY: _Place(
        "persons", "born_on", lambda p: bool(p.born_on or p.birth_place or p.identity_documents)
    ),
    CaseField.PERSON_NATIONALITY: _own("persons", "nationality_id"),
    CaseField.PERSON_LOCATION: _own("persons", "location"),
}
_OFFENCE: Mapping[str, _Place] = {
    CaseField.OFFENCE_PROVISION: _own("offences", "provision"),
    CaseField.OFFENCE_PENALTY: _own("offences", "penalty"),
    CaseField.OFFENCE_PLACE: _own("offences", "place"),
    CaseField.OFFENCE_PERIOD: _own("offences", "committed_from"),
}
_MEASURE: Mapping[str, _Place] = {CaseField.MEASURE_DESCRIPTION: _own("measures", "description")}

KNOWN_FIELDS = frozenset({*_REQUEST, *_PERSON, *_OFFENCE, *_MEASURE})
"""The vocabulary this check can look up; a system check compares it with the treaty file's."""


@dataclass(frozen=True, slots=True)
class _Case:
    """The file with its parts, each read once."""

    request: AssistanceRequest
    persons: Sequence[Person]
    offences: Sequence[Offence]
    measures: Sequence[Measure]


def check(
    request: AssistanceRequest,
    *,
    persons: Sequence[Person] | None = None,
    offences: Sequence[Offence] | None = None,
    measures: Sequence[Measure] | None = None,
) -> Completeness:
    """Runs every rule of the request's treaty, in a constant number of queries.

    Parts given here stand in for the stored ones, so that a form can be checked while it is being written.
    """
    case = _Case(
        request,
        list(request.persons.all()) if persons is None else persons,
        list(request.offences.all()) if offences is None else offences,
        list(request.measures.all()) if measures is None else measures,
    )
    rules = get_treaty_rules(request.treaty_id)
    requirements = rules.requirements_for(
        [measure.type for measure in case.measures],
        urgent=request.urgency == Urgency.URGENT,
        time_limit=request.time_limit is not None,
        confidential=request.confidentiality_wish,
    )
    return Completeness(tuple(item for rule in requirements for item in _items(case, rules, rule)))


def _items(case: _Case, rules: TreatyRules, rule: Requirement) -> Iterator[Item]:
    """The items one rule makes: one for the request, or one for each row it is meant for."""
    if place := _REQUEST.get(rule.field):
        yield _item(rule, place, place.is_there(case))
    elif place := _PERSON.get(rule.field):
        for person in case.persons:
            yield _item(rule, place, place.is_there(person), person, str(person))
    elif place := _OFFENCE.get(rule.field):
        for offence in case.offences:
            yield _item(rule, place, place.is_there(offence), offence, str(rules.crime(offence.crime).label))
    else:
        for measure in _meant(case.measures, rules, rule):
            place = _MEASURE.get(rule.field) or _detail(rule.field)
            yield _item(rule, place, place.is_there(measure), measure, str(rules.measure(measure.type).label))


def _meant(measures: Iterable[Measure], rules: TreatyRules, rule: Requirement) -> Iterator[Measure]:
    for measure in measures:
        if rule.when is When.MEASURE and measure.type not in rule.measures:
            continue
        if rule.when is When.COERCIVE and not rules.measure(measure.type).is_coercive:
            continue
        yield measure


def _detail(field: str) -> _Place:
    name = field.removeprefix(MEASURE_DETAILS)
    return _Place(
        "measures", f"details_{name}", lambda measure: measure.details.get(name) not in (None, "", [], False)
    )


def _item(
    rule: Requirement,
    place: _Place,
    is_met: bool,
    part: Person | Offence | Measure | None = None,
    subject: str = "",
) -> Item:
    return Item(
        code=rule.code,
        label=str(rule.label),
        subject=subject,
        is_met=is_met,
        is_required=rule.level is Level.REQUIRED,
        section=place.section,
        field=place.form_field.removesuffix("_id"),
        part_id=part.pk if part else None,
        citation=rule.citation,
        confidence=rule.confidence,
        fix=str(rule.fix),
    )
