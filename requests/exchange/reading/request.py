"""A request letter read into the fields and parts of an incoming file.

What a field of the file cannot take stands in the text beside it, so that nothing of the letter is lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField
from django.utils.translation import gettext as _

from casework.choices import PersonRole, ProceedingsStage, Urgency
from casework.measure_details import faults_of
from casework.models import AssistanceRequest, Offence, Person
from documents.choices import LetterLanguage
from documents.letters import content
from documents.letters.content import RequestLetter
from states.models import State, Treaty
from states.treaties import TreatyRules
from states.treaties.schema import Measure as MeasureKind
from states.treaties.vocabulary import FieldType

OTHER_MEASURE = "other"
"""The catalogue's measure for an act that it does not name."""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What `open_incoming` takes: `sections` the file's own fields, `parts` its rows by their name, `text`
    what the file has no field for."""

    sections: Mapping[str, Any]
    parts: Mapping[str, list[Mapping[str, Any]]]
    text: str


def treaty_of(letter: RequestLetter) -> Treaty | None:
    """The treaty relied on, if the portal knows it."""
    codes = [basis.treaty.code for basis in letter.legal_basis]
    return next((treaty for code in codes if (treaty := Treaty.objects.filter(pk=code).first())), None)


def read_request(letter: RequestLetter, rules: TreatyRules) -> ReadRequest:
    """All that the letter says, under the treaty of the file."""
    stage = letter.proceedings.stage.code if letter.proceedings.stage else ""
    urgency = letter.urgency.code if letter.urgency else ""
    proceedings = letter.proceedings
    sections = {
        "language": letter.language if letter.language in LetterLanguage.values else LetterLanguage.ENGLISH,
        "competent_authority": proceedings.competent_authority,
        "conducting_authority": proceedings.conducting_authority,
        "conducting_functions": proceedings.conducting_functions,
        "domestic_reference": proceedings.domestic_reference,
        "operation_name": proceedings.operation_name,
        "proceedings_stage": stage if stage in ProceedingsStage.values else "",
        "subject_matter": proceedings.subject_matter,
        "facts": letter.facts,
        "legal_provisions": letter.legal_provisions,
        "purpose": letter.purpose,
        "procedure_wanted": letter.procedure,
        "urgency": urgency if urgency in Urgency.values else Urgency.ROUTINE,
        "urgency_reason": letter.urgency_reason,
        "time_limit": letter.time_limit.due if letter.time_limit else None,
        "time_limit_reason": letter.time_limit.reason if letter.time_limit else "",
        "confidentiality_wish": letter.confidentiality_wanted,
        "confidentiality_reason": letter.confidentiality,
    }
    states = State.objects.in_bulk({n.code for p in letter.persons for n in p.nationalities})
    parts: dict[str, list[Mapping[str, Any]]] = {
        "persons": [_fitted(Person, _person(person, states)) for person in letter.persons],
        "offences": [_fitted(Offence, _offence(offence)) for offence in letter.offences],
        "measures": [_measure(one, rules) for one in sorted(letter.measures, key=lambda one: one.number)],
    }
    return ReadRequest(_fitted(AssistanceRequest, sections), parts, _rest(letter))


def _fitted(model: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Lines cut to what their columns hold; free text has room for all of a letter's."""
    limits = {
        f.name: f.max_length for f in model._meta.get_fields() if isinstance(f, CharField) and f.max_length
    }
    return {
        name: value[: limits[name]] if isinstance(value, str) and name in limits else value
        for name, value in values.items()
    }


def _person(person: content.Person, states: Mapping[str, State]) -> dict[str, Any]:
    known = [states[term.code] for term in person.nationalities if term.code in states]
    more = [term.label for term in person.nationalities if term.code not in {s.pk for s in known[:1]}]
    papers = [*person.identity_documents, *(_("Nationality: %(state)s") % {"state": one} for one in more)]
    born = _day(person.birth_date)
    place = (
        person.birth_place if born or not person.birth_date else f"{person.birth_date}, {person.birth_place}"
    )
    return {
        "sent_id": person.id,
        "role": person.role.code if person.role.code in PersonRole.values else PersonRole.OTHER,
        "family_name": person.family_name or person.name,
        "given_names": person.given_names,
        "aliases": "\n".join(" ".join(alias.split()) for alias in person.aliases),
        "born_on": born,
        "birth_place": place.strip(", "),
        "nationality": known[0] if known else None,
        "identity_documents": "\n".join(papers),
        "location": person.location,
        "is_protected": person.is_protected,
        "protection_note": person.note,
    }


def _day(text: str) -> date | None:
    """A whole day; None where only a month or a year is known."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _offence(offence: content.Offence) -> dict[str, Any]:
    """A crime that the treaty's file does not know is refused by the file; none is put in its place."""
    return {
        "sent_id": offence.id,
        "crime": offence.crime.code,
        "provision": offence.provision,
        "penalty": offence.penalty,
        "committed_from": offence.committed_from,
        "committed_to": offence.committed_to,
        "place": offence.place,
        "description": offence.description,
    }


def _measure(measure: content.Measure, rules: TreatyRules) -> dict[str, Any]:
    """Particulars go to the fields of their code; those that the catalogue does not take stay in words."""
    kinds = {kind.code: kind for kind in rules.measures}
    kind = kinds.get(measure.measure.code)
    unknown = [] if kind else [measure.measure.label]
    kind = kind or kinds[OTHER_MEASURE]
    details: dict[str, Any] = {}
    for detail in measure.details:
        code, value = _detail(detail, kind)
        if code and code not in details and not faults_of(kind, {code: value}):
            details[code] = value
        else:
            unknown.append(f"{detail.label}: {detail.value}")
    description = "\n".join(filter(None, (measure.description, *unknown)))
    return {"sent_id": measure.id, "type": kind.code, "description": description, "details": details}


def _detail(detail: content.Detail, kind: MeasureKind) -> tuple[str, Any]:
    """The field's code and the value it takes: in format 1.0 only the label and the words are there."""
    if detail.code:
        return detail.code, detail.raw if detail.raw is not None else detail.value
    for field in kind.fields:
        if str(field.label) == detail.label and field.type in (FieldType.TEXT, FieldType.LONG_TEXT):
            return field.code, detail.value
    return "", None


def _rest(letter: RequestLetter) -> str:
    """What the file has no field for: conditions given, and contents that were missing."""
    lines = [_("Condition or assurance given: %(text)s") % {"text": text} for text in letter.conditions]
    if letter.override:
        lines.append(
            _("Sent without: %(missing)s. Reason: %(reason)s (%(by)s)")
            % {
                "missing": "; ".join(letter.override.missing),
                "reason": letter.override.reason,
                "by": letter.override.by,
            }
        )
    return "\n\n".join(lines)


def names_in(persons: Iterable[content.Person]) -> list[str]:
    """Every name and other spelling, for the search of files alike."""
    return list(dict.fromkeys(name for person in persons for name in (person.name, *person.aliases) if name))
