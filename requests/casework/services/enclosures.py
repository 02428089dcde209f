"""Documents that go to the counterpart with a communication: each leaves through the gate."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from casework.models import CaseDocument, Communication
from documents.choices import Purpose
from documents.handlers import Release
from documents.models import Version
from documents.services.releases import release, require_release
from mla_portal.accounts.actors import Actor


def require_enclosable(actor: Actor, communication: Communication, answer: str) -> None:
    """Raises Refusal or AnswerNeeded where what is enclosed could not be sent; nothing goes out yet."""
    for version in enclosed(communication):
        to = communication.request.counterpart_state
        require_release(Release(actor, version, Purpose.ENCLOSURE, answer.strip(), to))


def enclose(actor: Actor, communication: Communication, answer: str) -> None:
    """Releases what is enclosed to the counterpart's State, on record. Raises Refusal or AnswerNeeded."""
    for version in enclosed(communication):
        release(actor, version, Purpose.ENCLOSURE, answer, to=communication.request.counterpart_state)


def newest(documents: Iterable[UUID]) -> QuerySet[Version]:
    """The newest version of each document."""
    versions = Version.objects.filter(document__in=documents).select_related("document")
    return versions.order_by("document", "-number").distinct("document")


def enclosed(communication: Communication) -> QuerySet[Version]:
    """What goes with the letter; the sealed letter itself is no enclosure."""
    links = CaseDocument.objects.filter(communication=communication)
    own = Version.objects.filter(letter__communication=communication).values("document")
    return newest(links.exclude(document__in=own).values_list("document", flat=True))
