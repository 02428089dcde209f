"""The desk around the file: notes, assignments, grants and documents."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm

from casework import events
from casework.choices import Status
from casework.models import Assignment, AssistanceRequest, CaseDocument, Note
from casework.policies import require_desk, require_draft, require_head
from casework.querysets import VIEW
from casework.services.access import lock_request, touch
from casework.workflow import DESK
from documents.services.uploads import new_document
from mla_portal.accounts.actors import Actor
from mla_portal.accounts.models import User
from mla_portal.audit.services import record
from mla_portal.common.errors import NotPermitted, Refusal
from states.choices import AuthorityKind
from states.memberships import membership_in
from states.models import Authority


@transaction.atomic
def write_note(actor: Actor, request_id: UUID, text: str) -> Note:
    """Writes an internal remark. Raises Refusal where it says nothing."""
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    if not text.strip():
        raise Refusal(_("Write something."), fields={"text": _("Write something.")})
    note = Note(request=request, text=text.strip(), author=actor.person)
    try:
        note.full_clean()
    except ValidationError as error:
        raise Refusal(
            _("Please correct what is marked."), fields={"text": " ".join(error.messages)}
        ) from error
    note.save()
    record(events.NOTE_WRITTEN, chain=request.audit_chain, actor=actor, id=str(note.pk))
    return note


@transaction.atomic
def assign(actor: Actor, request_id: UUID, *, to: User | Authority) -> Assignment:
    """Gives the file to an officer of the holder, or opens it to a competent authority of the same State.

    Raises Refusal for anybody else: an assignment is no way around the visibility rule.
    """
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    if isinstance(to, User):
        member = membership_in(to, request.holder_id)
        if member is None or member.role not in DESK:
            raise Refusal(_("%(name)s is not an officer of this authority.") % {"name": to})
        if member.confidentiality < request.confidentiality:
            raise Refusal(_("%(name)s may not see files of this confidentiality.") % {"name": to})
        whom: dict[str, User | Authority] = {"officer": to}
    else:
        if to.kind != AuthorityKind.COMPETENT or to.state_id != request.holder.state_id:
            raise Refusal(_("Only a competent authority of your own State can be given a file."))
        whom = {"authority": to}
    assignment, created = Assignment.objects.get_or_create(
        request=request, ended_at=None, **whom, defaults={"assigned_by": actor.person}
    )
    if created:
        record(events.ASSIGNED, chain=request.audit_chain, actor=actor, to=str(to))
    return assignment


@transaction.atomic
def end_assignment(actor: Actor, request_id: UUID, assignment_id: UUID) -> None:
    """Ends an assignment; it stays in the record."""
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    assignment = Assignment.objects.get(pk=assignment_id, request=request, ended_at=None)
    assignment.ended_at = timezone.now()
    assignment.save(update_fields=["ended_at"])
    record(events.UNASSIGNED, chain=request.audit_chain, actor=actor, to=str(assignment))


@transaction.atomic
def grant_sight(actor: Actor, request_id: UUID, user: User) -> None:
    """Opens one file to one person outside the rule. An approver's act."""
    request = _as_approver(actor, request_id)
    assign_perm(VIEW, user, request)
    record(events.GRANTED, chain=request.audit_chain, actor=actor, to=str(user))


@transaction.atomic
def end_sight(actor: Actor, request_id: UUID, user: User) -> None:
    """Takes such a grant back."""
    request = _as_approver(actor, request_id)
    remove_perm(VIEW, user, request)
    record(events.GRANT_ENDED, chain=request.audit_chain, actor=actor, to=str(user))


@transaction.atomic
def add_document(
    actor: Actor, request_id: UUID, *, title: str, file: "UploadedFile[bytes]", is_enclosure: bool = False
) -> CaseDocument:
    """Adds a file to the case. An enclosure is part of the request, so only a draft takes one.

    Raises Refusal where the file's type, size or name is not acceptable.
    """
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    if is_enclosure and request.status != Status.DRAFT:
        raise NotPermitted(_("Enclosures are part of the draft; take the request back to the draft first."))
    document = new_document(
        actor, holder=request.holder, title=title, file=file, audit_chain=request.audit_chain
    )
    link = CaseDocument.objects.create(request=request, document=document, is_enclosure=is_enclosure)
    touch(request, actor, content=is_enclosure)
    record(
        events.DOCUMENT_LINKED,
        chain=request.audit_chain,
        actor=actor,
        document=str(document.pk),
        title=document.title,
    )
    return link


@transaction.atomic
def remove_document(actor: Actor, request_id: UUID, link_id: UUID) -> None:
    """Takes a document out of a draft. Its versions stay in store, as every version does.

    Raises NotPermitted once the request is no draft, or where the document came or went with a communication.
    """
    request = lock_request(actor, request_id)
    require_draft(request, actor)
    link = CaseDocument.objects.select_related("document").get(pk=link_id, request=request)
    if link.communication_id is not None:
        raise NotPermitted(_("What passed between the authorities stays in the file."))
    particulars = {"document": str(link.document_id), "title": link.document.title}
    is_enclosure = link.is_enclosure
    link.delete()
    touch(request, actor, content=is_enclosure)
    record(events.DOCUMENT_REMOVED, chain=request.audit_chain, actor=actor, **particulars)


def _as_approver(actor: Actor, request_id: UUID) -> AssistanceRequest:
    request = lock_request(actor, request_id)
    require_head(request, actor)
    return request
