"""Pages about evidence: a condition and the consents to it, certificates, use in another case, export."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from casework.choices import CertificateKind
from casework.forms.evidence import (
    CertificateForm,
    ConsentAnswerForm,
    ConsentForm,
    EndConditionForm,
    ExportForm,
    UseElsewhereForm,
)
from casework.models import CaseDocument, Condition
from casework.policies import require_desk, require_head
from casework.release_check import in_words
from casework.selectors.conditions import conditions_by_version, links_bound
from casework.services.certificates import certify
from casework.services.conditions import answer_consent, ask_consent, end_condition
from casework.services.export import export_documents
from casework.services.reuse import use_in_another_case
from casework.views.base import CaseView
from documents.models import Version
from mla_portal.common.errors import NotPermitted, Refusal
from mla_portal.common.views import add_refusal

FormT = TypeVar("FormT", bound=forms.Form)


class EvidenceView(CaseView):
    """Takes a form; refused, it shows the page again with what was typed."""

    def take(
        self,
        form: FormT,
        act: Callable[[FormT], object],
        show: Callable[[FormT, int], HttpResponse],
        done: Callable[[], HttpResponse],
    ) -> HttpResponse:
        """Runs the act over a valid form."""
        if not form.is_valid():
            return show(form, 422)
        try:
            act(form)
        except NotPermitted:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            return show(form, 409)
        return done()

    def to_documents(self, message: str) -> HttpResponse:
        messages.success(self.request, message)
        return self.redirect(self.url("case-tab", tab="documents"))


class ConditionPage(EvidenceView):
    """One condition: what it binds, and the consents asked and given."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def condition(self) -> Condition:
        rows = Condition.objects.select_related("communication", "decision", "ended_by")
        return self.get_visible(rows, pk=self.kwargs["condition_id"], request=self.case.pk)

    def show(self, status: int = 200, **forms_: Any) -> HttpResponse:
        condition = self.condition()
        consents = condition.consents.select_related("state", "into", "asked_in", "answered_in")
        context: dict[str, Any] = {
            "case": self.case,
            "condition": condition,
            "links": links_bound(condition),
            "consents": consents,
        }
        if self.is_desk and condition.ended_on is None:
            context["end_form"] = EndConditionForm(case=self.case, binds_us=condition.binds_us)
            if condition.binds_us:
                context["consent_form"] = ConsentForm(case=self.case)
                context["answer_form"] = ConsentAnswerForm(case=self.case)
        return self.render("requests/condition.html", context | forms_, status=status)

    def done(self, message: str) -> Callable[[], HttpResponse]:
        def answer() -> HttpResponse:
            messages.success(self.request, message)
            return self.redirect(self.url("condition", condition_id=self.kwargs["condition_id"]))

        return answer


class ConsentView(ConditionPage):
    """Records that consent to a use was asked."""

    def post(self, request: HttpRequest, condition_id: UUID, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        return self.take(
            ConsentForm(request.POST, case=self.case),
            lambda form: ask_consent(self.actor, self.case_id, condition_id, form.wanted()),
            lambda form, status: self.show(status, consent_form=form),
            self.done(_("Recorded that consent was asked.")),
        )


class ConsentAnswerView(ConditionPage):
    """Enters what they answered."""

    def post(self, request: HttpRequest, consent_id: UUID, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        return self.take(
            ConsentAnswerForm(request.POST, case=self.case),
            lambda form: answer_consent(self.actor, self.case_id, consent_id, **form.cleaned_data),
            lambda form, status: self.show(status, answer_form=form, answered=consent_id),
            self.done(_("The answer was entered.")),
        )


class EndConditionView(ConditionPage):
    """Ends a condition."""

    def post(self, request: HttpRequest, condition_id: UUID, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        return self.take(
            EndConditionForm(request.POST, case=self.case, binds_us=self.condition().binds_us),
            lambda form: end_condition(
                self.actor,
                self.case_id,
                condition_id,
                ended_on=form.cleaned_data["ended_on"],
                communication_id=form.cleaned_data["communication_id"],
                proof=form.cleaned_data["end_proof"],
            ),
            lambda form, status: self.show(status, end_form=form),
            self.done(_("The condition ended.")),
        )


class CertificateView(EvidenceView):
    """Certifies that items were returned or destroyed."""

    @property
    def kind(self) -> CertificateKind:
        try:
            return CertificateKind(self.kwargs["kind"])
        except ValueError as error:
            raise Http404 from error

    def _require(self) -> None:
        if self.kind is CertificateKind.DESTRUCTION:
            require_head(self.case, self.actor)
        require_desk(self.case, self.actor)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self._require()
        return self._show(CertificateForm(case=self.case, kind=self.kind), 200)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self._require()
        return self.take(
            CertificateForm(request.POST, case=self.case, kind=self.kind),
            lambda form: certify(self.actor, self.case_id, form.done()),
            self._show,
            lambda: self.to_documents(_("The certificate is in the file.")),
        )

    def _show(self, form: CertificateForm, status: int) -> HttpResponse:
        is_final = self.kind is CertificateKind.DESTRUCTION
        context = {
            "case": self.case,
            "form": form,
            "title": _("Certify a destruction") if is_final else _("Certify a return"),
            "warning": _(
                "The files and every copy that your authority made of them leave the store for good. Their "
                "hashes and this certificate stay."
            )
            if is_final
            else "",
            "submit": _("Destroy and certify") if is_final else _("Certify"),
            "is_final": is_final,
        }
        return self.render("requests/evidence_form.html", context, status=status)


class UseElsewhereView(EvidenceView):
    """Uses a document in another case."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        return self._show(UseElsewhereForm(), 200)

    def post(self, request: HttpRequest, link_id: UUID, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        return self.take(
            UseElsewhereForm(request.POST),
            lambda form: use_in_another_case(
                self.actor,
                self.case_id,
                link_id,
                form.cleaned_data["reference"],
                answer=form.cleaned_data.get("answer", ""),
            ),
            self._show,
            lambda: self.to_documents(_("The document is in the other file too, under the same conditions.")),
        )

    def _show(self, form: UseElsewhereForm, status: int) -> HttpResponse:
        links = CaseDocument.objects.select_related("document")
        link = self.get_visible(links, pk=self.kwargs["link_id"], request=self.case.pk)
        version = Version.objects.select_related("document").filter(document=link.document).latest("number")
        context = {
            "case": self.case,
            "form": form,
            "subject": link.document.title,
            "title": _("Use in another case"),
            "reasons": [in_words(row) for row in conditions_by_version([version])[version.pk]],
            "submit": _("Use it there"),
        }
        return self.render("requests/evidence_form.html", context, status=status)


class ExportView(EvidenceView):
    """The documents of the file in one archive."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        return self._show(ExportForm(), 200)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        require_desk(self.case, self.actor)
        form = ExportForm(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            archive = export_documents(self.actor, self.case_id, form.cleaned_data.get("answer", ""))
        except NotPermitted:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self._show(form, 409)
        name = f"{self.case.own_reference.replace('/', '-')}.zip"
        return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")

    def _show(self, form: ExportForm, status: int) -> HttpResponse:
        context = {
            "case": self.case,
            "form": form,
            "title": _("Export the documents"),
            "lead": _(
                "A ZIP of the newest versions with a manifest of their hashes and conditions. What a "
                "condition forbids is withheld, and the manifest says so."
            ),
            "submit": _("Export"),
        }
        return self.render("requests/evidence_form.html", context, status=status)
