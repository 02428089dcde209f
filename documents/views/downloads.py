"""A file for whoever may see its document."""

from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from documents.choices import Purpose
from documents.models import Version
from documents.streaming import stream
from mla_portal.common.answers import answer_field
from mla_portal.common.errors import AnswerNeeded
from mla_portal.common.views import Access, PortalView


class AnswerForm(forms.Form):
    """For what a bound file is used."""

    answer = answer_field()


class DownloadView(PortalView):
    """Where conditions ask for what the file is used, the page asks, and the answer comes by POST."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest, document: UUID, number: int) -> HttpResponseBase:
        version = self._version(document, number)
        try:
            return stream(self.actor, version, Purpose.READ)
        except AnswerNeeded as asked:
            return self._ask(version, AnswerForm(), asked.reasons)

    def post(self, request: HttpRequest, document: UUID, number: int) -> HttpResponseBase:
        version, form = self._version(document, number), AnswerForm(request.POST)
        answer = form.cleaned_data["answer"] if form.is_valid() else ""
        try:
            return stream(self.actor, version, Purpose.READ, answer)
        except AnswerNeeded as asked:
            return self._ask(version, form, asked.reasons)

    def _version(self, document: UUID, number: int) -> Version:
        versions = Version.objects.select_related("document")
        return self.get_visible(versions, document=document, number=number)

    def _ask(self, version: Version, form: AnswerForm, reasons: tuple[str, ...]) -> HttpResponseBase:
        context = {"version": version, "form": form, "reasons": reasons, "back": self.page_before()}
        return self.render("documents/conditions.html", context, status=422 if form.errors else 200)
