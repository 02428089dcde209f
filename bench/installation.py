"""Installations of their own under `var/`: a running demo, and whatever `.env` names, are never touched."""

import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mla_portal.embedded import EmbeddedPostgres, EmbeddedRedis

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder with servers of its own; its Redis keeps nothing on disk."""

    folder: Path

    @classmethod
    def named(cls, name: str) -> "Installation":
        return cls(ROOT / "var" / name)

    @property
    def postgres(self) -> EmbeddedPostgres:
        return EmbeddedPostgres(self.folder / "postgres")

    @property
    def redis(self) -> EmbeddedRedis:
        return EmbeddedRedis(self.folder / "redis", durable=False)

    def claim(self, **variables: str) -> None:
        """Points this process and its children here, before anything reads the settings."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            (self.folder / "static").symlink_to(ROOT / "var" / "static")
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "mla_portal.settings.base",
            "MLA_MODE": "demo",
            "MLA_VAR": str(self.folder),
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.redis.url,
            **variables,
        }

    def discard(self) -> None:
        """Removes it. Its servers must not run."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def is_seeded(self) -> bool:
        """Whether its database was filled, by the same code as today's."""
        return self._mark.exists() and self._mark.read_text() == _fingerprint()

    def note_seeded(self) -> None:
        self._mark.write_text(_fingerprint())

    @property
    def _mark(self) -> Path:
        return self.folder / "seeded"


def _fingerprint() -> str:
    """Of all that decides what a seeded database holds."""
    patterns = ("bench/*.py", "bench/speed/seed.py", "*/migrations/*.py", "*/*/migrations/*.py")
    sources = sorted(path for pattern in patterns for path in ROOT.glob(pattern))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
