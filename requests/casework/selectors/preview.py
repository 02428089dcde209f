"""What a letter would say, in its own wording and languages."""

from casework.legal_basis import legal_basis_now
from casework.letters import compose, compose_request
from casework.models import AssistanceRequest, Communication
from documents.letters.outlines import Frame, outline
from documents.rendering.outline import Outline
from documents.selectors import letter_wording
from mla_portal.accounts.models import User


def draft_outline(case: AssistanceRequest, signatory: User) -> Outline | None:
    """The request's letter as the draft stands; None until there is an addressee."""
    if case.counterpart is None:
        return None
    if case.legal_basis is None:  # until the approval keeps it, as it stands today; in memory only
        case.legal_basis = legal_basis_now(case)
    content = compose_request(case, number="–", signatory=signatory)
    return outline(content, letter_wording(content), Frame.draft())


def letter_outline(communication: Communication, signatory: User) -> Outline | None:
    """A prepared letter as it would be set now, signed by this person; None without an addressee."""
    if communication.request.counterpart is None:
        return None
    content = compose(communication, number="–", signatory=signatory)
    return outline(content, letter_wording(content), Frame.draft())
