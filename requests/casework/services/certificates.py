"""Items returned or destroyed, with the certificate of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from casework import events
from casework.choices import CertificateKind, CommunicationDirection, ConditionType
from casework.clock import today
from casework.models import AssistanceRequest, CaseDocument, Certificate, Condition
from casework.policies import require_desk, require_head
from casework.selectors.conditions import copies_of, links_bound
from casework.services.access import lock_request, touch
from casework.services.conditions import clean, close
from documents.services.destruction import destroy
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import NotPermitted, Refusal

FULFILS = {
    CertificateKind.RETURN: ConditionType.RETURN_BY,
    CertificateKind.DESTRUCTION: ConditionType.DESTROY_BY,
}
"""The condition that a certificate fulfils."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done to which items. `done_on` is a day in the holder's time zone; `documents` are links."""

    kind: CertificateKind
    done_on: date
    done_by: str
    documents: Collection[UUID]
    witness: str = ""
    note: str = ""


@transaction.atomic
def certify(actor: Actor, request_id: UUID, done: Done) -> Certificate:
    """Certifies that items of the counterpart were returned or destroyed.

    Destroyed, their bytes leave the store for good, with every copy the authority made of them since; that is
    an approver's act, with a witness. Conditions that it fulfils end. Raises NotPermitted, and Refusal with
    the fields in error.
    """
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    is_final = done.kind is CertificateKind.DESTRUCTION
    if is_final:
        require_head(request, actor)
        if actor.person.is_service:
            raise NotPermitted(_("A destruction is a person's act; another system cannot do this."))
    links = _items(request, done)
    certificate = Certificate(
        request=request,
        kind=done.kind,
        done_on=done.done_on,
        done_by=done.done_by.strip(),
        witness=done.witness.strip(),
        note=done.note.strip(),
        items=[_described(link) for link in links],
        issued_by=actor.person,
    )
    clean(certificate)
    certificate.save(force_insert=True)
    certificate.documents.set(links)
    for link in links if is_final else ():
        for document in copies_of(link.document):
            destroy(actor, document)
    _fulfil(certificate)
    touch(request, actor)
    record(
        events.CERTIFIED,
        chain=request.audit_chain,
        actor=actor,
        id=str(certificate.pk),
        what=certificate.kind,
        done_on=certificate.done_on.isoformat(),
        done_by=certificate.done_by,
        witness=certificate.witness,
        items=len(links),
    )
    return certificate


def _items(request: AssistanceRequest, done: Done) -> list[CaseDocument]:
    """The links named. Raises Refusal, naming each field in error."""
    links = list(
        CaseDocument.objects.filter(request=request, pk__in=done.documents)
        .filter(communication__direction=CommunicationDirection.RECEIVED)
        .select_related("document")
    )
    wrong: dict[str, str] = {}
    if not links or len(links) != len(set(done.documents)):
        wrong["documents"] = _("Choose items that came from the other side with a communication.")
    elif any(not link.document.versions.filter(destroyed_at=None).exists() for link in links):
        wrong["documents"] = _("One of these items was destroyed before.")
    if done.done_on > today(request.holder):
        wrong["done_on"] = _("This day has not come yet.")
    if done.kind is CertificateKind.DESTRUCTION and not done.witness.strip():
        wrong["witness"] = _("A destruction needs a witness.")
    if wrong:
        raise Refusal(_("Please correct what is marked."), fields=wrong)
    return links


def _described(link: CaseDocument) -> dict[str, Any]:
    version = link.document.versions.latest("number")
    return {
        "title": link.document.title,
        "filename": version.filename,
        "version": version.number,
        "size": version.size,
        "sha256": version.sha256,
    }


def _fulfil(certificate: Certificate) -> None:
    """Ends each condition of this kind once all that it binds was returned or destroyed."""
    kind = CertificateKind(certificate.kind)
    running = Condition.objects.filter(request=certificate.request, type=FULFILS[kind], ended_on=None)
    for condition in running.select_related("communication", "request"):
        bound = {link.pk for link in links_bound(condition)}
        done = CaseDocument.objects.filter(pk__in=bound, certificates__kind=kind).values_list("pk", flat=True)
        if bound and bound == set(done):
            close(condition, on=certificate.done_on, proof=str(certificate))
