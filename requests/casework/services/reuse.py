"""Using a document of one file in another file of the same authority."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from casework import events
from casework.models import AssistanceRequest, CaseDocument
from casework.policies import require_desk
from casework.services.access import lock_request, touch
from documents.choices import Purpose
from documents.models import Version
from documents.services.releases import release
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal


@transaction.atomic
def use_in_another_case(
    actor: Actor, request_id: UUID, link_id: UUID, reference: str, *, answer: str = ""
) -> CaseDocument:
    """Links a document to another file of the same authority, named by its reference. It stays one document,
    so that its conditions hold there as here.

    Raises DoesNotExist where the actor may not know of the file or the link is not its, NotPermitted unless
    they work on both files, Refusal where a condition forbids it or the reference fits no file, AnswerNeeded.
    """
    files = AssistanceRequest.objects.visible_to(actor.person).order_by("pk")
    into_id = (
        files.filter(own_reference=reference.strip()).exclude(pk=request_id).values_list("pk", flat=True)
    )
    holder = files.values("holder").get(pk=request_id)["holder"]
    target = into_id.filter(holder=holder).first()
    if target is None:
        nothing = _("Your authority has no other file of this reference.")
        raise Refusal(_("Please correct what is marked."), fields={"reference": nothing})
    locked = {pk: lock_request(actor, pk) for pk in sorted((request_id, target))}  # one order for everybody
    for file in locked.values():
        require_desk(file, actor)
    link = CaseDocument.objects.select_related("document").get(pk=link_id, request=request_id)
    version = Version.objects.select_related("document").filter(document=link.document_id).latest("number")
    release(actor, version, Purpose.ANOTHER_CASE, answer, into=target)
    taken, is_new = CaseDocument.objects.get_or_create(
        request=locked[target], document=link.document, defaults={"taken_from": link}
    )
    if not is_new:
        there = _("The document is in that file already.")
        raise Refusal(_("Please correct what is marked."), fields={"reference": there})
    touch(locked[target], actor)
    record(
        events.DOCUMENT_TAKEN,
        chain=locked[target].audit_chain,
        actor=actor,
        document=str(link.document_id),
        reference=locked[request_id].own_reference,
        title=link.document.title,
    )
    return taken
