"""Whose seals this portal trusts: its own issuer's, and those of the issuers in the configured folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from documents.sealing.key import SealKeyError, seal_key

_CERTIFICATE, _LIST = b"-----BEGIN CERTIFICATE-----", b"-----BEGIN X509 CRL-----"


class TrustError(Exception):
    """The folder of trusted issuers cannot be read. The message says why, for an administrator."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates of trusted issuers and their revocation lists, as PEM."""

    certificates: tuple[str, ...]
    revocations: tuple[str, ...]


def trust() -> Trust:
    """Read anew when a file changes. Raises TrustError."""
    return _read(tuple(_stamps()))


def _files() -> Iterator[Path]:
    source = settings.SEAL_TRUST
    if not source:
        return
    if source.is_dir():
        yield from sorted(path for path in source.iterdir() if path.suffix in {".pem", ".crt", ".crl"})
    else:
        yield source


def _stamps() -> Iterator[tuple[Path, int]]:
    try:
        for path in _files():
            yield path, path.stat().st_mtime_ns
    except OSError as error:
        raise TrustError(str(error)) from error


@cache
def _read(files: tuple[tuple[Path, int], ...]) -> Trust:
    certificates, lists = [own_issuer()] if own_issuer() else [], []
    for path, _ in files:
        try:
            content = path.read_bytes()
            if _CERTIFICATE in content:
                certificates += [_pem(one) for one in x509.load_pem_x509_certificates(content)]
            if _LIST in content:
                block = _LIST + content.split(_LIST, 1)[1]
                lists.append(x509.load_pem_x509_crl(block).public_bytes(Encoding.PEM).decode())
        except (OSError, ValueError) as error:
            raise TrustError(f"{path}: {error}") from error
    return Trust(tuple(certificates), tuple(lists))


def own_issuer() -> str:
    """The certificate at the top of the portal's own seal; empty where there is no seal."""
    try:
        key = seal_key()
    except SealKeyError:
        return ""
    return _pem((key.certificate, *key.chain)[-1])


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()
