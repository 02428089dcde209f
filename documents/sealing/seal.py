"""PAdES baseline B with a certification lock: after it, any change breaks the seal.

pyHanko fills the empty field that rendering left, as an incremental update which holds the signature and the
catalog only. Why it is not used as it comes: see ADR 0015.
"""

import asyncio
import threading
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.rendering.finisher import SEAL_FIELD
from documents.sealing.key import SealKey, as_der

BYTES_RESERVED = 6144
"""For the signature with its certificates; even, for each byte is two hexadecimal digits."""


class SealingError(Exception):
    """The seal could not be put. The message says why, for a person."""


class _Writer(IncrementalPdfFileWriter):
    """Leaves the XMP alone: pyHanko would rewrite it so that PDF/A no longer accepts it."""

    def _update_meta(self) -> None:
        """Nothing. The moment of sealing stands in the signature."""


class _KeySigner(Signer):
    """Signs with the key already loaded; pyHanko's own signer parses it anew at each signature."""

    def __init__(self, key: SealKey) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(
            [asn1_x509.Certificate.load(as_der(certificate)) for certificate in key.chain]
        )
        super().__init__(
            signing_cert=asn1_x509.Certificate.load(as_der(key.certificate)), cert_registry=store
        )
        self._key = key.private_key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(512)
        if isinstance(self._key, EllipticCurvePrivateKey):
            return self._key.sign(data, ECDSA(SHA256()))
        return self._key.sign(data, PKCS1v15(), SHA256())


_signer = cache(_KeySigner)
_sealing = threading.Lock()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


def seal(pdf: bytes, key: SealKey, *, reason: str, location: str, contact: str) -> tuple[bytes, datetime]:
    """The sealed file and the moment (UTC) its seal claims.

    Raises SealingError: there is no letter then, never an unsealed one.
    """
    if faults := list(key.faults()):
        raise SealingError(" ".join(faults))
    moment = datetime.now(UTC).replace(microsecond=0)
    metadata = PdfSignatureMetadata(
        field_name=SEAL_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
        location=location or None,
        contact_info=contact or None,
    )
    try:
        with _sealing:
            sealed = _loop().run_until_complete(
                PdfSigner(metadata, _signer(key)).async_sign_pdf(
                    _Writer(BytesIO(pdf)), existing_fields_only=True, bytes_reserved=BYTES_RESERVED
                )
            )
    except (PdfError, SigningError, ValueError) as error:
        raise SealingError(str(error)) from error
    return _bytes(sealed), moment


def _bytes(output: Any) -> bytes:
    content: bytes = output.getvalue()
    return content
