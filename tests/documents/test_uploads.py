"""Files taken in: what they are, how large, how they are named, kept and scanned."""

import hashlib
import io
import os
import zipfile
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.db.models import F
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from documents.choices import ScanState
from documents.clamav import ScannerError
from documents.file_types import recognise, safe_name
from documents.models import Document, Version
from documents.services import scanning
from documents.services.uploads import add_version, new_document
from documents.tasks import scan_version
from documents.upload_handler import LimitedUploadHandler
from mla_portal.accounts.actors import Actor, Channel
from mla_portal.audit.models import AuditEvent
from mla_portal.common.errors import Refusal
from tests.documents.clamd import VIRUS, clamd
from tests.factories.accounts import UserFactory
from tests.factories.states import AuthorityFactory

PDF = b"%PDF-1.7\nsample\n%%EOF\n"


def archive(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return packed.getvalue()


ZIP = archive(a="x")
WORD = archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
MACROS = archive(**{"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": ""})
OPEN = archive(mimetype="application/vnd.oasis.opendocument.text", content="x")


def upload(content: bytes = PDF, name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def actor() -> Actor:
    return Actor(user=UserFactory.create(), channel=Channel.WEB)


def added(content: bytes = PDF, name: str = "scan.pdf") -> Document:
    return new_document(
        actor(),
        holder=AuthorityFactory.create(),
        title="Scan",
        file=upload(content, name),
        audit_chain="case:1",
    )


@pytest.mark.django_db
def test_a_file_is_kept_with_its_hash_type_and_record() -> None:
    document = added()
    version = document.versions.get()
    assert version.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (version.number, version.size, version.content_type) == (1, len(PDF), "application/pdf")
    assert version.file.read() == PDF
    assert "scan" not in (version.file.name or "")
    event = AuditEvent.objects.get(chain="case:1")
    assert (event.verb, event.data["sha256"]) == ("document.version_added", version.sha256)


@pytest.mark.django_db
def test_versions_are_numbered_and_never_change_or_go() -> None:
    document = added()
    second = add_version(actor(), document=document, file=upload(PDF + b"more"))
    assert list(document.versions.values_list("number", flat=True)) == [1, 2]
    for change in (
        lambda: Version.objects.update(size=F("size") + 1),
        lambda: Version.objects.filter(pk=second.pk).delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
    assert document.versions.get(number=1).file.read() == PDF


@pytest.mark.parametrize(
    ("content", "name", "mime"),
    [
        (PDF, "a.pdf", "application/pdf"),
        (PDF, "no extension", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "a.png", "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(40), "a.JPG", "image/jpeg"),
        (b"II*\0" + bytes(50), "a.tif", "image/tiff"),
        ("Zapisnik, čšž\n".encode(), "a.txt", "text/plain"),
        (b"From: a@example.org\nTo: b@example.org\n\nhello", "a.eml", "message/rfc822"),
        (WORD, "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (OPEN, "a.odt", "application/vnd.oasis.opendocument.text"),
    ],
)
def test_a_file_is_what_its_content_is(content: bytes, name: str, mime: str) -> None:
    assert recognise(io.BytesIO(content), name).mime == mime


@pytest.mark.security
@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (ZIP, "request.pdf", "“request.pdf” is named as a PDF, but its content is a ZIP archive."),
        (PDF, "scan.png", "“scan.png” is named as a PNG image, but its content is PDF."),
        (WORD, "scan.pdf", "“scan.pdf” is named as a PDF, but its content is Word document."),
        (b"plain", "scan.pdf", "“scan.pdf” is named as a PDF, but its content is plain text."),
        (
            MACROS,
            "a.docx",
            "“a.docx” is named as a Word document, but its content is an Office document with macros.",
        ),
        (ZIP, "files.zip", "“files.zip” is a ZIP archive, which is not taken in."),
        (b"MZ" + bytes(100), "setup.exe", "“setup.exe” is Windows Executable file, which is not taken in."),
        (b"<html><script>alert(1)</script>", "page.html", "“page.html” is HTML File, which is not taken in."),
        (b"", "nothing.pdf", "“nothing.pdf” is named as a PDF, but its content is an empty file."),
        (bytes(range(256)), "noise", "“noise” is of an unknown kind, which is not taken in."),
        (
            b"PK\x03\x04 broken",
            "a.docx",
            "“a.docx” is named as a Word document, but its content is a ZIP archive.",
        ),
    ],
)
def test_what_is_not_taken_in_is_refused_with_both_names(content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refusal:
        recognise(io.BytesIO(content), name)
    assert refusal.value.message.startswith(sentence)


@pytest.mark.security
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\files\\scan.pdf", "scan.pdf"),
        ("evil\u202egpj.pdf", "evilgpj.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("  ..  ", "file.pdf"),
        ("report.pdf.exe", "report.pdf.exe.pdf"),
        ("Žiga – zapisnik № 3.PDF", "Žiga – zapisnik № 3.PDF"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_a_file_name_is_made_harmless(name: str, kept: str) -> None:
    assert safe_name(name, recognise(io.BytesIO(PDF), "a.pdf")) == kept


@pytest.mark.django_db
def test_a_file_over_the_limit_is_refused_with_the_limit(settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 10
    with pytest.raises(Refusal, match="larger than 10"):
        added()
    assert not Document.objects.exists()


class Endless(io.RawIOBase):
    """A request body that goes on for 2 GB, and counts what was read of it."""

    def __init__(self, start: bytes, size: int) -> None:
        self.start, self.left, self.sent = io.BytesIO(start), size, 0

    def read(self, size: int = -1) -> bytes:
        piece = self.start.read(size) or bytes(min(size if size > 0 else 65536, self.left))
        self.left -= len(piece)
        self.sent += len(piece)
        return piece


@pytest.mark.security
@pytest.mark.parametrize("announced", [True, False])
def test_an_upload_of_two_gigabytes_ends_at_the_limit(announced: bool, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 5_000_000
    size = 2_000_000_000
    head = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n%PDF-1.7"
    )
    body = Endless(head, size)
    request = RequestFactory().generic(
        "POST",
        "/",
        CONTENT_TYPE="multipart/form-data; boundary=b",
        CONTENT_LENGTH=str(size if announced else 50_000_000),
        **{"wsgi.input": body},
    )
    with pytest.raises(RequestDataTooBig, match="A file is larger than 5000000 bytes"):
        request.POST  # noqa: B018 - reading it parses the body
    assert body.sent < (1 if announced else 6_000_000)


@pytest.mark.django_db
@pytest.mark.security
def test_the_page_answers_an_upload_that_is_too_large(client: Client, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    response = client.post("/accounts/login/", {"file": upload(PDF + os.urandom(2000))})
    assert response.status_code == 413
    assert LimitedUploadHandler.__module__ in settings.FILE_UPLOAD_HANDLERS[0]


@pytest.mark.django_db
def test_without_a_scanner_a_file_is_marked_as_never_scanned() -> None:
    assert added().versions.get().scan_state == ScanState.NOT_SCANNED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "state", "result"),
    [(PDF, ScanState.CLEAN, "clean"), (PDF + VIRUS, ScanState.INFECTED, "Eicar-Test-Signature")],
)
def test_the_scanner_decides_and_its_answer_is_on_record(
    content: bytes, state: ScanState, result: str, settings: Settings
) -> None:
    with clamd() as settings.CLAMAV:
        version = added(content).versions.get()
        assert version.scan_state == ScanState.WAITING
        scanning.scan(version.pk)
        scanning.scan(version.pk)
    version.refresh_from_db()
    assert (version.scan_state, version.scanned_at is not None) == (state, True)
    assert version.file.read() == content
    events = AuditEvent.objects.filter(chain="case:1", verb="document.scanned")
    assert [event.data["result"] for event in events] == [result]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answer", [b"stream: out of memory ERROR\0", b"", b"INSTREAM size limit exceeded. ERROR\0"]
)
def test_a_scanner_that_cannot_answer_leaves_the_file_waiting(answer: bytes, settings: Settings) -> None:
    with clamd(answer) as settings.CLAMAV:
        version = added().versions.get()
        with pytest.raises(ScannerError):
            scanning.scan(version.pk)
    version.refresh_from_db()
    assert version.scan_state == ScanState.WAITING
    assert version.file.read() == PDF


@pytest.mark.django_db
def test_a_scanner_that_is_down_is_asked_again_later(
    settings: Settings, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CLAMAV = "127.0.0.1:9"
    sent: list[str] = []
    monkeypatch.setattr(scan_version, "delay", sent.append)
    version = added().versions.get()
    assert scan_version.apply(args=[str(version.pk)]).failed()
    monkeypatch.setattr(scanning, "SEND_AGAIN", scanning.SEND_AGAIN * 0)
    with django_capture_on_commit_callbacks(execute=True):
        assert scanning.sweep() == 1
    assert sent == [str(version.pk)]
