"""Reads a PDF by a stranger, in a process of its own: its seal, its attached data and the text of its pages.

Run as `python -m documents.recognition.examiner <bounds>` with the file on standard input and the trusted
certificates (PEM) and revocation lists in a JSON file named second. Answers with one JSON object. It decides
nothing: `verdicts.py` does. No Django, no database, no network.
"""

import json
import resource
import sys
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

MEMORY_BYTES = 2_000_000_000
CPU_SECONDS = 20
MOST_DATA = 10_000_000
"""Bytes of attached data, unpacked: far more than any letter's."""
MOST_PAGES = 2_000
MOST_TEXT = 4_000_000
"""Characters of text on the pages."""
MOST_ON_A_PAGE = 100_000
"""Ten times what small print holds; what is beyond is not read."""
MOST_ATTACHMENTS = 50
DEEPEST = 10
"""Levels of the tree of names."""


def examine(pdf: bytes, trusted: list[str], crls: list[str]) -> dict[str, Any]:
    """What the file is, in plain values. An error that nobody foresaw ends as `error`."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    damaged = (PdfError, zlib.error, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
    if b"%PDF-" not in pdf[:1024]:
        return {"kind": "not_pdf"}
    try:
        reader = PdfFileReader(BytesIO(pdf))
        if reader.encrypted:
            return {"kind": "encrypted"}
        found: dict[str, Any] = {"kind": "pdf", "seals": _count_seals(reader)}
        if found["seals"] == 1:
            found["seal"] = _seal(reader.embedded_signatures[0], trusted, crls)
        found |= _attached(reader)
    except damaged as error:
        return {"kind": "unreadable", "error": f"{type(error).__name__}: {error}"[:500]}
    except (MemoryError, RecursionError) as error:
        return {"kind": "too_much", "error": type(error).__name__}
    return found | {"pages": pages_of(pdf)}


def _count_seals(reader: Any) -> int:
    return len(reader.embedded_signatures)


def _seal(signature: Any, trusted: list[str], crls: list[str]) -> dict[str, Any]:
    """The one seal: whole or broken, by whom, when, and whether the issuer is trusted."""
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation.errors import SignatureValidationError

    try:
        return _whole_seal(signature, trusted, crls)
    except (SigningError, SignatureValidationError, ValueError, KeyError, TypeError) as error:
        return {"intact": False, "error": f"{type(error).__name__}: {error}"[:500]}


def _whole_seal(signature: Any, trusted: list[str], crls: list[str]) -> dict[str, Any]:
    from asn1crypto.x509 import Certificate as Loaded
    from cryptography import x509
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    claimed = signature.self_reported_timestamp
    moment = (claimed or datetime.now(UTC)).astimezone(UTC)
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    anchors = [x509.load_pem_x509_certificate(text.encode()) for text in trusted]
    context = ValidationContext(
        trust_roots=[Loaded.load(anchor.public_bytes(_der())) for anchor in anchors],
        moment=min(max(moment, first), last),
        allow_fetching=False,
    )
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
    status = validate_pdf_signature(signature, context, key_usage_settings=usage)
    path = getattr(status, "validation_path", None)
    chain = [x509.load_der_x509_certificate(one.dump()) for one in path] if path else [certificate]
    chain = sorted(chain, key=lambda one: one != certificate)
    return {
        "intact": bool(status.intact),
        "valid": bool(status.valid),
        "coverage": status.coverage.name.lower() if status.coverage else "unclear",
        "modification_level": status.modification_level.name.lower() if status.modification_level else "",
        "locked": signature.docmdp_level is not None and signature.docmdp_level.name == "NO_CHANGES",
        "field": signature.field_name,
        "digest": status.md_algorithm,
        "claimed_at": moment.isoformat() if claimed else "",
        "trusted": bool(status.trusted),
        "trust_problem": str(getattr(status, "error_time_horizon", "") or ""),
        "indication": str(status.trust_problem_indic or ""),
        "chain": [_described(one) for one in chain],
        "revoked_at": _revoked_at(chain, anchors, crls),
    }


def _der() -> Any:
    from cryptography.hazmat.primitives.serialization import Encoding

    return Encoding.DER


def _described(certificate: Any) -> dict[str, str]:
    from cryptography.hazmat.primitives.hashes import SHA256

    return {
        "name": _name(certificate.subject),
        "issuer_name": _name(certificate.issuer),
        "subject": certificate.subject.rfc4514_string(),
        "issuer": certificate.issuer.rfc4514_string(),
        "serial": f"{certificate.serial_number:x}",
        "fingerprint": certificate.fingerprint(SHA256()).hex(),
        "valid_from": certificate.not_valid_before_utc.isoformat(),
        "valid_until": certificate.not_valid_after_utc.isoformat(),
    }


def _name(subject: Any) -> str:
    """The common name, else the whole subject."""
    from cryptography.x509.oid import NameOID

    common = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else str(subject.rfc4514_string())


def _revoked_at(chain: list[Any], anchors: list[Any], crls: list[str]) -> str:
    """When a certificate of the chain was revoked, by a list that its issuer signed; empty where none was.

    The seal's own time is only claimed, so a revocation counts whatever that time is.
    """
    from cryptography import x509

    lists = [x509.load_pem_x509_crl(text.encode()) for text in crls]
    for certificate in chain:
        for issuer in (*chain, *anchors):
            if issuer.subject != certificate.issuer:
                continue
            for revoked in lists:
                if revoked.issuer == issuer.subject and revoked.is_signature_valid(issuer.public_key()):
                    entry = revoked.get_revoked_certificate_by_serial_number(certificate.serial_number)
                    if entry is not None:
                        return str(entry.revocation_date_utc.isoformat())
    return ""


def _attached(reader: Any) -> dict[str, Any]:
    """Names of the attached files, and the first one that says it is a letter's data, as text."""
    names: list[str] = []
    answer: dict[str, Any] = {"attachments": names, "data": None, "data_error": ""}
    for count, specification in enumerate(_specifications(reader)):
        if count >= MOST_ATTACHMENTS:
            answer["data_error"] = "too_many"
            break
        name = str(specification.get("/UF", specification.get("/F", "")))[:200]
        names.append(name)
        if not name.lower().endswith(".json") or answer["data"] is not None:
            continue
        try:
            content = _content(specification["/EF"]["/F"])
        except OverflowError:
            answer["data_error"] = "too_large"
            continue
        except (zlib.error, KeyError):
            answer["data_error"] = "unreadable"
            continue
        answer["data"] = content.decode("utf-8", "replace")
    return answer


def _specifications(reader: Any) -> Iterator[Any]:
    """The file specifications of the document: associated files, then the tree of names."""
    seen: set[Any] = set()
    waiting = [(_resolved(reader.root.get("/Names", {})).get("/EmbeddedFiles"), 0)]
    entries = list(reader.root.get("/AF", ()))
    while waiting:
        node, depth = waiting.pop()
        node = _resolved(node) or {}
        entries.extend(list(_resolved(node.get("/Names", ())))[1::2])
        if depth < DEEPEST:
            waiting.extend((kid, depth + 1) for kid in _resolved(node.get("/Kids", ())))
        if len(entries) > MOST_ATTACHMENTS * 2:
            break
    for entry in entries:
        key = getattr(entry, "reference", None) or id(entry)
        if key not in seen:
            seen.add(key)
            yield _resolved(entry)


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _content(stream: Any) -> bytes:
    """A stream's bytes, unpacked up to a bound. Raises OverflowError beyond it."""
    packed: bytes = stream.encoded_data
    filters = stream.get("/Filter")
    names = [str(filters)] if isinstance(filters, str) else [str(name) for name in filters or ()]
    if not names:
        content = packed
    elif names == ["/FlateDecode"] and "/DecodeParms" not in stream:
        content = zlib.decompressobj().decompress(packed, MOST_DATA + 1)
    else:
        raise KeyError("filter")
    if len(content) > MOST_DATA:
        raise OverflowError
    return content


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page as a reader extracts it, up to the first page that cannot be read."""
    import pypdfium2

    pages: list[str] = []
    try:
        document = pypdfium2.PdfDocument(pdf)
        for number in range(min(len(document), MOST_PAGES)):
            pages.append(document[number].get_textpage().get_text_range()[:MOST_ON_A_PAGE])
            if sum(map(len, pages)) > MOST_TEXT:
                break
    except (pypdfium2.PdfiumError, UnicodeError):
        pass  # what the pages do not say contradicts the data, and a broken seal is told by itself
    return pages


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    json.dump(examine(sys.stdin.buffer.read(), given["trusted"], given["crls"]), sys.stdout)


if __name__ == "__main__":
    main()
