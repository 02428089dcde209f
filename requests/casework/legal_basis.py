"""The legal basis of a request: what binds the two States, on what date, and how sure that is."""

from typing import Any

from django.utils import translation

from casework.clock import today
from casework.models import AssistanceRequest
from documents.choices import LetterLanguage
from states.applicability import Applicability, applicability


def legal_basis_of(request: AssistanceRequest) -> Applicability | None:
    """What the treaty record says of the two States today; None until a requested State is chosen."""
    if request.counterpart_state is None:
        return None
    return applicability(
        request.treaty, request.holder.state, request.counterpart_state, today(request.holder)
    )


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
            note[language] = " ".join(caveat.text for caveat in basis.uncertainties)
    return {"on": today(request.holder).isoformat(), "level": level, "statement": statement, "note": note}
