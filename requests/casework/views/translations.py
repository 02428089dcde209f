"""Free texts beside their translations: of a draft, and of another letter in preparation."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms.fields import ProseField
from casework.models import Communication
from casework.policies import require_desk
from casework.selectors.translations import TranslatedText, texts_of
from casework.services.translations import Translated, translate
from casework.views.base import CaseWithPartsView
from documents.choices import LetterLanguage, TranslationState
from mla_portal.common.errors import NotPermitted, Refusal


class TranslationForm(forms.Form):
    """The translation of one text, how it came about, and who certified it."""

    text = ProseField(label=gettext_lazy("Translation"), rows=5, required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("How it was translated"), choices=TranslationState.choices, required=False
    )
    certified_by = forms.CharField(label=gettext_lazy("Certified by"), max_length=200, required=False)

    def __init__(self, *args: Any, source: TranslatedText, **options: Any) -> None:
        super().__init__(*args, **options)
        self.source = source
        if row := source.translation:
            self.initial = {"text": row.text, "state": row.state, "certified_by": row.certified_by}


class TranslationsView(CaseWithPartsView):
    """All free texts of the request, or of one letter, each with its translation into the second language."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        return self._page(self._forms())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        rows = self._forms(request.POST)
        if any(not form.is_valid() for form in rows):
            return self._page(rows, status=422)
        given = [Translated(place=form.source.place, **form.cleaned_data) for form in rows]
        letter = self.letter
        try:
            translate(self.actor, self.case_id, given, communication_id=letter.pk if letter else None)
        except NotPermitted:
            raise
        except Refusal as refusal:
            for form in rows:
                if sentence := refusal.fields.get(form.source.place):
                    form.add_error("state", sentence)
            if not refusal.fields:
                raise
            return self._page(rows, status=409)
        messages.success(request, _("The translations are saved."))
        return self.redirect(request.path)

    @cached_property
    def letter(self) -> Communication | None:
        """The letter whose texts these are; None for the request itself."""
        pk = self.kwargs.get("communication_id")
        if pk is None:
            return None
        found = self.case.communications.select_related("letter").filter(pk=pk).first()
        if found is None:
            raise Http404
        found.request = self.case
        return found

    @property
    def language(self) -> str:
        return self.letter.second_language if self.letter else self.case.second_language

    def _forms(self, *data: Any) -> list[TranslationForm]:
        texts = texts_of(self.case, self.letter) if self.language else []
        return [TranslationForm(*data, source=text, prefix=f"t{n}") for n, text in enumerate(texts)]

    def _page(self, rows: list[TranslationForm], *, status: int = 200) -> HttpResponse:
        language = LetterLanguage(self.language).label if self.language else ""
        context = {"case": self.case, "communication": self.letter, "rows": rows, "language": language}
        return self.render("requests/translations.html", context, status=status)
