"""A demonstration CA and a seal certificate under it, so that a fresh machine can seal at once.

Its names say plainly that it proves nothing. Production refuses to start on it.
"""

import fcntl
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

LABEL = "MLA Portal DEMONSTRATION ONLY"
_VALIDITY = timedelta(days=3650)


def demonstration_key_file(var: Path) -> Path:
    """The PKCS#12 file (no password), made on first use; two processes that start at once make one."""
    folder = var / "seal"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "demonstration.p12"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            key_file, authority = _make()
            _write(folder / "demonstration-ca.pem", authority)
            _write(path, key_file)
    return path


def _write(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    part.replace(path)


def _make() -> tuple[bytes, bytes]:
    """PKCS#12 with key, certificate and CA; and the CA's certificate as PEM."""
    now = datetime.now(UTC) - timedelta(minutes=5)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority_name, name = _name("CA"), _name("seal")
    authority = (
        _certificate(authority_name, authority_name, authority_key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    certificate = (
        _certificate(name, authority_name, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False
        )
        .sign(authority_key, hashes.SHA256())
    )
    key_file = pkcs12.serialize_key_and_certificates(
        LABEL.encode(), key, certificate, [authority], NoEncryption()
    )
    return key_file, authority.public_bytes(Encoding.PEM)


def _name(role: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, LABEL),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{LABEL} {role}"),
        ]
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + _VALIDITY)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(**purposes: bool) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: purposes.get(name, False) for name in names})
