"""A detached CMS seal over any content, which `openssl cms -verify` understands, and its examination."""

from collections.abc import Sequence
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder

from documents.sealing.key import SealKey, SealKeyError, seal_key
from mla_portal.audit.sealer import SealBroken, Sealer, SealingFailed, Signer

OPTIONS = [PKCS7Options.DetachedSignature, PKCS7Options.Binary, PKCS7Options.NoCapabilities]


def seal(content: bytes) -> bytes:
    """The seal in DER, with the certificates and the moment it was put. Raises SealingFailed."""
    key = _key()
    if faults := list(key.faults()):
        raise SealingFailed(" ".join(faults))
    builder = PKCS7SignatureBuilder().set_data(content)
    builder = builder.add_signer(key.certificate, key.private_key, SHA256())
    for certificate in key.chain:
        builder = builder.add_certificate(certificate)
    return builder.sign(Encoding.DER, OPTIONS)


def certificates() -> Sequence[str]:
    """The portal's own certificate and those above it, as PEM. Raises SealingFailed."""
    key = _key()
    return [one.public_bytes(Encoding.PEM).decode() for one in (key.certificate, *key.chain)]


def _key() -> SealKey:
    try:
        return seal_key()
    except SealKeyError as error:
        raise SealingFailed(str(error)) from error


def examine(content: bytes, seal: bytes) -> Signer:
    """Whose certificate made the seal over exactly this content. Raises SealBroken.

    Validity at this day is not asked, as with letters; whom to trust is for the caller to say.
    """
    from asn1crypto.cms import ContentInfo
    from pyhanko.sign.general import CMSExtractionError, extract_certificate_info, extract_signer_info
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    try:
        signed = ContentInfo.load(seal, strict=True)["content"]
        signer, certificate = extract_signer_info(signed), extract_certificate_info(signed).signer_cert
        holds = signer["digest_algorithm"]["algorithm"].native == "sha256" and all(
            validate_sig_integrity(signer, certificate, "data", sha256(content).digest())
        )
    except (CMSExtractionError, SignatureValidationError, ValueError, TypeError, KeyError) as error:
        raise SealBroken(str(error)) from error
    if not holds:
        raise SealBroken("The seal is not of this content.")
    return Signer(certificate.subject.human_friendly, certificate.sha256.hex())


SEALER = Sealer(seal=seal, examine=examine, certificates=certificates)
