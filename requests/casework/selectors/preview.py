"""What the letter would say, section by section, in the letter's own wording and language."""

from casework.legal_basis import legal_basis_now
from casework.letters import compose, compose_request
from casework.models import AssistanceRequest, Communication
from documents.choices import LetterKind, LetterLanguage
from documents.letters.outlines import Frame, outline, sections_of
from documents.letters.wording import Wording
from documents.rendering.outline import Outline, Section
from documents.selectors import letter_texts, letter_wording
from mla_portal.accounts.models import User


def letter_sections(case: AssistanceRequest, signatory: User) -> list[Section] | None:
    """The numbered sections of the letter as the draft stands; None until there is an addressee."""
    if case.counterpart is None:
        return None
    if case.legal_basis is None:  # until the approval keeps it, as it stands today; in memory only
        case.legal_basis = legal_basis_now(case)
    content = compose_request(case, number="–", signatory=signatory)
    texts = letter_texts(LetterKind.REQUEST, LetterLanguage(case.language))
    return sections_of(content, Wording(texts, content.language))


def letter_outline(communication: Communication, signatory: User) -> Outline | None:
    """A prepared letter as it would be set now, signed by this person; None without an addressee."""
    if communication.request.counterpart is None:
        return None
    content = compose(communication, number="–", signatory=signatory)
    return outline(content, letter_wording(content), Frame.draft())
