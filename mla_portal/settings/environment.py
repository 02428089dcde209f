"""Every setting the portal reads from outside, once, with its type, default and meaning.

`docs/settings.md` and `.env.example` are generated from this class by `manage.py describe_settings`; a test
compares them. A secret may also come from a file in `/run/secrets` named as its variable.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from mla_portal.embedded import EmbeddedPostgres, EmbeddedRedis

ROOT = Path(__file__).resolve().parents[2]
SECRETS = Path("/run/secrets")
DEMONSTRATION_SECRET = "demonstration-only-secret-key-never-use-in-production"  # noqa: S105 - refused in production


class Mode(StrEnum):
    """What the installation is for; it decides what is refused at start."""

    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


# Defaults that depend on the mode; whatever is set from outside comes first.
MODE_DEFAULTS: dict[Mode, dict[str, Any]] = {
    Mode.DEMO: {"release_unscanned": True, "demo_codes_on_screen": True},
    Mode.TEST: {
        "release_unscanned": True,
        "var": ROOT / "var" / "test",
        "demo_codes_on_screen": True,
        "log_level": "WARNING",
    },
    Mode.PRODUCTION: {},
}


class Environment(BaseSettings):
    """The portal's settings, read from the environment (prefix `MLA_`), `.env` and `/run/secrets`."""

    model_config = SettingsConfigDict(
        env_prefix="MLA_",
        env_file=ROOT / ".env",
        env_ignore_empty=True,
        secrets_dir=SECRETS if SECRETS.is_dir() else None,
        extra="ignore",
        populate_by_name=True,
    )

    mode: Mode = Field(
        Mode.DEMO, description="`demo`, `test` or `production`. Production refuses unsafe values."
    )
    debug: bool = Field(False, description="Django's debug pages. Production refuses them.")
    secret_key: SecretStr = Field(
        SecretStr(DEMONSTRATION_SECRET),
        description="Signs sessions and tokens. 50 random characters or more. Production refuses this one.",
    )
    hosts: Annotated[list[str], NoDecode] = Field(
        ["localhost", "127.0.0.1", "[::1]"],
        description="Host names the portal answers to, separated by commas.",
    )
    public_url: str = Field(
        "http://localhost:8000",
        description="Where the outside reaches the portal; printed in letters and QR codes. "
        "With `https`, cookies are sent over TLS only and plain requests are redirected.",
    )
    trusted_proxies: int = Field(
        0,
        ge=0,
        description="How many reverse proxies of ours stand before the portal. Their `X-Forwarded-For` and "
        "`X-Forwarded-Proto` are believed; with 0 those headers are ignored.",
    )
    var: Path = Field(ROOT / "var", description="Folder for everything written at run time.")
    log_level: str = Field(
        "INFO", description="`DEBUG`, `INFO`, `WARNING` or `ERROR`. Logs go to standard output."
    )
    language: str = Field(
        "en", description="Language of pages where the reader has chosen none: en, fr, es or ar."
    )
    time_zone: str = Field("UTC", description="Time zone in which pages and letters show times.")

    database_url: str = Field(
        "",
        validation_alias="DATABASE_URL",
        description="PostgreSQL 15 or later, as `postgresql://user:password@host:5432/name`. "
        "Empty: an embedded server under `var/`, which production refuses.",
    )
    redis_url: str = Field(
        "",
        validation_alias="REDIS_URL",
        description="Redis 6 or later, as `redis://:password@host:6379/0`, for this installation alone "
        "and with `maxmemory-policy noeviction`. Empty: a server under `var/`, which production refuses.",
    )

    seal_key_file: Path | None = Field(
        None,
        description="PKCS#12 file with the key and certificates that seal letters and the audit record. "
        "Empty: a demonstration certificate authority, which production refuses.",
    )
    seal_key_password: SecretStr = Field(SecretStr(""), description="Password of the PKCS#12 file.")
    seal_trust: Path | None = Field(
        None,
        description="PEM file, or folder of PEM files, with the certificates of the issuers whose seals are "
        "trusted on letters that arrive, and their revocation lists. The portal's own issuer always is.",
    )
    demo_codes_on_screen: bool = Field(
        False,
        description="Shows the demo accounts' one-time codes at sign-in. On in the demo; production refuses "
        "it.",
    )

    api_requests_per_minute: int = Field(
        600, ge=1, description="How often a minute one API client may ask before it is told to wait."
    )
    api_tokens_per_minute: int = Field(
        30, ge=1, description="How often a minute one network address may ask for an access token."
    )
    max_upload_mb: int = Field(100, ge=1, description="Largest file taken in, in megabytes.")
    clamav: str = Field(
        "", description="`host:port` of clamd, which scans every file taken in. Empty: files are not scanned."
    )
    release_unscanned: bool = Field(
        False,
        description="Gives out files that no scanner has seen. On in the demo, which has no scanner.",
    )
    s3_bucket: str = Field("", description="Bucket for files. Empty: the folder `files` under `var/`.")
    s3_endpoint_url: str = Field("", description="Address of an S3-compatible store that is not Amazon's.")
    s3_region: str = Field("", description="Region of the bucket.")
    s3_access_key: SecretStr = Field(SecretStr(""), description="Access key. Empty: the machine's own role.")
    s3_secret_key: SecretStr = Field(SecretStr(""), description="Secret key of the access key.")

    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="Outgoing mail, as `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`. "
        "Empty: mail is written to the log.",
    )
    reminders_by_mail: bool = Field(
        False,
        description="Sends reminders of deadlines by e-mail too. They name a reference and a link, no more.",
    )
    mail_from: str = Field("mla-portal@localhost", description="Sender of outgoing mail.")

    @field_validator("hosts", mode="before")
    @classmethod
    def split_hosts(cls, value: Any) -> Any:
        return (
            [host.strip() for host in value.split(",") if host.strip()] if isinstance(value, str) else value
        )

    @field_validator("var")
    @classmethod
    def start_at_the_root(cls, value: Path) -> Path:
        return ROOT / value  # an absolute folder stays what it is

    @field_validator("public_url")
    @classmethod
    def require_address(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname:
            raise ValueError("must be an address such as https://mla.example.org")
        return value.rstrip("/")

    @model_validator(mode="before")
    @classmethod
    def apply_mode_defaults(cls, values: dict[str, Any]) -> dict[str, Any]:
        mode = values.get("mode", Mode.DEMO)
        return {**MODE_DEFAULTS.get(mode, {}), **values}

    @property
    def is_production(self) -> bool:
        return self.mode is Mode.PRODUCTION

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def postgres(self) -> EmbeddedPostgres:
        """The server that stands in for a missing DATABASE_URL."""
        return EmbeddedPostgres(self.var / "postgres", durable=self.mode is not Mode.TEST)

    @property
    def redis(self) -> EmbeddedRedis:
        """The server that stands in for a missing REDIS_URL."""
        return EmbeddedRedis(self.var / "redis", durable=self.mode is not Mode.TEST)

    def start_embedded_servers(self) -> None:
        """Starts what stands in for a missing URL; never in production, whose system check refuses that.

        Called by the entry points, not on import: reading settings must stay without effects.
        """
        if self.is_production:
            return
        if not self.database_url:
            self.postgres.use()
        if not self.redis_url:
            self.redis.use()


def read_environment() -> Environment:
    """Reads the settings; raises ImproperlyConfigured with one line for each value that cannot be used."""
    try:
        return Environment()
    except ValidationError as error:
        lines = [f"{variable_name(str(fault['loc'][0]))}: {fault['msg']}" for fault in error.errors()]
        raise ImproperlyConfigured("Settings that cannot be used:\n" + "\n".join(lines)) from None


def variable_name(field: str) -> str:
    """The environment variable of a field; a field named by its alias is its own variable."""
    if field not in Environment.model_fields:
        return field
    return str(Environment.model_fields[field].validation_alias or f"MLA_{field.upper()}")


environment = read_environment()
