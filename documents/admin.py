"""The wording of letters. Documents and letters themselves are seen through the cases they belong to."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import truncatechars
from django.utils.translation import gettext_lazy as _

from documents.choices import LetterKind, LetterLanguage
from documents.letters.wording import placeholders, standard_texts
from documents.models import LetterText
from documents.services.wording import remove_wording, save_wording
from states.admin.base import RefusingAdmin, actor_of

if TYPE_CHECKING:
    LetterTextModelForm = forms.ModelForm[LetterText]
else:
    LetterTextModelForm = forms.ModelForm


def _places() -> list[tuple[str, str]]:
    """Each place in a letter with the beginning of its standard text and the placeholders it knows."""
    return [
        (key, f"{key}: {truncatechars(text, 90)}")
        for key, text in standard_texts(LetterKind.REQUEST, LetterLanguage.ENGLISH).items()
    ]


class LetterTextForm(LetterTextModelForm):
    key = forms.ChoiceField(label=_("place in the letter"), choices=_places)

    class Meta:
        model = LetterText
        fields = ("kind", "language", "key", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 5, "cols": 100})}


@admin.register(LetterText)
class LetterTextAdmin(RefusingAdmin):
    """Only what differs from the standard is kept here; deleting a row brings the standard text back."""

    form = LetterTextForm
    list_display = ("key", "kind", "language", "text")
    list_filter = ("kind", "language")
    search_fields = ("key", "text")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("standard", "known_placeholders") if obj else ()

    @admin.display(description=_("standard text"))
    def standard(self, row: LetterText) -> str:
        return standard_texts(LetterKind(row.kind), LetterLanguage(row.language)).get(row.key, "–")

    @admin.display(description=_("placeholders"))
    def known_placeholders(self, row: LetterText) -> str:
        return ", ".join(f"${name}" for name in sorted(placeholders(LetterKind(row.kind), row.key))) or "–"

    def save_model(self, request: HttpRequest, obj: LetterText, form: Any, change: bool) -> None:
        save_wording(actor_of(request), obj)

    def delete_model(self, request: HttpRequest, obj: LetterText) -> None:
        remove_wording(actor_of(request), obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[LetterText]) -> None:
        for row in queryset:
            remove_wording(actor_of(request), row)
