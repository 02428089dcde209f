"""What WeasyPrint's PDF/A-3a lacks: exact text, the claim to PDF/UA-1, a tagged field for the seal to fill.

WeasyPrint calls the finisher when the page is laid out and nothing is written yet, so the file is never
parsed again. Structures are pydyf's: plain dictionaries, and references such as `31 0 R`.
"""

import re
from typing import Any

import pydyf

from documents.rendering.glyphs import glyphs_of

SEAL_FIELD = "Seal"

UA_XMP = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description></rdf:li>
</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


_MAPPING = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")


def mend_text(pdf: pydyf.PDF) -> None:
    """Has each glyph stand for its own characters, so that text can be searched, copied and read aloud.

    WeasyPrint notes the text where a glyph was first used: all of a letter with its marks for one of the
    glyphs and nothing for the others, which PDF/A refuses.
    """
    for font in pdf.objects:
        if isinstance(font, pydyf.Dictionary) and "ToUnicode" in font:
            known = glyphs_of(font["BaseFont"].decode().partition("+")[2])
            mapping = _resolve(pdf, font["ToUnicode"])
            for index, line in enumerate(mapping.stream):
                if entry := _MAPPING.fullmatch(line):
                    guess = bytes.fromhex(entry[2].decode()).decode("utf-16-be")
                    text = known.meaning(int(entry[1], 16), guess).encode("utf-16-be").hex()
                    mapping.stream[index] = b"<%b> <%b>" % (entry[1], text.encode())


def claim_pdf_ua(pdf: pydyf.PDF) -> None:
    """Adds the PDF/UA part, and the extension schema PDF/A asks for, to the uncompressed XMP."""
    metadata = _resolve(pdf, pdf.catalog["Metadata"])
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", UA_XMP + b"</rdf:RDF>", 1)]
    metadata.compress = False


def add_seal_field(pdf: pydyf.PDF, spoken_name: str) -> None:
    """An empty signature field on the last page, without appearance, that a screen reader can name."""
    page = _resolve(pdf, pdf.page_references[-1])
    root = _resolve(pdf, pdf.catalog["StructTreeRoot"])
    document = _resolve(pdf, root["K"][0])
    parents = _resolve(pdf, root["ParentTree"])["Nums"]
    key = 1 + max(parents[::2])

    widget = _add(
        pdf,
        Type="/Annot",
        Subtype="/Widget",
        FT="/Sig",
        T=pydyf.String(SEAL_FIELD),
        TU=pydyf.String(spoken_name),
        F=132,
        Rect=pydyf.Array([0, 0, 0, 0]),
        P=page.reference,
        StructParent=key,
    )
    place = _add(pdf, Type="/OBJR", Obj=widget.reference, Pg=page.reference)
    form = _add(
        pdf,
        Type="/StructElem",
        S="/Form",
        P=document.reference,
        Pg=page.reference,
        K=pydyf.Array([place.reference]),
    )
    document["K"].append(form.reference)
    parents.extend([key, form.reference])
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    page["Tabs"] = "/S"
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([widget.reference]), "SigFlags": 3})


def _add(pdf: pydyf.PDF, **entries: Any) -> Any:
    added = pydyf.Dictionary(entries)
    pdf.add_object(added)
    return added


def _resolve(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
