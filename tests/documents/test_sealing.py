"""The seal: what it covers, what it locks, which keys it takes, and that pyHanko is still the one we know."""

import inspect
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from documents.sealing.examine import examine
from documents.sealing.key import SealKeyError, load, seal_key
from documents.sealing.seal import SealingError, _Writer, seal
from tests.documents.keys import PrivateKey, key_file
from tests.documents.making import findings, poppler, rendered, sealed


@pytest.fixture(scope="module")
def letter() -> bytes:
    return rendered()


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_sealed_letter_conforms_and_its_seal_covers_the_whole_document(
    language: str, tmp_path: Path
) -> None:
    pdf = sealed(rendered(language))
    assert findings(pdf) == []
    report = poppler("pdfsig", pdf, tmp_path)
    assert "Signature is Valid." in report
    assert "Total document signed" in report
    assert "ETSI.CAdES.detached" in report
    assert "MLA Portal DEMONSTRATION ONLY seal" in report


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (ec.generate_private_key(ec.SECP256R1()), "ECDSA secp256r1"),
        (rsa.generate_private_key(65537, 3072), "RSA 3072"),
    ],
)
def test_ecdsa_and_rsa_keys_seal(key: PrivateKey, algorithm: str, letter: bytes, tmp_path: Path) -> None:
    loaded = load(key_file(tmp_path / "key.p12", key), "secret")
    pdf, _ = seal(letter, loaded, reason="Request", location="Slovenia", contact="mla@example.org")
    assert loaded.algorithm == algorithm
    assert not loaded.is_demonstration
    assert findings(pdf) == []
    assert "Signature is Valid." in poppler("pdfsig", pdf, tmp_path)
    assert examine(pdf, fingerprint=loaded.fingerprint).holds


def test_the_seal_says_why_where_and_whom_to_ask(letter: bytes) -> None:
    signature = PdfFileReader(BytesIO(sealed(letter))).embedded_signatures[0].sig_object
    assert signature["/Reason"] == "Request"
    assert signature["/Location"] == "Slovenia"
    assert signature["/ContactInfo"] == "mla@example.org"


def test_an_altered_byte_breaks_the_seal(letter: bytes) -> None:
    pdf = bytearray(sealed(letter))
    pdf[len(letter) // 2] ^= 1
    assert not examine(bytes(pdf), fingerprint=seal_key().fingerprint).holds


def test_an_addition_after_the_seal_breaks_the_lock(letter: bytes) -> None:
    pdf = sealed(letter)
    writer = _Writer(BytesIO(pdf))
    writer.root["/Extra"] = writer.add_object(writer.root["/MarkInfo"])
    writer.update_root()
    output = BytesIO()
    writer.write(output)
    assert not examine(output.getvalue(), fingerprint=seal_key().fingerprint).holds


def test_a_seal_by_another_certificate_does_not_hold(letter: bytes) -> None:
    assert not examine(sealed(letter), fingerprint="00" * 32).holds


def test_a_file_that_was_never_sealed_does_not_hold(letter: bytes) -> None:
    assert not examine(letter, fingerprint=seal_key().fingerprint).holds
    assert not examine(b"no PDF at all", fingerprint=seal_key().fingerprint).holds


def test_a_letter_cannot_be_sealed_twice(letter: bytes) -> None:
    with pytest.raises(SealingError):
        sealed(sealed(letter))


def test_an_expired_certificate_seals_nothing(letter: bytes, tmp_path: Path) -> None:
    expired = load(key_file(tmp_path / "key.p12", ec.generate_private_key(ec.SECP256R1()), days=0), "secret")
    with pytest.raises(SealingError, match="expired on"):
        seal(letter, expired, reason="", location="", contact="")


def test_a_certificate_not_made_for_signing_and_a_weak_key_are_told(tmp_path: Path) -> None:
    weak = rsa.generate_private_key(65537, 2048)
    faults = list(load(key_file(tmp_path / "key.p12", weak, signing=False), "secret").faults())
    assert faults == [
        "An RSA key for the seal has at least 3072 bits.",
        "The seal's certificate is not made for signing.",
    ]


def test_a_missing_file_a_wrong_password_and_another_file_are_told_apart(tmp_path: Path) -> None:
    path = key_file(tmp_path / "key.p12", ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(SealKeyError, match="cannot be read"):
        load(tmp_path / "none.p12", "secret")
    with pytest.raises(SealKeyError, match="password is another one"):
        load(path, "wrong")
    (tmp_path / "text.p12").write_text("hello")
    with pytest.raises(SealKeyError, match="not PKCS#12"):
        load(tmp_path / "text.p12", "secret")


def test_pyhanko_is_the_release_whose_writer_we_override() -> None:
    """`_update_meta` is private: a new release needs the conformance tests and a look at this method."""
    assert version("pyhanko") == "0.38.0"
    assert list(inspect.signature(BasePdfFileWriter._update_meta).parameters) == ["self"]
    assert "self._update_meta()" in inspect.getsource(BasePdfFileWriter)
