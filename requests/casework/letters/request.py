"""Composes what the request letter says, from the case file as it stands."""

from typing import cast

from django.utils import translation

from casework.clock import today
from casework.letters.common import authority_of, enclosures_of, signatory_of, state_term, term
from casework.letters.second import second_texts
from casework.measure_details import details_in_words
from casework.models import AssistanceRequest, Measure, Offence, Person
from documents.letters import content
from mla_portal.accounts.models import User
from states.treaties import TreatyRules, get_treaty_rules


def compose_request(
    request: AssistanceRequest, *, number: str, signatory: User | None
) -> content.RequestLetter:
    """The letter's content in the request's language: every label beside its code, free text as it is.

    With a second language every label is said in both, and free text as far as it is translated.
    """
    first = _in_language(request, request.language, number, signatory)
    second = request.second_language
    if not second:
        return first
    rows = request.translations.filter(communication=None, language=second)
    other = _in_language(request, second, number, signatory)
    texts = second_texts(first, other, {row.original: row for row in rows})
    return first.model_copy(update={"second_language": second, "second": texts})


def _in_language(
    request: AssistanceRequest, language: str, number: str, signatory: User | None
) -> content.RequestLetter:
    with translation.override(language):
        return _request_letter(request, language, number, signatory)


def _request_letter(
    request: AssistanceRequest, language: str, number: str, signatory: User | None
) -> content.RequestLetter:
    rules = get_treaty_rules(request.treaty_id)
    if request.counterpart is None:
        raise ValueError("A letter needs an addressee.")
    return content.RequestLetter(
        language=cast(content.Language, language),
        number=number,
        date=today(request.holder),
        reference=request.own_reference,
        counterpart_reference=request.counterpart_reference,
        requesting=authority_of(request.holder, language),
        requested=authority_of(request.counterpart, language),
        legal_basis=_legal_basis(request, rules, language),
        urgency=term(request.urgency, request.get_urgency_display()),
        urgency_reason=request.urgency_reason,
        confidentiality_wanted=request.confidentiality_wish,
        confidentiality=request.confidentiality_reason if request.confidentiality_wish else "",
        proceedings=content.Proceedings(
            competent_authority=request.competent_authority,
            conducting_authority=request.conducting_authority,
            conducting_functions=request.conducting_functions,
            stage=term(request.proceedings_stage, request.get_proceedings_stage_display()),
            subject_matter=request.subject_matter,
            domestic_reference=request.domestic_reference,
            operation_name=request.operation_name,
        ),
        facts=request.facts,
        purpose=request.purpose,
        procedure=request.procedure_wanted,
        legal_provisions=request.legal_provisions,
        time_limit=(
            content.TimeLimit(due=request.time_limit, reason=request.time_limit_reason)
            if request.time_limit
            else None
        ),
        persons=tuple(_person(person, language) for person in request.persons.select_related("nationality")),
        offences=tuple(_offence(offence, rules) for offence in request.offences.all()),
        measures=tuple(_measure(n, row, rules) for n, row in enumerate(request.measures.all(), start=1)),
        conditions=tuple(condition.text for condition in request.conditions.filter(communication=None)),
        override=_override(request),
        enclosures=enclosures_of(
            request.documents.filter(is_enclosure=True).values_list("document_id", flat=True)
        ),
        signatory=signatory_of(signatory),
    )


def _legal_basis(
    request: AssistanceRequest, rules: TreatyRules, language: str
) -> tuple[content.LegalBasis, ...]:
    """The basis as it stood on the day of approval, not as it may have become since."""
    basis = request.legal_basis or {}
    return (
        content.LegalBasis(
            treaty=content.Term(code=rules.code, label=str(rules.title)),
            statement=basis.get("statement", {}).get(language, ""),
            note=basis.get("note", {}).get(language, ""),
        ),
    )


def _person(person: Person, language: str) -> content.Person:
    return content.Person(
        id=person.pk,
        role=content.Term(code=person.role, label=person.get_role_display()),
        name=str(person),
        given_names=person.given_names,
        family_name=person.family_name,
        aliases=tuple(alias.strip() for alias in person.aliases.splitlines() if alias.strip()),
        birth_date=person.born_on.isoformat() if person.born_on else "",
        birth_place=person.birth_place,
        nationalities=(state_term(person.nationality, language),) if person.nationality else (),
        identity_documents=tuple(
            line.strip() for line in person.identity_documents.splitlines() if line.strip()
        ),
        location=person.location,
        note=person.protection_note,
        is_protected=person.is_protected,
    )


def _offence(offence: Offence, rules: TreatyRules) -> content.Offence:
    return content.Offence(
        id=offence.pk,
        crime=content.Term(code=offence.crime, label=str(rules.crime(offence.crime).label)),
        provision=offence.provision,
        penalty=offence.penalty,
        committed_from=offence.committed_from,
        committed_to=offence.committed_to,
        place=offence.place,
        description=offence.description,
    )


def _measure(number: int, measure: Measure, rules: TreatyRules) -> content.Measure:
    kind = rules.measure(measure.type)
    return content.Measure(
        id=measure.pk,
        number=number,
        measure=content.Term(code=measure.type, label=str(kind.label)),
        description=measure.description,
        details=tuple(
            content.Detail(
                code=field.code, label=str(field.label), value=value, raw=measure.details[field.code]
            )
            for field, value in details_in_words(kind, measure.details)
        ),
    )


def _override(request: AssistanceRequest) -> content.Override | None:
    if not request.override_reason:
        return None
    approval = request.transitions.filter(name="approve").latest("at")
    return content.Override(
        by=str(request.approved_by or ""),
        at=approval.at,
        reason=request.override_reason,
        missing=tuple(request.override_missing),
    )
