"""The key that seals: a PKCS#12 file by setting, else a demonstration key made on first start."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from django.conf import settings
from django.utils.translation import gettext as _

from documents.sealing.demonstration import LABEL, demonstration_key_file

MINIMUM_RSA_BITS = 3072


class SealKeyError(Exception):
    """The seal's key cannot be read or may not be used. The message says why, for an administrator."""


@dataclass(frozen=True, slots=True)
class SealKey:
    """A private key with its certificate and the certificates above it."""

    private_key: EllipticCurvePrivateKey | RSAPrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def signer(self) -> str:
        return self.certificate.subject.rfc4514_string()

    @property
    def issuer(self) -> str:
        return self.certificate.issuer.rfc4514_string()

    @property
    def serial(self) -> str:
        return f"{self.certificate.serial_number:x}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def expires_at(self) -> datetime:
        return self.certificate.not_valid_after_utc

    @property
    def algorithm(self) -> str:
        key = self.private_key
        return (
            f"ECDSA {key.curve.name}" if isinstance(key, EllipticCurvePrivateKey) else f"RSA {key.key_size}"
        )

    @property
    def is_demonstration(self) -> bool:
        """Told by the certificate itself, wherever the file came from."""
        return LABEL in self.signer or LABEL in self.issuer

    def faults(self, moment: datetime | None = None) -> Iterator[str]:
        """What forbids sealing with this key at a moment (UTC; now, unless given), in words."""
        moment = moment or datetime.now(UTC)
        if moment < self.certificate.not_valid_before_utc:
            yield _("The seal's certificate is valid only from %(date)s.") % {
                "date": f"{self.certificate.not_valid_before_utc:%Y-%m-%d}"
            }
        if moment > self.expires_at:
            yield _("The seal's certificate expired on %(date)s.") % {"date": f"{self.expires_at:%Y-%m-%d}"}
        if self.certificate.public_key() != self.private_key.public_key():
            yield _("The seal's certificate does not belong to its key.")
        if isinstance(self.private_key, RSAPrivateKey) and self.private_key.key_size < MINIMUM_RSA_BITS:
            yield _("An RSA key for the seal has at least %(bits)d bits.") % {"bits": MINIMUM_RSA_BITS}
        try:
            usage = self.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        except x509.ExtensionNotFound:
            return
        if not (usage.content_commitment or usage.digital_signature):
            yield _("The seal's certificate is not made for signing.")


def load(path: Path, password: str) -> SealKey:
    """Reads a PKCS#12 file. Raises SealKeyError where it cannot be read or holds no key that seals."""
    try:
        content = pkcs12.load_pkcs12(path.read_bytes(), password.encode() or None)
    except OSError as error:
        raise SealKeyError(_("The seal's key file cannot be read: %(reason)s") % {"reason": error}) from error
    except ValueError as error:
        raise SealKeyError(
            _("The seal's key file is not PKCS#12, or its password is another one.")
        ) from error
    if content.cert is None or not isinstance(content.key, (EllipticCurvePrivateKey, RSAPrivateKey)):
        raise SealKeyError(_("The seal's key file holds no ECDSA or RSA key with its certificate."))
    chain = tuple(extra.certificate for extra in content.additional_certs)
    return SealKey(content.key, content.cert.certificate, chain)


@cache
def seal_key() -> SealKey:
    """The key in use, read once per process. Raises SealKeyError."""
    if settings.SEAL_KEY_FILE:
        return load(Path(settings.SEAL_KEY_FILE), settings.SEAL_KEY_PASSWORD)
    return load(demonstration_key_file(Path(settings.VAR)), "")


def as_der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
