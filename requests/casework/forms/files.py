"""Forms that take files."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _


class FilesInput(forms.FileInput):
    """Several files at once. The page checks their size before it sends them, by the limit named here."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "multiple": True,
                "data-max-bytes": settings.MAX_UPLOAD_BYTES,
                "data-too-large": _("“{name}” is over the size limit. Choose a smaller file."),
            }
        )


class FilesField(forms.FileField):
    """Cleans to the list of the files chosen. Type and size are judged by the documents' own service."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        files = [file for file in data or [] if file]
        if not files:
            super().clean(None, initial)
        return [super(FilesField, self).clean(file, initial) for file in files]


def files_help() -> str:
    """What may be uploaded, for the officer."""
    return str(
        _("PDF, pictures and office documents, up to %(limit)d MB each. The type is judged by the content.")
    ) % {"limit": settings.MAX_UPLOAD_BYTES // 1_000_000}


class DocumentsForm(forms.Form):
    """Adds files to the case."""

    documents = FilesField(label=_("Files"))
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Empty: each file keeps its own name.")
    )
    is_enclosure = forms.BooleanField(
        label=_("Enclose with the request"),
        required=False,
        help_text=_("Listed in the letter and sent with it. Otherwise it stays inside your authority."),
    )

    def __init__(self, *args: Any, takes_enclosures: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["documents"].help_text = files_help()
        if not takes_enclosures:
            del self.fields["is_enclosure"]
