"""A file leaves by one door: for whoever may see it, if it is clean, and on record."""

from urllib.parse import quote

import pytest
from django.db.models import Q
from django.test import Client
from pytest_django.fixtures import Settings

from documents import querysets
from documents.choices import ScanState
from documents.models import Version
from mla_portal.accounts.models import User
from mla_portal.audit.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.documents import CONTENT, VersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> User:
    """Somebody whom a linking app lets see every document; others see none."""
    user = UserFactory.create()

    def rule(asking: User) -> Q:
        return Q() if asking.pk == user.pk else Q(pk=None)

    monkeypatch.setattr(querysets, "_rules", [rule])
    return user


@pytest.fixture
def reading(client: Client, reader: User) -> Client:
    client.force_login(reader)
    return client


def address(version: Version) -> str:
    return f"/documents/{version.document_id}/versions/{version.number}/"


def test_the_file_is_streamed_with_safe_headers_and_the_download_is_on_record(
    reading: Client, reader: User
) -> None:
    version = VersionFactory.create(filename="Žiga’s “scan”.pdf")
    response = reading.get(address(version))
    assert (response.status_code, response.streaming) == (200, True)
    assert b"".join(response.streaming_content) == CONTENT  # type: ignore[arg-type]
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Disposition"] == f"inline; filename*=utf-8''{quote('Žiga’s “scan”.pdf')}"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    event = AuditEvent.objects.get(chain=version.document.audit_chain)
    assert (event.verb, event.actor, event.data["sha256"]) == ("document.downloaded", reader, version.sha256)


@pytest.mark.security
@pytest.mark.parametrize("content_type", ["text/plain", "image/png", "text/html", "message/rfc822"])
def test_all_but_pdf_is_saved_and_not_shown(reading: Client, content_type: str) -> None:
    response = reading.get(address(VersionFactory.create(content_type=content_type, filename="a.txt")))
    assert response.headers["Content-Disposition"] == 'attachment; filename="a.txt"'


@pytest.mark.security
def test_who_may_not_see_the_document_is_told_it_does_not_exist(client: Client, reader: User) -> None:
    version = VersionFactory.create()
    client.force_login(UserFactory.create())
    assert client.get(address(version)).status_code == 404
    assert not AuditEvent.objects.filter(verb="document.downloaded").exists()


@pytest.mark.security
def test_without_signing_in_there_is_no_file(client: Client, reader: User) -> None:
    response = client.get(address(VersionFactory.create()))
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


def test_a_version_that_does_not_exist_is_not_found(reading: Client) -> None:
    version = VersionFactory.create()
    assert reading.get(f"/documents/{version.document_id}/versions/2/").status_code == 404


@pytest.mark.security
@pytest.mark.parametrize(
    ("state", "status", "sentence"),
    [
        (ScanState.CLEAN, 200, ""),
        (ScanState.MADE_HERE, 200, ""),
        (ScanState.WAITING, 409, "waiting for its virus scan"),
        (ScanState.INFECTED, 409, "It is kept, but not released."),
        (ScanState.NOT_SCANNED, 409, "never scanned"),
    ],
)
def test_only_what_is_clean_is_released(
    state: ScanState, status: int, sentence: str, reading: Client, settings: Settings
) -> None:
    settings.RELEASE_UNSCANNED = False
    response = reading.get(address(VersionFactory.create(scan_state=state)))
    assert response.status_code == status
    if sentence:
        assert sentence in response.content.decode()
        assert not AuditEvent.objects.filter(verb="document.downloaded").exists()


def test_a_portal_without_scanner_may_be_set_to_release(reading: Client, settings: Settings) -> None:
    settings.RELEASE_UNSCANNED = True
    version = VersionFactory.create(scan_state=ScanState.NOT_SCANNED)
    assert reading.get(address(version)).status_code == 200
