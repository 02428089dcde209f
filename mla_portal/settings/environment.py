"""Every setting the portal reads from outside, once, with its type, default and meaning.

`docs/settings.md` and `.env.example` are generated from this class; a test compares them.
A secret may also come from a file of the setting's name in `/run/secrets`.
"""

from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Mode(StrEnum):
    """What the installation is for; it decides what is refused at start."""

    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class Environment(BaseSettings):
    """The portal's settings, read from the environment (prefix `MLA_`), `.env` and `/run/secrets`."""

    model_config = SettingsConfigDict(
        env_prefix="MLA_",
        env_file=ROOT / ".env",
        secrets_dir="/run/secrets" if Path("/run/secrets").is_dir() else None,
        extra="ignore",
        populate_by_name=True,
    )

    mode: Mode = Field(
        Mode.DEMO, description="`demo`, `test` or `production`. Production refuses unsafe values."
    )
    debug: bool = Field(False, description="Django's debug pages. Never in production.")
    secret_key: SecretStr = Field(
        SecretStr("demonstration-only-secret-key-never-use-in-production"),
        description="Signs sessions and tokens. Production refuses the default.",
    )
    hosts: list[str] = Field(
        ["localhost", "127.0.0.1", "[::1]"], description="Host names the portal answers to, as JSON."
    )
    public_url: str = Field(
        "http://localhost:8000",
        description="Where the outside reaches the portal; printed in letters and QR codes.",
    )
    var: Path = Field(ROOT / "var", description="Folder for everything written at run time.")
    database_url: str = Field(
        "",
        validation_alias="DATABASE_URL",
        description="PostgreSQL 15 or later. Empty: the embedded server under `var/`.",
    )
    redis_url: str = Field(
        "",
        validation_alias="REDIS_URL",
        description="Redis 6 or later. Empty: a private server under `var/`.",
    )


environment = Environment()
