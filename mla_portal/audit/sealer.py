"""Who seals checkpoints. The app that has the portal's key registers at start-up; `audit` knows no key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


class SealingFailed(Exception):  # noqa: N818 - says what happened, as a refusal does
    """There is no seal, and so no checkpoint. The message says why, for an administrator."""


class SealBroken(Exception):  # noqa: N818
    """The seal is damaged, or was put on something else."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose certificate stands behind a seal: its subject (RFC 4514) and its SHA-256, in hexadecimal."""

    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Sealer:
    """`seal` answers a detached CMS signature in DER or raises SealingFailed; `examine` takes the content and
    its seal and answers who sealed it or raises SealBroken; `certificates` are the portal's own one and those
    above it, as PEM, and raises SealingFailed where there is no key.
    """

    seal: Callable[[bytes], bytes]
    examine: Callable[[bytes, bytes], Signer]
    certificates: Callable[[], Sequence[str]]


_sealers: list[Sealer] = []


def register_sealer(sealer: Sealer) -> None:
    """Called once, at start-up. Raises ImproperlyConfigured the second time."""
    if _sealers:
        raise ImproperlyConfigured("Two apps want to seal the audit record.")
    _sealers.append(sealer)


def the_sealer() -> Sealer:
    """Raises ImproperlyConfigured where no app has registered."""
    if not _sealers:
        raise ImproperlyConfigured("No installed app seals the audit record.")
    return _sealers[0]
