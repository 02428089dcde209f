"""What is set from outside arrives as it was meant."""

from pathlib import Path

import pytest

from mla_portal.settings.environment import ROOT, Environment, Mode
from mla_portal.settings.services import broker_url, database_settings, mail_settings, storage_settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MLA_MODE", "MLA_VAR", "DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


def read(**values: object) -> Environment:
    return Environment(_env_file=None, **values)  # type: ignore[arg-type]


def test_only_the_demo_shows_one_time_codes() -> None:
    assert read(mode=Mode.DEMO).demo_codes_on_screen is True
    assert read(mode=Mode.PRODUCTION).demo_codes_on_screen is False


def test_what_is_set_comes_before_the_default_of_the_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLA_MODE", "demo")
    monkeypatch.setenv("MLA_DEMO_CODES_ON_SCREEN", "false")
    assert read().demo_codes_on_screen is False


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLA_MAX_UPLOAD_MB", "")
    assert read().max_upload_mb == 100


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "mla_secret_key").write_text("from a file\n")
    (tmp_path / "database_url").write_text("postgresql://mla@db/mla\n")
    found = read(_secrets_dir=tmp_path)
    assert found.secret_key.get_secret_value() == "from a file"
    assert found.database_url == "postgresql://mla@db/mla"


def test_hosts_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLA_HOSTS", "a.example.org, b.example.org")
    assert read().hosts == ["a.example.org", "b.example.org"]


def test_a_relative_folder_starts_at_the_root_of_the_checkout(tmp_path: Path) -> None:
    assert read(var="elsewhere").var == ROOT / "elsewhere"
    assert read(var=tmp_path).var == tmp_path


def test_production_never_starts_servers_of_its_own(tmp_path: Path) -> None:
    production = read(mode=Mode.PRODUCTION, var=tmp_path)
    production.start_embedded_servers()
    assert list(tmp_path.iterdir()) == []


def test_a_database_address_is_taken_apart() -> None:
    found = database_settings("postgresql://mla:p%40ss@db.example.org:5433/portal?sslmode=require")
    assert {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "portal",
        "USER": "mla",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    ("redis_url", "expected"),
    [
        ("redis://:secret@host:6379/2", "redis://:secret@host:6379/2"),
        ("unix:///a%20b/redis.sock?db=0", "redis+socket:///a%20b/redis.sock?virtual_host=0"),
    ],
)
def test_celery_gets_redis_in_its_own_spelling(redis_url: str, expected: str) -> None:
    assert broker_url(redis_url) == expected


def test_mail_goes_to_the_named_server() -> None:
    backend, server = mail_settings("smtps://user:p%40ss@mail.example.org")
    assert backend == "django.core.mail.backends.smtp.EmailBackend"
    assert (server.host, server.port, server.user, server.password) == (
        "mail.example.org",
        465,
        "user",
        "p@ss",
    )
    assert (server.tls, server.starttls) == (True, False)
    assert mail_settings("")[0] == "django.core.mail.backends.console.EmailBackend"


def test_files_lie_in_a_private_folder_unless_a_bucket_is_named(tmp_path: Path) -> None:
    folder = storage_settings(read(var=tmp_path))
    assert folder["OPTIONS"]["location"] == tmp_path / "files"
    assert folder["OPTIONS"]["base_url"] is None
    assert folder["OPTIONS"]["file_permissions_mode"] == 0o600
    bucket = storage_settings(read(s3_bucket="mla", s3_endpoint_url="https://s3.example.org"))
    assert bucket["BACKEND"] == "storages.backends.s3.S3Storage"
    assert bucket["OPTIONS"]["default_acl"] == "private"
    assert bucket["OPTIONS"]["file_overwrite"] is False
