"""Every act on a file: one page made from the rule in the table, and the queue of what waits for approval."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.choices import Direction, Status
from casework.completeness import check
from casework.forms.transitions import TransitionForm
from casework.models import AssistanceRequest, Decision
from casework.policies import available_transitions, has_own_hand_in, require_transition
from casework.requirements import obstacles_in, proposals
from casework.selectors.approvals import letters_awaiting_seal_by
from casework.selectors.case import cases_with_parts
from casework.selectors.examinations import left_open
from casework.selectors.preview import draft_outline
from casework.services.desk import add_document
from casework.services.transition import perform, rule_of
from casework.views.base import CaseWithPartsView, panel
from casework.workflow import Automatic, Reception, Requirement, TransitionRule, table_for
from mla_portal.common.errors import NotPermitted, Refusal, SecondFactorRequired, StaleVersion
from mla_portal.common.views import Access, PortalView, add_refusal
from states.choices import Role
from states.memberships import authorities_where
from states.treaties import get_treaty_rules
from states.treaties.schema import Ground

LEADS: Mapping[str, str | Promise] = {
    "submit": _("An approver who did not write it will read it. You can take it back until then."),
    "recall": _("You can change it again; it must be submitted again."),
    "return": _("Tell the drafter what to change."),
    "approve": _("Read the request as it will be sent. Your approval is the second pair of eyes."),
    "reopen": _("The approval falls away; the draft can be changed and must be approved again."),
    "seal": _("The letter gets its number and your authority's seal. After that it cannot be changed."),
    "stop_sealing": _("The letter is not made. Its number stays used, and the record says why."),
    "revoke": _("Whoever verifies the letter is told that it was withdrawn. The file is a draft again."),
    "send": _("The portal does not send it for you: say when and how it went."),
    "supply_information": _("Record what you supplied in answer to their question."),
    "acknowledge": _("Tell them that the request arrived, under which reference, and who works on it."),
    "pass_formal_check": _("The request is complete enough to be examined in substance."),
    "ask_information": _("One thing in each question. The clocks stand still until all are answered."),
    "go_on_without": _("The open questions stay in the file unanswered; the clocks run again."),
    "return_request": _("Name what is to be mended: they can send the request again, revised."),
    "forward": _("Say to which authority it goes; they are told."),
    "consult": _("Before anything is refused, postponed or made conditional, they are heard."),
    "end_consultation": _("No reply came. The record says that you consulted, and why you go on."),
    "propose_decision": _("One decision on each measure. An approver who did not write it decides."),
    "return_proposal": _("Tell the proposer what to change."),
    "grant": _("You take the decision. What is granted goes to execution."),
    "refuse": _("You take the decision. They are told the ground and the reasons."),
    "postpone": _("You take the decision. They are told why, and until when if it can be said."),
    "transmit_results_in_part": _("Only results that were released go out; the rest follows."),
    "transmit_results": _("Only results that were released go out."),
    "withdraw": _("Record that you told them that you withdraw the request."),
    "close": _("Nothing more is expected. The file stays readable."),
    "discard": _("The request is never sent. The file stays in the register with its number."),
}
_RECEIVED = _("Enter what arrived, as it says. It is kept as received, with your name.")


def _effects(case: AssistanceRequest, rule: TransitionRule) -> list[str]:
    """What follows from the rule, in sentences: deadlines it starts, pauses and ends."""
    labels = {deadline.code: str(deadline.label) for deadline in get_treaty_rules(case.treaty_id).deadlines}
    said = (
        (rule.starts, gettext("Starts: %(deadline)s")),
        (rule.pauses, gettext("Pauses: %(deadline)s")),
        (rule.resumes, gettext("Runs again: %(deadline)s")),
        (rule.stops, gettext("Ends: %(deadline)s")),
    )
    return [text % {"deadline": labels[code]} for codes, text in said for code in codes if code in labels]


class TransitionView(CaseWithPartsView):
    """Asks for what a transition needs, then hands it to the one service that performs it."""

    def get(self, request: HttpRequest, name: str, **kwargs: Any) -> HttpResponse:
        rule = rule_of(self.case, self._known(name).name)
        lacks_factor = False
        try:
            require_transition(self.case, rule, self.actor)
        except SecondFactorRequired:
            if "confirm" in request.GET:
                raise
            lacks_factor = True
        return self._page(rule, self._form(rule), lacks_factor=lacks_factor)

    def post(self, request: HttpRequest, name: str, **kwargs: Any) -> HttpResponse:
        rule = self._known(name)
        require_transition(self.case, rule, self.actor)
        form = self._form(rule, request.POST, request.FILES)
        if not form.is_valid():
            return self._page(rule, form, status=422)
        try:
            self._perform(rule, form)
        except NotPermitted:
            raise
        except StaleVersion as stale:
            return self._as_it_is_now(rule, form, stale)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self._page(rule, form, status=409)
        messages.success(request, gettext("Done: %(act)s.") % {"act": rule.label})
        return self.redirect(self.url("case"))

    def _known(self, name: str) -> TransitionRule:
        rule = table_for(self.case.kind, self.case.direction).get(name)
        if rule is None or isinstance(rule.cause, Automatic):
            raise Http404
        return rule

    def _form(self, rule: TransitionRule, *data: Any) -> TransitionForm:
        items = self.request.GET.getlist("item")
        return TransitionForm(*data, rule=rule, case=self.case, completeness=check(self.case), items=items)

    @transaction.atomic
    def _perform(self, rule: TransitionRule, form: TransitionForm) -> None:
        """The uploads and the act together, or neither."""
        uploads = [
            add_document(self.actor, self.case_id, title=(file.name or str(rule.label))[:200], file=file).pk
            for file in form.uploads
        ]
        version = form.cleaned_data["version"] + len(uploads)
        perform(self.actor, self.case_id, rule.name, form.particulars(uploads), expected_version=version)

    def _as_it_is_now(self, rule: TransitionRule, form: TransitionForm, stale: StaleVersion) -> HttpResponse:
        """The same form with what was typed, over the file as it stands now: read it again, send it again."""
        form.add_error(None, stale.message)
        del self.case
        if self.case.status not in rule.sources:
            raise stale
        data = cast(QueryDict, form.data).copy()
        data["version"] = str(self.case.version)
        form.data, form.case = data, self.case
        return self._page(rule, form, status=409)

    def _page(
        self, rule: TransitionRule, form: TransitionForm, *, status: int = 200, lacks_factor: bool = False
    ) -> HttpResponse:
        reads_all = Requirement.COMPLETE_OR_OVERRIDDEN in rule.requires
        context = {
            "case": self.case,
            "rule": rule,
            "form": form,
            "lacks_factor": lacks_factor,
            "lead": _RECEIVED if isinstance(rule.cause, Reception) else LEADS.get(rule.name, ""),
            "effects": _effects(self.case, rule),
            "instead": self._instead(rule),
            "panel": panel(self.case) if reads_all or rule.name == "submit" else None,
            "preview": draft_outline(self.case, self.user) if reads_all else None,
            "proposals": self._proposals() if Requirement.CONSULTED in rule.requires else [],
            "left_open": left_open(self.case, rule.name),
            "obstacles": obstacles_in(self.case, rule.requires),
        }
        return self.render("requests/transition.html", context, status=status)

    def _proposals(self) -> list[tuple[Decision, str, Ground | None]]:
        """What is proposed, with the measure in words and the ground of the treaty file."""
        rules = get_treaty_rules(self.case.treaty_id)
        known = {ground.code: ground for ground in rules.grounds}
        return [
            (row, str(rules.measure(row.measure.type).label) if row.measure else "", known.get(row.ground))
            for row in proposals(self.case)
        ]

    def _instead(self, rule: TransitionRule) -> list[TransitionRule]:
        """What else an approver who read the request may do with it."""
        if rule.name != "approve":
            return []
        return [other for other in available_transitions(self.case, self.actor) if other.name == "return"]


class PreviewView(CaseWithPartsView):
    """What our request's letter would say, as a page. There is no unsealed letter to download."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.case.direction == Direction.INCOMING:
            raise Http404
        context = {"case": self.case, "preview": draft_outline(self.case, self.user)}
        return self.render("requests/preview.html", context)


class ApprovalsView(PortalView):
    """What waits for an approver, the longest first."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        approving = authorities_where(self.user, role=Role.APPROVER)
        if not approving:
            raise NotPermitted(gettext("Only approvers have a queue of approvals."))
        waiting = (
            cases_with_parts()
            .visible_to(self.user)
            .filter(status__in=(Status.REVIEW, Status.APPROVED, Status.DECISION), holder__in=approving)
            .prefetch_related("decisions", "translations", "holder__state__country_rules")
            .order_by("status_since")
        )
        rows = [(case, check(case), has_own_hand_in(case, self.actor)) for case in waiting[:200]]
        letters = [
            (letter, self.user.pk in (letter.prepared_by_id, letter.changed_by_id))
            for letter in letters_awaiting_seal_by(self.user)[:200]
        ]
        return self.render("requests/approvals.html", {"rows": rows, "letters": letters, "Status": Status})
