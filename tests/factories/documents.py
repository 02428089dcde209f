"""Documents, their versions and letters, valid by default."""

import hashlib
from typing import Any

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from documents.choices import ScanState
from documents.models import Document, Letter, Version
from documents.services import production
from documents.services.letters import order_letter
from mla_portal.accounts.actors import Actor, Channel
from states.models import Authority
from tests.documents.samples import request_letter
from tests.factories.accounts import UserFactory
from tests.factories.states import AuthorityFactory

CONTENT = b"%PDF-1.4 sample"


class DocumentFactory(DjangoModelFactory[Document]):
    """An empty document of a Slovenian authority."""

    class Meta:
        model = Document

    holder = factory.SubFactory(AuthorityFactory)
    title = factory.Sequence(lambda number: f"Document {number}")
    audit_chain = factory.Sequence(lambda number: f"case:document-{number}")
    created_by = factory.SubFactory(UserFactory)


class VersionFactory(DjangoModelFactory[Version]):
    """The first version of a document, with a file in the storage; no scanner has seen it."""

    class Meta:
        model = Version

    document = factory.SubFactory(DocumentFactory)
    number = 1
    filename = "sample.pdf"
    file = factory.LazyFunction(lambda: ContentFile(CONTENT, name="sample.pdf"))
    content_type = "application/pdf"
    size = len(CONTENT)
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    scan_state = ScanState.NOT_SCANNED
    created_by = factory.SelfAttribute("document.created_by")


def ordered_letter(authority: Authority | None = None, **content: Any) -> Letter:
    """A letter as it stands after the order, before any worker has it."""
    authority = authority or AuthorityFactory.create()
    number = Letter.objects.count() + 1
    actor = Actor(user=UserFactory.create(), channel=Channel.WEB)
    content = {"number": f"SI-MOJ/2026/L-{number:05}", **content}
    return order_letter(
        actor, authority=authority, content=request_letter(**content), audit_chain=f"case:{number}"
    )


def sealed_letter(authority: Authority | None = None, **content: Any) -> Letter:
    """A letter that a worker has finished."""
    letter = ordered_letter(authority, **content)
    production.produce(letter.pk, task="factory")
    letter.refresh_from_db()
    return letter
