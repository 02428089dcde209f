"""Which conditions bind a version, wherever in the authority's files its bytes are."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from casework.choices import CommunicationDirection, CommunicationType
from casework.models import AssistanceRequest, CaseDocument, Certificate, Communication, Condition
from documents.models import Document, Version

RESULTS = (CommunicationType.RESULTS, CommunicationType.PARTIAL_RESULTS)


def conditions_binding(version: Version) -> list[Condition]:
    """The conditions in force over one version."""
    return conditions_by_version([version])[version.pk]


def conditions_by_version(versions: Collection[Version]) -> dict[UUID, list[Condition]]:
    """The conditions in force over each version, in a constant number of queries; documents must be at hand.

    Those of its document in whichever files it is used; and where the same bytes came to this authority
    before, those of what they are a copy of: saved and added again, an item keeps its conditions. No rule of
    visibility: a condition binds also who may not see the file that it was set in.
    """
    holders = {version.document.holder_id for version in versions}
    hashes = {version.sha256 for version in versions}
    twins = Version.objects.filter(sha256__in=hashes, document__holder__in=holders)
    stored = list(twins.values_list("sha256", "document__holder", "created_at", "document"))
    links = list(
        CaseDocument.objects.filter(document__in={document for *_, document in stored}).select_related(
            "communication"
        )
    )
    conditions = _in_force_over(links)
    bound: dict[UUID, list[Condition]] = {}
    for version in versions:
        same = {
            document
            for sha256, holder, created_at, document in stored
            if (sha256, holder) == (version.sha256, version.document.holder_id)
            and created_at <= version.created_at
        }
        its_links = [link for link in links if link.document_id in same]
        bound[version.pk] = [row for row in conditions if any(binds(row, link) for link in its_links)]
    return bound


def with_conditions(links: Collection[CaseDocument]) -> list[CaseDocument]:
    """The links, each with the conditions in force over its newest version; versions must be at hand."""
    newest = {link.pk: versions[0] for link in links if (versions := link.document.versions.all())}
    bound = conditions_by_version(list(newest.values()))
    for link in links:
        link.bound_by = bound[newest[link.pk].pk] if link.pk in newest else []
    return list(links)


def binds(condition: Condition, link: CaseDocument) -> bool:
    """Whether a condition was set on a document of the file: by name; or by coming with the communication
    that set it, where none is named. A decision's condition binds the results that come after it."""
    if named := condition.document_ids:
        return link.pk in named
    by, came_with = condition.communication, link.communication
    if by is None or came_with is None or link.request_id != condition.request_id:
        return False
    is_result = came_with.direction == by.direction and came_with.type in RESULTS
    return came_with.pk == by.pk or (by.type == CommunicationType.DECISION and is_result)


def links_bound(condition: Condition) -> list[CaseDocument]:
    """The documents of its file that a condition binds."""
    links = CaseDocument.objects.filter(request=condition.request_id)
    return [link for link in links.select_related("communication", "document") if binds(condition, link)]


def certificates_of(request: AssistanceRequest) -> QuerySet[Certificate]:
    """The certificates of a file; `letter_id` is the letter of one that is not sent yet, if there is one."""
    letters = Communication.objects.filter(
        request=request,
        type=CommunicationType.CERTIFICATE,
        direction=CommunicationDirection.ISSUED,
        letter__withdrawn_at=None,
    )
    letters = letters.annotate(about=KT("data__certificate")).filter(about=Cast(OuterRef("pk"), CharField()))
    rows = request.certificates.select_related("issued_by", "communication")
    return rows.annotate(letter_id=Subquery(letters.order_by("-id").values("pk")[:1]))


def copies_of(document: Document) -> QuerySet[Document]:
    """The document, and those of the same authority into which its bytes were added later."""
    first = document.versions.order_by("created_at")[:1]
    same_bytes = Version.objects.filter(
        sha256__in=document.versions.values("sha256"),
        document__holder_id=document.holder_id,
        created_at__gte=first.values("created_at"),
        destroyed_at=None,
    )
    return Document.objects.filter(pk__in=same_bytes.values("document")).order_by("pk")


def _in_force_over(links: Collection[CaseDocument]) -> list[Condition]:
    """The conditions set on us that may bind any of these links, oldest first."""
    if not links:
        return []
    candidates = (
        Q(documents__in=links)
        | Q(communication__in={link.communication_id for link in links if link.communication_id})
        | Q(communication__type=CommunicationType.DECISION, request__in={link.request_id for link in links})
    )
    return list(
        Condition.objects.filter(
            candidates, communication__direction=CommunicationDirection.RECEIVED, ended_on=None
        )
        .select_related("communication", "request__holder", "request__counterpart_state")
        .prefetch_related("documents", "consents")
        .distinct()
        .order_by("pk")
    )
