"""What `manage.py check` says of the seal and the fonts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django.fixtures import Settings

from documents import checks
from documents.sealing.demonstration import demonstration_key_file
from documents.sealing.key import seal_key
from tests.documents.test_sealing import key_file


@pytest.fixture(autouse=True)
def key_is_read_again(settings: Settings) -> Iterator[None]:
    settings.SEAL_KEY_PASSWORD = "secret"
    seal_key.cache_clear()
    yield
    seal_key.cache_clear()


def told(settings: Settings, path: Path) -> list[str | None]:
    settings.SEAL_KEY_FILE = path
    return [message.id for message in checks.the_seal_is_fit_for_use(None)]


def test_production_refuses_the_demonstration_key_wherever_it_lies(
    settings: Settings, tmp_path: Path
) -> None:
    path = demonstration_key_file(tmp_path)
    settings.IS_PRODUCTION, settings.SEAL_KEY_PASSWORD = True, ""
    assert told(settings, path) == ["documents.E003"]


def test_the_demonstration_key_is_made_once_and_private(tmp_path: Path) -> None:
    path = demonstration_key_file(tmp_path)
    made = path.read_bytes()
    assert demonstration_key_file(tmp_path).read_bytes() == made
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("days", "expected"), [(0, ["documents.E002"]), (30, ["documents.W001"]), (400, [])])
def test_a_certificate_that_expires_is_told(
    days: int, expected: list[str], settings: Settings, tmp_path: Path
) -> None:
    path = key_file(tmp_path / "key.p12", ec.generate_private_key(ec.SECP256R1()), days=days)
    assert told(settings, path) == expected


def test_a_key_that_cannot_be_read_is_told(settings: Settings, tmp_path: Path) -> None:
    assert told(settings, tmp_path / "none.p12") == ["documents.E001"]


def test_missing_fonts_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert checks.the_letters_fonts_are_installed(None) == []
    monkeypatch.setattr(checks, "FILES", {"Noto-Serif": tmp_path / "none.ttf"})
    assert [message.id for message in checks.the_letters_fonts_are_installed(None)] == ["documents.W002"]
