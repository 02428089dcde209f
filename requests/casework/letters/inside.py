"""The letter beside the communications of a file: to a competent authority."""

from typing import Any
from uuid import UUID

from django.utils import translation

from casework.clock import today
from casework.letters.common import authority_of, signatory_of
from casework.measure_details import details_in_words
from casework.models import AssistanceRequest, MeasureAssignment
from documents.choices import LetterLanguage
from documents.letters import content
from mla_portal.accounts.models import User
from states.models import Authority
from states.treaties import get_treaty_rules


def language_of(authority: Authority) -> str:
    """The first of an authority's languages in which there are letters; English where there is none."""
    return next(
        (code for code in authority.languages if code in LetterLanguage.values), LetterLanguage.ENGLISH
    )


def compose_assignment(
    assignment: MeasureAssignment, *, number: str, signatory: User | None
) -> content.AssignmentLetter:
    """One measure to the competent authority, with what it is told and no more of the file."""
    request, measure = assignment.request, assignment.measure
    language = language_of(request.holder)
    with translation.override(language):
        kind = get_treaty_rules(request.treaty_id).measure(measure.type)
        return content.AssignmentLetter(
            **_head(request, assignment.authority, language, number, signatory),
            text=_passage(assignment.facts),
            measure_number=_number_of(assignment),
            measure=content.Term(code=measure.type, label=str(kind.label)),
            details=tuple(
                content.Detail(
                    code=field.code, label=str(field.label), value=text, raw=measure.details[field.code]
                )
                for field, text in details_in_words(kind, measure.details)
            ),
            instructions=_passage(assignment.instructions),
            due=assignment.due_on,
            confidentiality=_passage(assignment.confidentiality_note),
            protection=_passage(assignment.protection_note),
        )


def _head(
    request: AssistanceRequest, to: Authority, language: str, number: str, signatory: User | None
) -> dict[str, Any]:
    return {
        "language": language,
        "number": number,
        "date": today(request.holder),
        "reference": request.own_reference,
        "sender": authority_of(request.holder, language),
        "addressee": authority_of(to, language),
        "signatory": signatory_of(signatory),
    }


def _number_of(assignment: MeasureAssignment) -> int:
    """The measure's number in the request, by its place among the measures."""
    ids: list[UUID] = list(assignment.request.measures.values_list("pk", flat=True))
    return ids.index(assignment.measure_id) + 1


def _passage(text: str) -> content.Passage | None:
    return content.Passage(text=text.strip()) if text.strip() else None
