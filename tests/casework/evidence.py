"""Items that came from the counterpart, and conditions on them, made by the real services."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework.choices import ConditionType
from casework.models import AssistanceRequest, CaseDocument, Condition
from casework.services.conditions import Terms, impose
from casework.services.desk import add_document
from casework.services.transition import perform
from documents.models import Version
from mla_portal.accounts.actors import Actor
from tests.factories.casework import in_status, received

PDF = b"%PDF-1.4\n%results\n%%EOF\n"
TEXT = "Only for the proceedings named."


def added(desk: Actor, case: AssistanceRequest, content: bytes = PDF) -> CaseDocument:
    """A document of the file."""
    return add_document(desk, case.pk, title="Scan", file=SimpleUploadedFile("scan.pdf", content))


def item_received(desk: Actor, case: AssistanceRequest, content: bytes = PDF) -> CaseDocument:
    """A document that came with the counterpart's acknowledgement."""
    link = added(desk, in_status(case, "sent"), content)
    perform(desk, case.pk, "acknowledged", received(documents=(link.pk,)))
    return CaseDocument.objects.select_related("document", "communication", "request").get(pk=link.pk)


def version_of(link: CaseDocument) -> Version:
    return Version.objects.select_related("document").get(document=link.document_id)


def bind(
    desk: Actor, item: CaseDocument, kind: ConditionType = ConditionType.USE_LIMITATION, *, days: int = 30
) -> Condition:
    """A condition on all that came with the item, due in so many days."""
    due = timezone.localdate() + timedelta(days=days)
    [condition] = impose(desk, item.request, item.communication, [Terms(kind, TEXT, due)])
    return condition
