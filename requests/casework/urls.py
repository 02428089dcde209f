"""The web routes of case work."""

from django.urls import URLPattern, URLResolver, include, path

from casework.views import (
    case,
    clocks,
    correspondence,
    desk,
    drafting,
    due,
    evidence,
    examining,
    execution,
    letters,
    sheets,
    statistics,
    transitions,
    translations,
    worklist,
)

app_name = "requests"

_draft: list[URLPattern | URLResolver] = [
    path("", drafting.TaskListView.as_view(), name="draft"),
    path("documents", drafting.DraftDocumentsView.as_view(), name="draft-documents"),
    path("<slug:section>", drafting.SectionView.as_view(), name="section"),
    path("<slug:part>/new", drafting.PartView.as_view(), name="part-new"),
    path("<slug:part>/<uuid:part_id>", drafting.PartView.as_view(), name="part"),
    path("<slug:part>/<uuid:part_id>/remove", drafting.RemovePartView.as_view(), name="part-remove"),
]

_letter: list[URLPattern | URLResolver] = [
    path("", correspondence.LetterView.as_view(), name="letter-page"),
    path("change", correspondence.ChangeLetterView.as_view(), name="letter-change"),
    path("discard", correspondence.DiscardLetterView.as_view(), name="letter-discard"),
    path("seal", correspondence.SealLetterView.as_view(), name="letter-seal"),
    path("progress", correspondence.LetterProgressView.as_view(), name="letter-progress"),
    path("again", correspondence.SealAgainView.as_view(), name="letter-again"),
    path("give-up", correspondence.GiveUpView.as_view(), name="letter-give-up"),
    path("revoke", correspondence.RevokeLetterView.as_view(), name="letter-revoke"),
    path("send", correspondence.SendLetterView.as_view(), name="letter-send"),
    path("translations", translations.TranslationsView.as_view(), name="letter-translations"),
]

_case: list[URLPattern | URLResolver] = [
    path("", case.CasePage.as_view(), name="case"),
    path("preview", transitions.PreviewView.as_view(), name="preview"),
    path("do/<slug:name>", transitions.TransitionView.as_view(), name="transition"),
    path("letter", letters.LetterProgressView.as_view(), name="letter"),
    path("letter/retry", letters.LetterRetryView.as_view(), name="letter-retry"),
    path("translations", translations.TranslationsView.as_view(), name="translations"),
    path("letters/new/<slug:name>", correspondence.WriteView.as_view(), name="letter-new"),
    path("letters/<uuid:communication_id>/causes", sheets.CausesView.as_view(), name="return-causes"),
    path("letters/<uuid:communication_id>/", include(_letter)),
    path("letters/received/<slug:name>", correspondence.EnterView.as_view(), name="letter-received"),
    path("notes", desk.NotesView.as_view(), name="notes"),
    path("assignments", desk.AssignmentsView.as_view(), name="assignments"),
    path("assignments/<uuid:assignment_id>/end", desk.EndAssignmentView.as_view(), name="assignment-end"),
    path("grants", desk.GrantsView.as_view(), name="grants"),
    path("grants/<int:grant_id>/end", desk.EndGrantView.as_view(), name="grant-end"),
    path("conditions", desk.ConditionsView.as_view(), name="conditions"),
    path("conditions/<uuid:condition_id>", evidence.ConditionPage.as_view(), name="condition"),
    path("conditions/<uuid:condition_id>/end", evidence.EndConditionView.as_view(), name="condition-end"),
    path("conditions/<uuid:condition_id>/consents", evidence.ConsentView.as_view(), name="consents"),
    path(
        "conditions/<uuid:condition_id>/consents/<uuid:consent_id>",
        evidence.ConsentAnswerView.as_view(),
        name="consent-answer",
    ),
    path("certificates/<slug:kind>", evidence.CertificateView.as_view(), name="certificate"),
    path("export", evidence.ExportView.as_view(), name="export"),
    path("documents/<uuid:link_id>/use", evidence.UseElsewhereView.as_view(), name="document-use"),
    path("documents/add", desk.DocumentsView.as_view(), name="documents-add"),
    path("documents/<uuid:link_id>/remove", desk.RemoveDocumentView.as_view(), name="document-remove"),
    path("deadlines/set", clocks.SetDeadlineView.as_view(), name="deadline-set"),
    path("deadlines/<uuid:deadline_id>/<slug:act>", clocks.DeadlineActView.as_view(), name="deadline-act"),
    path("checks/<slug:kind>", examining.ExamineView.as_view(), name="examine"),
    path("draft/", include(_draft)),
    path("execution/<uuid:measure_id>/give", execution.GiveView.as_view(), name="measure-give"),
    path("execution/<uuid:measure_id>/result", execution.OwnResultView.as_view(), name="measure-result"),
    path("<slug:tab>", case.CasePage.as_view(), name="case-tab"),
]

_measures: list[URLPattern | URLResolver] = [
    path("", execution.GivenMeasuresView.as_view(), name="measures-given"),
    path("<uuid:assignment_id>/", execution.AssignedMeasureView.as_view(), name="assigned-measure"),
    path("<uuid:assignment_id>/letter", execution.AssignmentLetterView.as_view(), name="assigned-letter"),
    path("<uuid:assignment_id>/<slug:name>", execution.ActView.as_view(), name="assigned-act"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", worklist.WorklistView.as_view(), name="worklist"),
    path("approvals", transitions.ApprovalsView.as_view(), name="approvals"),
    path("due", due.DueView.as_view(), name="due"),
    path("due/read", due.ReadRemindersView.as_view(), name="reminders-read"),
    path("statistics", statistics.StatisticsView.as_view(), name="statistics"),
    path("statistics.csv", statistics.StatisticsCsvView.as_view(), name="statistics-csv"),
    path("requests/new", drafting.OpenRequestView.as_view(), name="new"),
    path("requests/<uuid:case_id>/", include(_case)),
    path("measures/", include(_measures)),
    path("states/<slug:code>/sheet", sheets.SheetView.as_view(), name="sheet"),
]
