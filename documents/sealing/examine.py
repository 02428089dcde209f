"""Whether a stored letter's seal still holds, by pyHanko's validator."""

from dataclasses import dataclass
from io import BytesIO

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True, slots=True)
class Examination:
    """`holds` if the seal is intact, locks and covers the whole file, and is by the certificate on record."""

    intact: bool
    covers_whole_file: bool
    locked: bool
    same_certificate: bool

    @property
    def holds(self) -> bool:
        return self.intact and self.covers_whole_file and self.locked and self.same_certificate


BROKEN = Examination(intact=False, covers_whole_file=False, locked=False, same_certificate=False)


def examine(pdf: bytes, *, fingerprint: str) -> Examination:
    """Checks the one seal of a file against the certificate (SHA-256, hexadecimal) it was made with.

    Validity at this day is not asked: a letter stays what it was when its certificate has expired.
    """
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
        return _examine(signatures[0], fingerprint) if len(signatures) == 1 else BROKEN
    except (PdfError, SigningError, SignatureValidationError, ValueError, KeyError):
        return BROKEN


def _examine(signature: EmbeddedPdfSignature, fingerprint: str) -> Examination:
    certificate = signature.signer_cert
    status = validate_pdf_signature(
        signature, ValidationContext(trust_roots=[certificate], allow_fetching=False)
    )
    return Examination(
        intact=status.intact and status.valid,
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        locked=signature.docmdp_level == MDPPerm.NO_CHANGES,
        same_certificate=certificate.sha256.hex() == fingerprint,
    )
