"""Letters beside the status: written, looked at, sealed and sent, each on one page."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from casework.choices import CommunicationDirection, CommunicationType, LetterState, Status
from casework.completeness import check
from casework.departures import passages
from casework.forms.letters import LetterForm, SendForm
from casework.forms.transitions import TransitionForm
from casework.letters import is_written
from casework.models import CaseDocument, Communication
from casework.policies import require_desk, require_sealing, require_transition
from casework.requirements import obstacles_in
from casework.selectors.case import communications_of
from casework.selectors.preview import letter_outline
from casework.selectors.sealed import changed_since_sealed
from casework.services import correspondence, sending
from casework.services.correspond import correspond
from casework.services.desk import add_document
from casework.services.transition import rule_of
from casework.views.base import CaseWithPartsView
from casework.views.transitions import TransitionView
from casework.workflow import TransitionRule, table_for
from documents.models import Version
from documents.selectors import letter_status
from mla_portal.common.errors import NotPermitted, Refusal, SecondFactorRequired
from mla_portal.common.views import add_refusal


class WriteView(CaseWithPartsView):
    """The form of a letter: what the officer adds to what the file says."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            communication = self._write(form)
        except NotPermitted:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self._page(form, status=409)
        return self.redirect(self.url("letter-page", communication_id=communication.pk))

    @cached_property
    def rule(self) -> TransitionRule:
        """The act whose letter this is, or what leaves without moving the file.

        Raises Refusal where the file's status does not have it.
        """
        name = self._act()
        if table_for(self.case.kind, self.case.direction).get(name) is not None:
            rule = rule_of(self.case, name)
            if is_written(rule.issues):
                return rule
        if not is_written(name):
            raise Http404
        issued = sending.issuing(self.case, CommunicationType(name))
        if isinstance(issued, TransitionRule):
            return issued
        return issued.staying_in(Status(self.case.status))

    def _act(self) -> str:
        return str(self.kwargs["name"])

    def _communication(self) -> Communication | None:
        return None

    def _form(self, *data: Any) -> LetterForm:
        return LetterForm(
            *data,
            rule=self.rule,
            case=self.case,
            communication=self._communication(),
            completeness=check(self.case),
            items=self.request.GET.getlist("item"),
            initial={"certificate": self.request.GET.get("certificate", "")},
        )

    @transaction.atomic
    def _write(self, form: LetterForm) -> Communication:
        """The uploads and the letter together, or neither."""
        uploads = [
            add_document(
                self.actor, self.case_id, title=(file.name or str(self.rule.label))[:200], file=file
            ).pk
            for file in form.uploads
        ]
        version = form.cleaned_data["version"] + len(uploads)
        return self._save(form, uploads, version)

    def _save(self, form: LetterForm, uploads: list[Any], version: int) -> Communication:
        return correspondence.prepare(
            self.actor,
            self.case_id,
            CommunicationType(self.rule.issues or ""),
            form.particulars(uploads),
            transition=self.rule.name if self.rule.name != self.rule.issues else "",
            **form.in_languages(),
            expected_version=version,
        )

    def _page(self, form: LetterForm, *, status: int = 200) -> HttpResponse:
        context = {
            "case": self.case,
            "rule": self.rule,
            "form": form,
            "communication": self._communication(),
            "obstacles": obstacles_in(self.case, self.rule.requires),
        }
        return self.render("requests/letter_form.html", context, status=status)


class LetterView(CaseWithPartsView):
    """One letter of ours: what it says, how far it is, and what may be done with it now."""

    @cached_property
    def communication(self) -> Communication:
        rows = communications_of(self.case).filter(direction=CommunicationDirection.ISSUED)
        written = rows.exclude(type=CommunicationType.REQUEST).exclude(letter=None, passed_on__isnull=False)
        found = written.filter(pk=self.kwargs["communication_id"]).first()
        if found is None:
            raise Http404
        found.request = self.case
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "confirm" in request.GET:
            require_sealing(self.communication, self.actor)
        return self.show()

    def show(self, form: SendForm | None = None, *, status: int = 200) -> HttpResponse:
        return self.render("requests/letter.html", self.context(form), status=status)

    def context(self, form: SendForm | None = None) -> dict[str, Any]:
        communication, state = self.communication, self.communication.state
        letter = communication.letter
        context: dict[str, Any] = {
            "case": self.case,
            "communication": communication,
            "state": state,
            "letter": letter,
            "progress": letter_status(letter) if letter else None,
            "enclosed": self._enclosed(),
            "is_desk": self.is_desk,
            "passage": passages([communication], self.actor).get(communication.pk),
        }
        if state is LetterState.PREPARED:
            context["preview"] = letter_outline(communication, self.user)
            context["obstacles"] = self._obstacles()
            context["waiver"] = self._waiver()
        if self.is_desk:
            context |= self._may_seal()
            if state is LetterState.SEALED and self._may_send():
                context["changed"] = changed_since_sealed(communication)
                context["form"] = form or self.send_form()
        return context

    def send_form(self, *data: Any) -> SendForm:
        changed = bool(changed_since_sealed(self.communication))
        return SendForm(*data, case=self.case, waiver=self._waiver(), has_changed=changed)

    def _waiver(self) -> str | None:
        """Why the letter decides without a consultation, where it does and its act is still possible."""
        try:
            return sending.waiver_in(self.communication)
        except Refusal:
            return None

    def _enclosed(self) -> list[tuple[CaseDocument, Version]]:
        """What goes with the letter, without the sealed letter itself."""
        sealed = self.communication.letter.version_id if self.communication.letter else None
        newest = [(link, link.document.versions.all()[0]) for link in self.communication.documents.all()]
        return [(link, version) for link, version in newest if version.pk != sealed]

    def _obstacles(self) -> list[str]:
        """What stands against sealing it, so that nobody finds out only at the seal."""
        try:
            return sending.obstacles(self.communication)
        except Refusal as refusal:
            return [refusal.message]

    def _may_seal(self) -> dict[str, Any]:
        """Whether the reader may seal it, in words where not, and whether only the second factor is old."""
        try:
            require_sealing(self.communication, self.actor)
        except SecondFactorRequired:
            return {"may_seal": True, "lacks_factor": True}
        except NotPermitted as refusal:
            return {"may_seal": False, "who_seals": refusal.message}
        return {"may_seal": True}

    def _may_send(self) -> bool:
        try:
            issued = sending.sending_of(self.communication)
            if isinstance(issued, TransitionRule):
                require_transition(self.case, issued, self.actor)
        except Refusal:
            return False
        return True


class ChangeLetterView(LetterView, WriteView):
    """The same form again, before the letter is sealed."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return WriteView.get(self, request, **kwargs)

    def _act(self) -> str:
        return self.communication.transition or self.communication.type

    def _communication(self) -> Communication:
        return self.communication

    def _save(self, form: LetterForm, uploads: list[Any], version: int) -> Communication:
        return correspondence.change(
            self.actor,
            self.communication.pk,
            form.particulars(uploads),
            **form.in_languages(),
            expected_version=version,
        )


class LetterProgressView(LetterView):
    """How far the sealing is; the page asks again until it is finished, and then shows what comes next."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.is_htmx:
            return self.redirect(self._address())
        context = self.context()
        if context["progress"] is None or context["progress"].is_final:
            return HttpResponse(headers={"HX-Redirect": self._address()})
        return self.render("requests/_step_letter_progress.html", context)

    def _address(self) -> str:
        return self.url("letter-page", communication_id=self.communication.pk)


class _ActOnLetterView(LetterView):
    """A write to one letter, from a button of its page."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.redirect(self.url("letter-page", communication_id=self.communication.pk))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        communication = self.act()
        return self.redirect(self.url("letter-page", communication_id=communication.pk))

    def act(self) -> Communication:
        raise NotImplementedError


class SealLetterView(_ActOnLetterView):
    def act(self) -> Communication:
        version = self.request.POST.get("version", "")
        seen = int(version) if version.isdecimal() else None
        return correspondence.order(
            self.actor,
            self.communication.pk,
            without_consultation=self.request.POST.get("without_consultation"),
            expected_version=seen,
        )


class SealAgainView(_ActOnLetterView):
    def act(self) -> Communication:
        return correspondence.order_again(self.actor, self.communication.pk)


class GiveUpView(_ActOnLetterView):
    def act(self) -> Communication:
        return correspondence.give_up(self.actor, self.communication.pk)


class RevokeLetterView(_ActOnLetterView):
    def act(self) -> Communication:
        return correspondence.revoke(self.actor, self.communication.pk, self.request.POST.get("reason", ""))


class DiscardLetterView(_ActOnLetterView):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        correspondence.discard(self.actor, self.communication.pk)
        messages.success(request, _("The letter was discarded."))
        return self.redirect(self.url("case-tab", tab="communications"))


class SendLetterView(_ActOnLetterView):
    """Records how the sealed letter goes, which performs its act."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        form = self.send_form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            correspondence.send(
                self.actor,
                self.communication.pk,
                form.particulars(self.communication),
                as_sealed=form.cleaned_data.get("as_sealed", False),
                expected_version=form.cleaned_data["version"],
            )
        except NotPermitted:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self.show(form, status=409)
        messages.success(
            request, _("Done: %(letter)s sent.") % {"letter": self.communication.get_type_display()}
        )
        return self.redirect(self.url("case"))


class EnterView(TransitionView):
    """Enters what arrived from the counterpart and leaves the file where it is."""

    def get(self, request: HttpRequest, name: str, **kwargs: Any) -> HttpResponse:
        rule = self._known(name)
        require_transition(self.case, rule, self.actor)
        return self._page(rule, self._form(rule))

    def _known(self, name: str) -> TransitionRule:
        table, received = table_for(self.case.kind, self.case.direction), CommunicationDirection.RECEIVED
        row = table.corresponds(self.case.status, received, name)
        if row is None:
            if name not in {known.type for known in table.correspondence if known.direction == received}:
                raise Http404
            raise Refusal(_("Nothing of this kind is expected in the status of this file."))
        return row.staying_in(Status(self.case.status))

    @transaction.atomic
    def _perform(self, rule: TransitionRule, form: TransitionForm) -> None:
        uploads = [
            add_document(self.actor, self.case_id, title=(file.name or str(rule.label))[:200], file=file).pk
            for file in form.uploads
        ]
        correspond(
            self.actor,
            self.case_id,
            CommunicationDirection.RECEIVED,
            CommunicationType(rule.name),
            form.particulars(uploads),
            expected_version=form.cleaned_data["version"] + len(uploads),
        )
