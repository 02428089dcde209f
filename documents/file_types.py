"""What a file is by its content, and which kinds are taken in."""

import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

import puremagic
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mla_portal.common.errors import Refusal

LONGEST_NAME = 150
_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is taken in; the first extension is the usual one."""

    mime: str
    label: str | Promise
    extensions: tuple[str, ...]


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
ACCEPTED = {
    kind.mime: kind
    for kind in (
        FileType("application/pdf", gettext_lazy("PDF"), (".pdf",)),
        FileType("image/jpeg", gettext_lazy("JPEG image"), (".jpg", ".jpeg")),
        FileType("image/png", gettext_lazy("PNG image"), (".png",)),
        FileType("image/tiff", gettext_lazy("TIFF image"), (".tif", ".tiff")),
        FileType("text/plain", gettext_lazy("plain text"), (".txt", ".csv", ".log")),
        FileType("message/rfc822", gettext_lazy("e-mail message"), (".eml",)),
        FileType("application/rtf", gettext_lazy("RTF document"), (".rtf",)),
        FileType("application/msword", gettext_lazy("old Office document"), (".doc", ".xls", ".ppt")),
        FileType(f"{_OOXML}.wordprocessingml.document", gettext_lazy("Word document"), (".docx",)),
        FileType(f"{_OOXML}.spreadsheetml.sheet", gettext_lazy("Excel workbook"), (".xlsx",)),
        FileType(
            f"{_OOXML}.presentationml.presentation", gettext_lazy("PowerPoint presentation"), (".pptx",)
        ),
        FileType(f"{_ODF}.text", gettext_lazy("OpenDocument text"), (".odt",)),
        FileType(f"{_ODF}.spreadsheet", gettext_lazy("OpenDocument spreadsheet"), (".ods",)),
        FileType(f"{_ODF}.presentation", gettext_lazy("OpenDocument presentation"), (".odp",)),
    )
}
_BY_EXTENSION = {extension: kind for kind in ACCEPTED.values() for extension in kind.extensions}
_OFFICE_FOLDERS = {
    "word/document.xml": f"{_OOXML}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OOXML}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OOXML}.presentationml.presentation",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_CONTROLS = {*b"\t\n\f\r"}


def recognise(file: IO[bytes], name: str) -> FileType:
    """The kind of a file. Raises Refusal where it is not taken in or is not what its name says it is."""
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    mime, found = _by_content(file, head)
    kind = ACCEPTED.get(mime)
    named = _BY_EXTENSION.get(PurePosixPath(name).suffix.lower())
    if named is not None and named != kind:
        raise Refusal(
            _("“%(name)s” is named as a %(named)s, but its content is %(found)s.")
            % {"name": name, "named": named.label, "found": kind.label if kind else found}
        )
    if kind is None:
        raise Refusal(
            _("“%(name)s” is %(found)s, which is not taken in. Taken in are: %(accepted)s.")
            % {
                "name": name,
                "found": found,
                "accepted": ", ".join(str(accepted.label) for accepted in ACCEPTED.values()),
            }
        )
    return kind


def _by_content(file: IO[bytes], head: bytes) -> tuple[str, str]:
    """MIME type (empty where unknown) and what to call it."""
    if not head:
        return "", _("an empty file")
    if head.startswith(b"PK"):
        return _packed(file)
    if head.startswith(_OLE):
        return "application/msword", ""
    try:
        match = puremagic.magic_string(head)[0]
    except (puremagic.PureError, ValueError):
        match = None
    if match is not None and match.mime_type in ACCEPTED:
        return match.mime_type, ""
    if match is not None:
        return "", match.name
    return ("text/plain", "") if _is_text(head) else ("", _("of an unknown kind"))


def _packed(file: IO[bytes]) -> tuple[str, str]:
    """An Office document is a ZIP archive too; any other archive is refused, and so are macros."""
    archive = _("a ZIP archive")
    try:
        with zipfile.ZipFile(file) as packed:
            names = set(packed.namelist())
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 200:
                mime = packed.read("mimetype").decode("ascii", "replace")
                return (mime, "") if mime in ACCEPTED else ("", archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return "", archive
    finally:
        file.seek(0)
    if any(PurePosixPath(name).name.lower() == "vbaproject.bin" for name in names):
        return "", _("an Office document with macros")
    if "[Content_Types].xml" in names:
        for part, mime in _OFFICE_FOLDERS.items():
            if part in names:
                return mime, ""
    return "", archive


def _is_text(head: bytes) -> bool:
    return not any(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in head)


def safe_name(name: str, kind: FileType) -> str:
    """A name without path, control or reordering characters, of bounded length, with a fitting extension."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(
        " " if character in '<>:"|?*' else character
        for character in name
        if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    )
    stem, dot, extension = " ".join(name.split()).lstrip(". ").rpartition(".")
    if not dot or f".{extension.lower()}" not in kind.extensions:
        stem, extension = f"{stem}{dot}{extension}", kind.extensions[0][1:]
    return f"{stem[:LONGEST_NAME].strip(' .') or _('file')}.{extension}"
