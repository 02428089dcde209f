"""Turns the addresses in the environment into the forms that Django, Celery and the storages want."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

from mla_portal.settings.environment import Environment


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings of a PostgreSQL address; whatever else it holds (`sslmode=…`) goes to the driver.

    Connections stay open per thread: the web and worker threads are few and live long, so a pool would only
    add threads of its own.
    """
    parts = conninfo_to_dict(url)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{name: parts.pop(part, "") for name, part in names.items()},
        "OPTIONS": dict(parts),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def broker_url(redis_url: str) -> str:
    """The same Redis in Celery's spelling, which differs for Unix sockets."""
    if redis_url.startswith("unix://"):
        return f"redis+socket://{redis_url.removeprefix('unix://').replace('?db=', '?virtual_host=')}"
    return redis_url


def storage_settings(environment: Environment) -> dict[str, Any]:
    """A private folder, or a bucket where one is named. Neither gives out public addresses."""
    if not environment.s3_bucket:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": environment.var / "files",
                "base_url": None,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": environment.s3_bucket,
            "endpoint_url": environment.s3_endpoint_url or None,
            "region_name": environment.s3_region or None,
            "access_key": environment.s3_access_key.get_secret_value() or None,
            "secret_key": environment.s3_secret_key.get_secret_value() or None,
            "default_acl": "private",
            "file_overwrite": False,
        },
    }


@dataclass(frozen=True, slots=True)
class MailServer:
    """An SMTP server: STARTTLS on 587, TLS from the first byte on 465."""

    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail_settings(url: str) -> tuple[str, MailServer]:
    """Django's mail backend and its server; without an address mail is written to the log."""
    if not url:
        return "django.core.mail.backends.console.EmailBackend", MailServer()
    parts = urlsplit(url)
    tls = parts.scheme == "smtps"
    return "django.core.mail.backends.smtp.EmailBackend", MailServer(
        host=parts.hostname or "localhost",
        port=parts.port or (465 if tls else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=not tls,
        tls=tls,
    )
