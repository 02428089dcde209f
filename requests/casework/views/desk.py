"""The desk around the file: notes, assignments, conditions, documents, and a letter tried again."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from casework.choices import ConditionType, Status
from casework.forms.desk import AssignForm, ConditionForm, GrantForm, NoteForm
from casework.forms.files import DocumentsForm
from casework.models import RequestUserGrant
from casework.policies import require_desk, require_head
from casework.services.conditions import Terms, record_condition
from casework.services.desk import (
    add_document,
    assign,
    end_assignment,
    end_sight,
    grant_sight,
    remove_document,
    write_note,
)
from casework.views.case import CasePage
from mla_portal.common.errors import NotPermitted, Refusal
from mla_portal.common.views import add_refusal

FormT = TypeVar("FormT", bound=forms.Form)


class DeskView(CasePage):
    """Takes one small form of the case page. Refused, it shows the tab again with what was typed."""

    tab = "overview"
    context_name: str

    def get(self, request: HttpRequest, tab: str = "", **kwargs: Any) -> HttpResponse:
        return self.redirect(self._back())

    def _back(self) -> str:
        if self.request.POST.get("from") == "draft":
            return self.url("draft-documents")
        return self.url("case") if self.tab == "overview" else self.url("case-tab", tab=self.tab)

    def take(self, form: FormT, act: Callable[[FormT], object], done: str) -> HttpResponse:
        """Runs the act over a valid form."""
        require_desk(self.case, self.actor)
        if not form.is_valid():
            return self.show(self.tab, status=422, **{self.context_name: form})
        try:
            act(form)
        except NotPermitted:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self.show(self.tab, status=409, **{self.context_name: form})
        messages.success(self.request, done)
        return self.redirect(self._back())


class NotesView(DeskView):
    """Writes an internal note."""

    context_name = "note_form"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.take(
            NoteForm(request.POST),
            lambda form: write_note(self.actor, self.case_id, form.cleaned_data["text"]),
            _("The note was written."),
        )


class AssignmentsView(DeskView):
    """Gives the file to somebody."""

    context_name = "assign_form"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.take(
            AssignForm(request.POST, case=self.case),
            lambda form: assign(self.actor, self.case_id, to=form.chosen),
            _("Assigned."),
        )


class EndAssignmentView(DeskView):
    """Ends an assignment; it stays in the record."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        end_assignment(self.actor, self.case_id, kwargs["assignment_id"])
        messages.success(request, _("The assignment was ended."))
        return self.redirect(self._back())


class GrantsView(DeskView):
    """Opens the file to one person by name: an approver's act."""

    context_name = "grant_form"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_head(self.case, self.actor)
        return self.take(
            GrantForm(request.POST, case=self.case),
            lambda form: grant_sight(self.actor, self.case_id, form.cleaned_data["person"]),
            _("The file is open to this person now."),
        )


class EndGrantView(DeskView):
    """Takes such a grant back."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_head(self.case, self.actor)
        grants = RequestUserGrant.objects.filter(content_object=self.case).select_related("user")
        end_sight(self.actor, self.case_id, grants.get(pk=kwargs["grant_id"]).user)
        messages.success(request, _("The file is no longer open to this person."))
        return self.redirect(self._back())


class ConditionsView(DeskView):
    """Records a condition of ours or of theirs."""

    context_name = "condition_form"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.take(
            ConditionForm(request.POST, case=self.case), self._record, _("The condition was recorded.")
        )

    def _record(self, form: ConditionForm) -> None:
        given = form.cleaned_data
        record_condition(
            self.actor,
            self.case_id,
            Terms(ConditionType(given["type"]), given["text"], given["due_on"]),
            communication_id=given.get("communication") or None,
            documents=given.get("documents", ()),
        )


class DocumentsView(DeskView):
    """Adds files to the case, all of them or none."""

    tab = "documents"
    context_name = "documents_form"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = DocumentsForm(request.POST, request.FILES, takes_enclosures=self.case.status == Status.DRAFT)
        return self.take(form, self._add, _("Added."))

    @transaction.atomic
    def _add(self, form: DocumentsForm) -> None:
        given = form.cleaned_data
        for number, file in enumerate(given["documents"], start=1):
            title = given["title"] or file.name
            if given["title"] and len(given["documents"]) > 1:
                title = f"{given['title']} ({number})"
            add_document(
                self.actor,
                self.case_id,
                title=title[:200],
                file=file,
                is_enclosure=given.get("is_enclosure", False),
            )


class RemoveDocumentView(DeskView):
    """Takes a document out of a draft."""

    tab = "documents"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        remove_document(self.actor, self.case_id, kwargs["link_id"])
        messages.success(request, _("Removed."))
        return self.redirect(self._back())
