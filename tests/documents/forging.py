"""Damages and forges letters, with real keys, as somebody would who means harm."""

import json
import re
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from documents.sealing.key import SealKey
from documents.sealing.seal import _KeySigner, _loop, seal
from tests.documents.making import rendered


def sealed_with(key: SealKey, pdf: bytes | None = None) -> bytes:
    """The letter (the sample, unless given) under this seal, even where the key forbids sealing."""
    return seal(pdf or rendered(), _Careless(key.private_key, key.certificate, key.chain), reason="Request",
                location="Latvia", contact="lv@example.org")[0]  # fmt: skip


class _Careless(SealKey):
    """A key that seals whatever its certificate says."""

    def faults(self, moment: Any = None) -> Any:
        return iter(())


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The file opened, changed and written anew: every seal it bore is broken by that."""
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(output)
    return output.getvalue()


def with_data(change: Callable[[dict[str, Any]], object]) -> bytes:
    """The sample letter, not sealed, whose attached data were changed."""

    def exchange(pdf: pikepdf.Pdf) -> None:
        stream = pdf.Root.AF[0].EF.F
        data = json.loads(stream.read_bytes())
        change(data)
        stream.write(json.dumps(data).encode())

    return changed(rendered(), exchange)


def with_attachment(content: bytes) -> bytes:
    """The sample letter, not sealed, with something else where its data were."""

    def exchange(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AF[0].EF.F.write(content)

    return changed(rendered(), exchange)


def without_data() -> bytes:
    def remove(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.AF
        del pdf.Root.Names

    return changed(rendered(), remove)


def altered_byte(pdf: bytes) -> bytes:
    """One bit in the middle of the file is another: somewhere in what a page shows."""
    at = len(pdf) // 2
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def added_to(pdf: bytes) -> bytes:
    """An incremental update after the seal: the title is another."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.root["/Lang"] = writer.root["/Type"]
    writer.update_root()
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def signed_by(key: SealKey, pdf: bytes, field: str) -> bytes:
    """A common signature, as any office program puts it, with no lock."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    append_signature_field(writer, SigFieldSpec(field))
    signer = PdfSigner(PdfSignatureMetadata(field_name=field, md_algorithm="sha256"), _KeySigner(key))
    output = _loop().run_until_complete(signer.async_sign_pdf(writer))
    content: bytes = output.getvalue()
    return content


def plain() -> bytes:
    """A PDF of somebody else's, of one empty page."""
    output = BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(output)
    return output.getvalue()


def encrypted(pdf: bytes) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(output, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return output.getvalue()


def with_endless_pages() -> bytes:
    """A page tree that holds itself."""

    def loop(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Pages.Kids.append(pdf.Root.Pages)
        pdf.Root.Pages.Count = 2_000_000_000

    return changed(plain(), loop)


def with_endless_names() -> bytes:
    """A tree of attachments that holds itself."""

    def loop(pdf: pikepdf.Pdf) -> None:
        node = pdf.make_indirect(Dictionary(Names=pikepdf.Array([])))
        node.Kids = pikepdf.Array([node, node, node])
        pdf.Root.Names = Dictionary(EmbeddedFiles=node)

    return changed(plain(), loop)


def with_many_signatures(count: int) -> bytes:
    """So many signature fields, none of which is whole."""

    def sign(pdf: pikepdf.Pdf) -> None:
        value = pdf.make_indirect(
            Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), SubFilter=Name("/ETSI.CAdES.detached"),
                       ByteRange=pikepdf.Array([0, 1, 2, 3]), Contents=pikepdf.String("x"))
        )  # fmt: skip
        fields = [
            pdf.make_indirect(Dictionary(FT=Name.Sig, T=pikepdf.String(f"S{number}"), V=value))
            for number in range(count)
        ]
        pdf.Root.AcroForm = Dictionary(Fields=pikepdf.Array(fields), SigFlags=3)

    return changed(plain(), sign)


def partly_sealed(key: SealKey) -> bytes:
    """A letter whose seal is whole, but made over all of the file without its last bytes."""
    pdf = sealed_with(key)
    stated = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pdf)
    assert stated
    first, second, length = map(int, stated.groups())
    shorter = f"/ByteRange [0 {first} {second} {length - 7:0{len(stated[3])}d}]".encode()
    pdf = pdf.replace(stated[0], shorter)
    covered = pdf[:first] + pdf[second : second + length - 7]
    signature = _loop().run_until_complete(
        _KeySigner(key).async_sign(sha256(covered).digest(), "sha256", use_pades=True)
    )
    contents = signature.dump().hex().encode().ljust(second - first - 2, b"0")
    return pdf[: first + 1] + contents + pdf[second - 1 :]
