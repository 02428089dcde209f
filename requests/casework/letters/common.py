"""What every composed letter takes from the file: vocabulary terms, authorities and enclosures."""

from collections.abc import Iterable
from uuid import UUID

from documents.letters import content
from documents.models import Version
from mla_portal.accounts.models import User
from states.models import Authority, State


def term(code: str, label: object) -> content.Term | None:
    """The code with its label; None where there is no code."""
    return content.Term(code=code, label=str(label)) if code else None


def state_term(state: State, language: str) -> content.Term:
    return content.Term(code=state.code, label=state.name(language))


def authority_of(authority: Authority, language: str) -> content.Authority:
    """An authority as letterhead or addressee, its State named in the letter's language."""
    return content.Authority(
        state=state_term(authority.state, language),
        name=authority.name,
        name_in_own_language=authority.name_in_letters,
        address=authority.address,
        email=authority.email,
        telephone=authority.telephone,
        is_sample=authority.is_sample,
    )


def signatory_of(user: User | None) -> content.Signatory:
    return content.Signatory(name=str(user or ""), function=user.job_title if user else "")


def enclosures_of(documents: Iterable[UUID]) -> tuple[content.Enclosure, ...]:
    """The latest version of each document, by title, name and hash."""
    latest = (
        Version.objects.filter(document__in=documents).order_by("document", "-number").distinct("document")
    )
    return tuple(
        content.Enclosure(
            title=version.document.title, filename=version.filename, sha256=version.sha256, size=version.size
        )
        for version in latest.select_related("document")
    )
