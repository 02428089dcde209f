"""Production refuses to start on values that are fit for a demonstration only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from mla_portal.settings.environment import ROOT
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
        timeout=60,
        check=False,
    )


UNSAFE = {
    "E001": {"MLA_SECRET_KEY": "short"},
    "E002": {"MLA_DEBUG": "true"},
    "E003": {"MLA_HOSTS": "*"},
    "E004": {"MLA_PUBLIC_URL": "http://mla.example.org"},
    "E005": {"MLA_DEMO_CODES_ON_SCREEN": "true"},
    "E006": {"DATABASE_URL": ""},
    "E007": {"REDIS_URL": ""},
    "E008": {"MLA_SEAL_KEY_FILE": ""},
}


def test_a_safe_production_passes(safe: dict[str, str]) -> None:
    found = run(safe, "python", "manage.py", "check", "--tag", "production")
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize("code", UNSAFE)
def test_each_unsafe_value_is_an_error(safe: dict[str, str], code: str) -> None:
    found = run(safe | UNSAFE[code], "python", "manage.py", "check", "--tag", "production")
    assert found.returncode == 1
    assert [line.split(")")[0] for line in found.stderr.splitlines() if "mla_portal.E" in line] == [
        f"?: (mla_portal.{code}"
    ]


def test_the_demonstration_secret_is_refused(safe: dict[str, str]) -> None:
    del safe["MLA_SECRET_KEY"]
    assert "mla_portal.E001" in run(safe, "python", "manage.py", "check", "--tag", "production").stderr


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
    found = run(safe | UNSAFE["E005"], *command)
    assert found.returncode != 0
    assert "mla_portal.E005: MLA_DEMO_CODES_ON_SCREEN shows one-time codes to anybody." in found.stderr


def test_a_value_that_cannot_be_read_is_named(safe: dict[str, str]) -> None:
    found = run(
        safe | {"MLA_TRUSTED_PROXIES": "some", "MLA_PUBLIC_URL": "mla"}, "python", "manage.py", "check"
    )
    assert "MLA_TRUSTED_PROXIES: Input should be a valid integer" in found.stderr
    assert "MLA_PUBLIC_URL: Value error, must be an address such as https://mla.example.org" in found.stderr
