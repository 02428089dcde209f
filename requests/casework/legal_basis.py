"""The legal basis of a request: what binds the two States, on what date, and how sure that is."""

from dataclasses import replace
from typing import Any

from django.utils import translation

from casework.choices import Direction
from casework.clock import today
from casework.models import AssistanceRequest
from documents.choices import LetterLanguage
from states.applicability import Applicability, applicability_to
from states.treaties import get_treaty_rules


def legal_basis_of(request: AssistanceRequest) -> Applicability | None:
    """What the treaty record says of the two States today, for this kind of request and its crimes.

    None until the other State is chosen. Each crime may bring warnings of its own (an annex not accepted).
    """
    if request.counterpart_state is None:
        return None
    rules = get_treaty_rules(request.treaty_id)
    part = rules.part_for(request.kind)
    ours, theirs = request.holder.state, request.counterpart_state
    is_incoming = request.direction == Direction.INCOMING
    known = {crime.code for crime in rules.crimes}
    crimes: list[str | None] = [*sorted({offence.crime for offence in request.offences.all()} & known)]
    found = applicability_to(
        request.treaty,
        *((theirs, ours) if is_incoming else (ours, theirs)),
        today(request.holder),
        part=part.code if part else None,
        crimes=crimes or [None],
    )
    warnings = dict.fromkeys(caveat for answer in found for caveat in answer.warnings)
    return replace(min(found, key=lambda answer: answer.level.rank), warnings=tuple(warnings))


def legal_basis_now(request: AssistanceRequest) -> dict[str, Any] | None:
    """The same as data, in every language of letters: the file keeps it as it stood when it was approved."""
    statement, note, level = {}, {}, ""
    for language in LetterLanguage.values:
        with translation.override(language):
            basis = legal_basis_of(request)
            if basis is None:
                return None
            level = basis.level.value
            statement[language] = basis.sentence
            note[language] = " ".join(caveat.text for caveat in (*basis.uncertainties, *basis.warnings))
    return {"on": today(request.holder).isoformat(), "level": level, "statement": statement, "note": note}
