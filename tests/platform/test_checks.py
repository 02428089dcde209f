"""Production refuses to start on values that are fit for a demonstration only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django.fixtures import Settings

from mla_portal.checks import unsafe_values
from mla_portal.settings.environment import DEMONSTRATION_SECRET, ROOT, environment
from tests.documents.keys import key_file

pytestmark = pytest.mark.security


@pytest.fixture
def safe(tmp_path: Path) -> dict[str, str]:
    """The environment of a production that may start."""
    key = key_file(tmp_path / "seal.p12", ec.generate_private_key(ec.SECP256R1()), days=365)
    return {
        "PATH": os.environ["PATH"],
        "MLA_MODE": "production",
        "MLA_SECRET_KEY": "x" * 50,
        "MLA_HOSTS": "mla.example.org",
        "MLA_PUBLIC_URL": "https://mla.example.org",
        "MLA_SEAL_KEY_FILE": str(key),
        "MLA_SEAL_KEY_PASSWORD": "secret",
        "MLA_VAR": str(tmp_path / "var"),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }


def run(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    folder = Path(sys.executable).parent
    return subprocess.run(
        [str(folder / command[0]), *command[1:]],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


UNSAFE: dict[str, tuple[str, object]] = {
    "E001": ("SECRET_KEY", "short"),
    "E002": ("DEBUG", True),
    "E003": ("ALLOWED_HOSTS", ["*"]),
    "E004": ("PUBLIC_URL", "http://mla.example.org"),
    "E005": ("DEMO_CODES_ON_SCREEN", True),
    "E008": ("SEAL_KEY_FILE", None),
}


@pytest.fixture
def in_production(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """The settings of a production that may start."""
    settings.IS_PRODUCTION = True
    settings.SECRET_KEY = "x" * 50
    settings.ALLOWED_HOSTS = ["mla.example.org"]
    settings.PUBLIC_URL = "https://mla.example.org"
    settings.DEMO_CODES_ON_SCREEN = False
    settings.SEAL_KEY_FILE = tmp_path / "seal.p12"
    monkeypatch.setattr(environment, "database_url", "postgresql://db/mla")
    monkeypatch.setattr(environment, "redis_url", "redis://redis/0")
    return settings


def refused() -> list[str]:
    return [str(message.id) for message in unsafe_values(None)]


def test_safe_values_are_accepted(in_production: Settings) -> None:
    assert refused() == []


@pytest.mark.parametrize("code", UNSAFE)
def test_each_unsafe_value_is_an_error(in_production: Settings, code: str) -> None:
    name, value = UNSAFE[code]
    setattr(in_production, name, value)
    assert refused() == [f"mla_portal.{code}"]


@pytest.mark.parametrize(("name", "code"), [("database_url", "E006"), ("redis_url", "E007")])
def test_servers_that_stand_in_are_an_error(
    in_production: Settings, monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    monkeypatch.setattr(environment, name, "")
    assert refused() == [f"mla_portal.{code}"]


def test_the_demonstration_secret_is_refused(in_production: Settings) -> None:
    in_production.SECRET_KEY = DEMONSTRATION_SECRET
    assert refused() == ["mla_portal.E001"]


def test_a_demonstration_may_have_unsafe_values(in_production: Settings) -> None:
    in_production.IS_PRODUCTION = False
    in_production.DEBUG = True
    assert refused() == []


def test_a_safe_production_passes_every_check(safe: dict[str, str]) -> None:
    found = run(safe, "python", "manage.py", "check", "--tag", "production")
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize(
    "command",
    [
        ("gunicorn", "--bind", "127.0.0.1:0", "mla_portal.wsgi"),
        ("celery", "-A", "mla_portal", "worker", "--pool", "solo"),
        ("celery", "-A", "mla_portal", "beat"),
    ],
    ids=["web", "worker", "beat"],
)
def test_every_process_refuses_to_start(safe: dict[str, str], command: tuple[str, ...]) -> None:
    found = run(safe | {"MLA_DEMO_CODES_ON_SCREEN": "true"}, *command)
    assert found.returncode != 0
    assert "mla_portal.E005: MLA_DEMO_CODES_ON_SCREEN shows one-time codes to anybody." in found.stderr


def test_a_value_that_cannot_be_read_is_named(safe: dict[str, str]) -> None:
    found = run(
        safe | {"MLA_TRUSTED_PROXIES": "some", "MLA_PUBLIC_URL": "mla"}, "python", "manage.py", "check"
    )
    assert "MLA_TRUSTED_PROXIES: Input should be a valid integer" in found.stderr
    assert "MLA_PUBLIC_URL: Value error, must be an address such as https://mla.example.org" in found.stderr
