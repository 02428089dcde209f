"""The web routes of case work."""

from django.urls import URLPattern, URLResolver, include, path

from casework.views import case, desk, drafting, letters, transitions, worklist

app_name = "requests"

_draft: list[URLPattern | URLResolver] = [
    path("", drafting.TaskListView.as_view(), name="draft"),
    path("documents", drafting.DraftDocumentsView.as_view(), name="draft-documents"),
    path("<slug:section>", drafting.SectionView.as_view(), name="section"),
    path("<slug:part>/new", drafting.PartView.as_view(), name="part-new"),
    path("<slug:part>/<uuid:part_id>", drafting.PartView.as_view(), name="part"),
    path("<slug:part>/<uuid:part_id>/remove", drafting.RemovePartView.as_view(), name="part-remove"),
]

_case: list[URLPattern | URLResolver] = [
    path("", case.CasePage.as_view(), name="case"),
    path("preview", transitions.PreviewView.as_view(), name="preview"),
    path("do/<slug:name>", transitions.TransitionView.as_view(), name="transition"),
    path("letter", letters.LetterProgressView.as_view(), name="letter"),
    path("letter/retry", letters.LetterRetryView.as_view(), name="letter-retry"),
    path("notes", desk.NotesView.as_view(), name="notes"),
    path("assignments", desk.AssignmentsView.as_view(), name="assignments"),
    path("assignments/<uuid:assignment_id>/end", desk.EndAssignmentView.as_view(), name="assignment-end"),
    path("grants", desk.GrantsView.as_view(), name="grants"),
    path("grants/<int:grant_id>/end", desk.EndGrantView.as_view(), name="grant-end"),
    path("conditions", desk.ConditionsView.as_view(), name="conditions"),
    path("documents/add", desk.DocumentsView.as_view(), name="documents-add"),
    path("documents/<uuid:link_id>/remove", desk.RemoveDocumentView.as_view(), name="document-remove"),
    path("draft/", include(_draft)),
    path("<slug:tab>", case.CasePage.as_view(), name="case-tab"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", worklist.WorklistView.as_view(), name="worklist"),
    path("approvals", transitions.ApprovalsView.as_view(), name="approvals"),
    path("requests/new", drafting.OpenRequestView.as_view(), name="new"),
    path("requests/<uuid:case_id>/", include(_case)),
]
