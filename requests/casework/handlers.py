"""What case work tells the apps below it: who may see its documents, what binds them, what a finished letter
means."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from casework.models import (
    AssignmentDocument,
    AssistanceRequest,
    CaseDocument,
    Communication,
    MeasureAssignment,
)
from casework.release_check import check
from casework.selectors.execution import unreleased_results
from casework.services.assignment_letters import give_letter_along
from casework.services.transition import perform
from documents.choices import LetterKind, Purpose
from documents.handlers import Release, register_letter_handler, register_release_check
from documents.models import Letter
from documents.querysets import register_visibility
from mla_portal.accounts.actors import Actor
from mla_portal.audit.chains import register_chain_finder
from mla_portal.common.errors import Refusal


def register() -> None:
    """Called once, at start-up."""
    register_visibility(documents_of_visible_cases)
    register_visibility(documents_of_assigned_measures)
    register_release_check(check)
    register_release_check(only_released_results_leave)
    register_chain_finder(chains_of_reference)
    register_letter_handler(
        LetterKind.REQUEST, lock=lock_case, on_ready=letter_ready, on_failed=letter_failed
    )
    for kind in LetterKind:
        if kind is not LetterKind.REQUEST:
            register_letter_handler(kind, lock=lock_case, on_ready=step_letter_ready, on_failed=letter_failed)
    register_letter_handler(
        LetterKind.ASSIGNMENT, lock=lock_assigned_file, on_ready=give_letter_along, on_failed=letter_failed
    )


def lock_assigned_file(letter: Letter) -> None:
    """As `lock_case`, for a letter to a competent authority."""
    files = AssistanceRequest.objects.select_for_update().filter(measure_assignments__letter=letter)
    list(files.values("pk"))


def documents_of_visible_cases(user: Any) -> Q:
    """A document is visible to whoever sees the case that links to it."""
    cases = AssistanceRequest.objects.visible_to(user)
    return Q(pk__in=CaseDocument.objects.filter(request__in=cases).values("document"))


def documents_of_assigned_measures(user: Any) -> Q:
    """A document given along with a measure or returned for it is visible to the authority that has it."""
    given = MeasureAssignment.objects.visible_to(user).open_to_competent()
    links = AssignmentDocument.objects.filter(assignment__in=given)
    return Q(pk__in=links.values("document__document"))


def only_released_results_leave(release: Release) -> None:
    """Raises Refusal where a result that the central authority has not released would go to another State."""
    if release.purpose not in (Purpose.ENCLOSURE, Purpose.DELIVERY, Purpose.EXPORT):
        return
    if unreleased_results(release.version).exists():
        raise Refusal(
            _("“%(document)s” is a result that was not reviewed and released.")
            % {"document": release.version.document}
        )


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


def step_letter_ready(letter: Letter) -> None:
    """A letter beside the status joins the file's documents; it moves the file only once it is sent.

    Letters to a competent authority are no communication; whoever orders them registers what they mean.
    """
    communication = Communication.objects.filter(letter=letter).first()
    if communication is not None and letter.version is not None:
        CaseDocument.objects.create(
            request=communication.request, document=letter.version.document, communication=communication
        )


def letter_failed(letter: Letter) -> None:
    """The file stays where it is: the approver tries again or gives up. The letter's own event tells why."""
