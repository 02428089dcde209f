"""The wording of letters. Documents and letters themselves are seen through the cases they belong to."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import truncatechars
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from documents.choices import LetterKind, LetterLanguage
from documents.letters.wording import check_wording, placeholders, reviewed_by, standard_texts
from documents.models import LetterText, LetterTextVersion
from documents.previews import preview
from documents.services.wording import (
    approve_version,
    take_back_into_use,
    use_standard,
    write_version,
)
from mla_portal.accounts.actors import Actor
from mla_portal.common.administration import RefusingAdmin, actor_of
from mla_portal.common.errors import Refusal

if TYPE_CHECKING:
    LetterTextModelForm = forms.ModelForm[LetterText]
else:
    LetterTextModelForm = forms.ModelForm


def _places() -> list[tuple[str, list[tuple[str, str]]]]:
    """By kind, each place in a letter with the beginning of its standard text."""
    return [
        (
            str(kind.label),
            [
                (f"{kind}/{key}", f"{key}: {truncatechars(text, 90)}")
                for key, text in standard_texts(kind, LetterLanguage.ENGLISH).items()
            ],
        )
        for kind in LetterKind
    ]


class LetterTextForm(LetterTextModelForm):
    """A new version of a clause. An existing clause keeps its place and language."""

    place = forms.ChoiceField(label=_("place in the letter"), choices=_places)
    text = forms.CharField(
        label=_("new version"),
        widget=forms.Textarea(attrs={"rows": 6, "cols": 100}),
        help_text=_(
            "Literal text with placeholders. Letters have it once another administrator approves it."
        ),
    )

    class Meta:
        model = LetterText
        fields = ("language",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["place"].initial = f"{self.instance.kind}/{self.instance.key}"
            self.fields["place"].disabled = self.fields["language"].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"place", "language", "text"} <= cleaned.keys():
            kind, _slash, key = cleaned["place"].partition("/")
            cleaned["kind"], cleaned["key"] = LetterKind(kind), key
            check_wording(LetterKind(kind), key, cleaned["text"])
        return cleaned


ACTS: dict[str, Callable[[Actor, LetterTextVersion], None]] = {
    "_approve": approve_version,
    "_use": take_back_into_use,
}
"""Buttons beside a version; their value is its number."""


def _act(request: HttpRequest, clause: LetterText) -> bool:
    """Does what the pressed button stands for, whatever else was typed; False where none was pressed."""
    if "_standard" in request.POST:
        use_standard(actor_of(request), clause)
        return True
    for name, act in ACTS.items():
        if number := request.POST.get(name):
            act(actor_of(request), get_object_or_404(clause.versions, number=number))
            return True
    return False


@admin.register(LetterText)
class LetterTextAdmin(RefusingAdmin):
    """What the ministry words itself, in numbered versions; everything else is standard text."""

    form = LetterTextForm
    change_form_template = "admin/documents/lettertext/change_form.html"
    list_display = ("key", "kind", "language", "wording")
    list_filter = ("kind", "language")
    list_select_related = ("in_use",)
    search_fields = ("key", "versions__text")
    fields = ("place", "language", "standard", "known_placeholders", "text")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("standard", "known_placeholders")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Versions are kept; the standard text is taken back by its button."""
        return False

    @admin.display(description=_("in use"))
    def wording(self, row: LetterText) -> str:
        return (
            f"{row.in_use.number}: {truncatechars(row.in_use.text, 90)}" if row.in_use else str(_("standard"))
        )

    @admin.display(description=_("standard text"))
    def standard(self, row: LetterText) -> str:
        if not row.pk:
            return "–"
        language = LetterLanguage(row.language)
        text = standard_texts(LetterKind(row.kind), language).get(row.key, "–")
        reviewer = reviewed_by(language) or _("not reviewed by a lawyer or a native speaker")
        return f"{text} [{reviewer}]"

    @admin.display(description=_("placeholders"))
    def known_placeholders(self, row: LetterText) -> str:
        if not row.pk:
            return "–"
        return ", ".join(f"${name}" for name in sorted(placeholders(LetterKind(row.kind), row.key))) or "–"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("preview/", view, name="documents_lettertext_preview"), *super().get_urls()]

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """The sample letter with the text as it stands in the form. Nothing is saved."""
        known = request.GET.get("clause", "")
        clause = self.get_object(request, known) if known else None
        form = LetterTextForm(request.POST, instance=clause)
        if request.method != "POST" or not self.has_view_permission(request) or not form.is_valid():
            faults = [fault for faults in form.errors.values() for fault in faults]
            return HttpResponse("\n".join(map(str, faults)), content_type="text/plain", status=400)
        typed = form.cleaned_data
        pdf = preview(typed["kind"], LetterLanguage(typed["language"]), typed["key"], typed["text"])
        return HttpResponse(
            pdf,
            content_type="application/pdf",
            headers={"Content-Disposition": 'inline; filename="preview.pdf"', "Cache-Control": "no-store"},
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        clause = self.get_object(request, object_id) if object_id else None
        if clause is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if request.method == "POST" and self.has_change_permission(request, clause):
            try:
                if _act(request, clause):
                    return HttpResponseRedirect(request.get_full_path())
            except Refusal as refusal:
                self.message_user(request, refusal.message, messages.ERROR)
                return HttpResponseRedirect(request.get_full_path())
        versions = clause.versions.select_related("author", "approved_by").order_by("-number")
        context = {**(extra_context or {}), "versions": versions, "clause": clause}
        return super().changeform_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: LetterText, form: Any, change: bool) -> None:
        typed = form.cleaned_data
        kind, key = typed["kind"], typed["key"]
        version = write_version(
            actor_of(request),
            kind=kind,
            language=LetterLanguage(typed["language"]),
            key=key,
            text=typed["text"],
        )
        obj.pk, obj.kind, obj.key = version.clause_id, kind, key
