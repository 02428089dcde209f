"""What case work tells the apps below it: who may see its documents, and what a finished letter means."""

from typing import Any

from django.db.models import Q

from casework.models import AssistanceRequest, CaseDocument, Communication
from casework.services.transition import perform
from documents.choices import LetterKind
from documents.handlers import register_letter_handler
from documents.models import Letter
from documents.querysets import register_visibility
from mla_portal.accounts.actors import Actor
from mla_portal.audit.chains import register_chain_finder


def register() -> None:
    """Called once, at start-up."""
    register_visibility(documents_of_visible_cases)
    register_chain_finder(chains_of_reference)
    register_letter_handler(
        LetterKind.REQUEST, lock=lock_case, on_ready=letter_ready, on_failed=letter_failed
    )


def documents_of_visible_cases(user: Any) -> Q:
    """A document is visible to whoever sees the case that links to it."""
    cases = AssistanceRequest.objects.visible_to(user)
    return Q(pk__in=CaseDocument.objects.filter(request__in=cases).values("document"))


def chains_of_reference(reference: str) -> list[str]:
    """For the command line, which has no user: two authorities may have a file of one reference."""
    return [case.audit_chain for case in AssistanceRequest.objects.filter(own_reference=reference)]


def lock_case(letter: Letter) -> None:
    """The file first, then its letter: the order in which every act on the file locks them."""
    list(AssistanceRequest.objects.select_for_update().filter(communications__letter=letter).values("pk"))


def letter_ready(letter: Letter) -> None:
    """The sealed letter joins the file's documents, and the file moves on."""
    communication = Communication.objects.get(letter=letter)
    if letter.version is None:
        raise ValueError("A letter is ready only with its sealed version.")
    CaseDocument.objects.create(
        request=communication.request, document=letter.version.document, communication=communication
    )
    perform(Actor.portal(), communication.request_id, "letter_ready")


def letter_failed(letter: Letter) -> None:
    """The file stays where it is: the approver tries again or gives up. The letter's own event tells why."""
