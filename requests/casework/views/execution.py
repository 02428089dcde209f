"""Assigned measures in the browser: the competent authority's desk, and the acts of both sides."""

from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.choices import AssignmentStatus, Urgency
from casework.clock import today_of
from casework.forms.execution import GiveForm, SayForm
from casework.models import Measure, MeasureAssignment
from casework.policies import available_acts, require_act, require_desk, require_in_execution, serving
from casework.selectors.execution import (
    OPEN,
    OVERDUE,
    PAGE,
    SOON,
    WEEK,
    DeskQuestion,
    assignments_with_parts,
    competent_authorities_of,
    contents_of,
    given_to_desk,
    kind_of,
    unseen_by,
)
from casework.selectors.routing import propose_authority
from casework.services.assignment_letters import order_assignment_letter, says_otherwise
from casework.services.execution import assign_measure
from casework.services.results import enter_own_result, perform_assignment
from casework.views.base import CaseWithPartsView, KeepingView
from casework.workflow.execution import EXECUTION, WITH_COMPETENT, ExecutionRule
from documents.selectors import letter_status
from mla_portal.common.errors import AnswerNeeded, NotPermitted, Refusal, StaleVersion
from mla_portal.common.views import Access, PortalView, add_refusal
from states.treaties import get_treaty_rules

UNSEEN = gettext_lazy(
    "Nobody of %(authority)s may see files of this confidentiality, so nobody there sees the measure yet. "
    "Have an administrator raise a membership, or send it on paper."
)
"""A warning, not an error: the measure is given all the same."""

DUE_LABELS = {OVERDUE: gettext_lazy("Overdue"), WEEK: gettext_lazy("Within a week")}


class GivenMeasuresView(PortalView):
    """The competent authority's desk: the measures it was given, and nothing of the files they come from."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        if not competent_authorities_of(self.user):
            raise NotPermitted(_("Only competent authorities are given measures."))
        question = DeskQuestion.read(request.GET.dict())
        today = today_of(self.user)
        rows = given_to_desk(self.user, question, today=today)
        context = {
            "rows": [(row, kind_of(row)) for row in rows[:PAGE]],
            "question": question,
            "status_choices": {OPEN: _("With us"), "": _("All"), **dict(AssignmentStatus.choices)},
            "due_choices": DUE_LABELS,
            "urgency_choices": dict(Urgency.choices),
            "with_us": WITH_COMPETENT,
            "today": today,
            "soon": today + SOON,
            "has_next": len(rows) > PAGE,
            "previous": self._address(question, question.page - 1) if question.page > 1 else "",
            "next": self._address(question, question.page + 1),
        }
        return self.render("requests/execution/desk.html", context)

    def _address(self, question: DeskQuestion, page: int) -> str:
        return f"{self.request.path}?{urlencode(question.asked(page=page))}"


class AssignedMeasureView(KeepingView):
    """One assigned measure, as its competent authority sees it; the central authority sees the same."""

    @cached_property
    def assignment(self) -> MeasureAssignment:
        return self.get_visible(assignments_with_parts(), pk=UUID(str(self.kwargs["assignment_id"])))

    @property
    def address(self) -> str:
        return reverse("requests:assigned-measure", args=[self.kwargs["assignment_id"]])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show("requests/execution/measure.html")

    def show(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        assignment = self.assignment
        is_holder = serving(assignment.request, self.actor) is not None
        context = {
            "assignment": assignment,
            "kind": kind_of(assignment),
            "contents": None if assignment.is_closed and not is_holder else contents_of(assignment),
            "is_holder": is_holder,
            "acts": available_acts(assignment, self.actor),
            "progress": letter_status(assignment.letter) if assignment.letter else None,
            "unseen": str(UNSEEN) % {"authority": assignment.authority}
            if is_holder and unseen_by(assignment.authority, assignment.request)
            else "",
            "is_letter_old": is_holder and says_otherwise(assignment),
            "labels": {name: rule.label for name, rule in EXECUTION.items()},
        }
        with timezone.override(ZoneInfo(assignment.request.holder.time_zone)):
            return self.render(template, context | more, status=status)


class ActView(AssignedMeasureView):
    """Asks for what an act needs, then hands it to the one service that performs it."""

    @property
    def rule(self) -> ExecutionRule:
        rule = EXECUTION.get(self.kwargs["name"])
        if rule is None:
            raise Http404
        return rule

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_act(self.assignment, self.rule, self.actor)
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_act(self.assignment, self.rule, self.actor)
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            perform_assignment(
                self.actor,
                self.assignment.pk,
                self.rule.name,
                form.said(),
                files=form.uploads,
                expected_version=form.cleaned_data["version"],
            )
        except NotPermitted:
            raise
        except StaleVersion as stale:
            return self._as_it_is_now(form, stale)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self._page(form, status=409)
        messages.success(request, _("Done: %(act)s.") % {"act": self.rule.label})
        return self.redirect(self.address)

    def _form(self, *data: Any) -> SayForm:
        assignment = self.assignment
        return SayForm(
            *data, rule=self.rule, kind=kind_of(assignment), case=assignment.request, assignment=assignment
        )

    def _as_it_is_now(self, form: SayForm, stale: StaleVersion) -> HttpResponse:
        """The same form with what was typed, over the measure as it stands now."""
        form.add_error(None, stale.message)
        del self.assignment
        if self.assignment.status not in self.rule.sources:
            raise stale
        data = cast(QueryDict, form.data).copy()
        data["version"] = str(self.assignment.version)
        form.data = data
        return self._page(form, status=409)

    def _page(self, form: SayForm, status: int = 200) -> HttpResponse:
        return self.show("requests/execution/act.html", status, form=form, rule=self.rule)


class AssignmentLetterView(AssignedMeasureView):
    """Has the letter to the competent authority sealed."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.redirect(self.address)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        order_assignment_letter(self.actor, self.assignment.pk)
        messages.success(request, _("The letter is being made and sealed. This takes a few seconds."))
        return self.redirect(self.address)


class MeasureView(CaseWithPartsView):
    """A page of the holder's desk about one measure of a file."""

    @cached_property
    def measure(self) -> Measure:
        measures = (row for row in self.case.measures.all() if row.pk == self.kwargs["measure_id"])
        if (found := next(measures, None)) is None:
            raise Http404
        found.request = self.case
        return found

    def require_open(self) -> None:
        """Raises NotPermitted to who does not work on the file, Refusal where it is not in execution."""
        require_desk(self.case, self.actor)
        require_in_execution(self.case)

    @property
    def about(self) -> dict[str, Any]:
        kind = get_treaty_rules(self.case.treaty_id).measure(self.measure.type)
        return {"case": self.case, "measure": self.measure, "kind": kind}


class GiveView(MeasureView):
    """Gives a measure to a competent authority, with what it needs to execute it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_open()
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_open()
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        authority = form.cleaned_data["authority"]
        try:
            assign_measure(self.actor, self.case_id, self.measure.pk, authority, form.given())
        except NotPermitted:
            raise
        except AnswerNeeded as asked:
            form.add_error("answer", " ".join((asked.message, *asked.reasons)))
            return self._page(form, status=409)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self._page(form, status=409)
        messages.success(request, _("Given to %(authority)s.") % {"authority": authority})
        if unseen_by(authority, self.case):
            messages.warning(request, str(UNSEEN) % {"authority": authority})
        return self.redirect(self.url("case-tab", tab="execution"))

    @cached_property
    def candidates(self) -> list[Any]:
        return propose_authority(self.measure)

    def _form(self, *data: Any) -> GiveForm:
        return GiveForm(*data, case=self.case, candidates=self.candidates)

    def _page(self, form: GiveForm, status: int = 200) -> HttpResponse:
        context = self.about | {"form": form, "candidates": self.candidates}
        return self.render("requests/execution/give.html", context, status=status)


class OwnResultView(MeasureView):
    """Enters what became of a measure that the central authority executed itself."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_open()
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_open()
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            enter_own_result(self.actor, self.case_id, self.measure.pk, form.said(), files=form.uploads)
        except NotPermitted:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self._page(form, status=409)
        messages.success(request, _("The outcome was entered."))
        return self.redirect(self.url("case-tab", tab="execution"))

    def _form(self, *data: Any) -> SayForm:
        rule = EXECUTION["return_results"]
        return SayForm(*data, rule=rule, kind=self.about["kind"], case=self.case)

    def _page(self, form: SayForm, status: int = 200) -> HttpResponse:
        return self.render("requests/execution/own_result.html", self.about | {"form": form}, status=status)
