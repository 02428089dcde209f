"""The case page: one file, in tabs, with what comes next."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from casework.choices import Status
from casework.forms.desk import AssignForm, ConditionForm, GrantForm, NoteForm
from casework.forms.files import DocumentsForm
from casework.legal_basis import legal_basis_of
from casework.measure_details import details_in_words
from casework.models import AssistanceRequest, Measure, Note, Offence, RequestUserGrant
from casework.policies import available_transitions, serving
from casework.selectors.case import communications_of, same_names_elsewhere
from casework.selectors.timeline import timeline
from casework.views.base import CaseWithPartsView, panel
from casework.workflow import Act, Reception, TransitionRule
from documents.models import Letter
from documents.selectors import letter_status
from states.treaties import TreatyRules, get_treaty_rules
from states.treaties.schema import Crime
from states.treaties.schema import Measure as MeasureKind

TABS: Mapping[str, str | Promise] = {
    "overview": _("Overview"),
    "persons": _("Persons"),
    "facts": _("Facts and offences"),
    "measures": _("Measures"),
    "documents": _("Documents"),
    "communications": _("Communications"),
    "timeline": _("Timeline"),
    "checks": _("Checks"),
}

NEXT: Mapping[str, str | Promise] = {
    Status.DRAFT: _("Complete the draft, then submit it for approval."),
    Status.REVIEW: _("An approver who did not draft it reads it and approves it or returns it."),
    Status.APPROVED: _("An approver seals the letter. That asks for a fresh second factor."),
    Status.SEALING: _("The letter is being made and sealed. This takes a few seconds."),
    Status.SEALED: _("Send the sealed letter to the addressed authority, then record when and how it went."),
    Status.SENT: _("Wait for the acknowledgement, and enter what arrives."),
    Status.ACKNOWLEDGED: _("They have it. Enter what arrives next: a question, a notice or results."),
    Status.INFORMATION_ASKED: _("They asked for information. Supply it, so that the execution can go on."),
    Status.INFORMATION_SUPPLIED: _("The information is with them. Enter what arrives next."),
    Status.IN_EXECUTION: _("They are executing the request. Enter the results when they arrive."),
    Status.POSTPONED: _("They postponed the execution. Enter what arrives next."),
    Status.EXECUTED: _("All measures were executed. Look through the results, then close the file."),
    Status.EXECUTED_IN_PART: _("Some measures were executed. Close the file, or wait for the rest."),
    Status.REFUSED: _("They refused. Look at the ground and the reasons, then close the file."),
    Status.CLOSED: _("The file is closed. Nothing more is to be done."),
    Status.WITHDRAWN: _("The request was withdrawn. Nothing more is to be done."),
}
"""What comes next, in the words of the desk."""


class Buttons:
    """The transitions open to the reader, sorted as the page shows them."""

    def __init__(self, rules: list[TransitionRule]) -> None:
        self.received = [rule for rule in rules if isinstance(rule.cause, Reception)]
        acts = [rule for rule in rules if isinstance(rule.cause, Act)]
        self.forward = [rule for rule in acts if not _goes_back(rule)]
        self.back = [rule for rule in acts if _goes_back(rule)]

    def __bool__(self) -> bool:
        return bool(self.received or self.forward or self.back)


def _goes_back(rule: TransitionRule) -> bool:
    """Undoes or ends something, so that it stands aside from what normally comes next."""
    asks_reason = isinstance(rule.cause, Act) and rule.cause.reason
    return asks_reason or rule.target in (Status.DRAFT, Status.WITHDRAWN)


class CasePage(CaseWithPartsView):
    """One tab of the case page. Those who do not work on the file see it without buttons."""

    def get(self, request: HttpRequest, tab: str = "overview", **kwargs: Any) -> HttpResponse:
        if tab not in TABS:
            raise Http404
        return self.show(tab)

    def show(self, tab: str, status: int = 200, **forms: Any) -> HttpResponse:
        """The tab, with forms that were refused, if any, as they were typed."""
        rules = get_treaty_rules(self.case.treaty_id)
        context = self.head(tab) | {"rules": rules} | _READERS[tab](self, rules) | forms
        with timezone.override(ZoneInfo(self.case.holder.time_zone)):
            return self.render(f"requests/case/{tab}.html", context, status=status)

    def letter(self) -> Letter | None:
        """The file's latest letter."""
        issued = self.case.communications.filter(letter__isnull=False).order_by("-id")
        latest = issued.select_related("letter__version__seal").first()
        return latest.letter if latest else None

    def head(self, tab: str) -> dict[str, Any]:
        """What stands above every tab: the file, its status and what comes next."""
        case = self.case
        checked = panel(case)
        letter = self.letter()
        return {
            "case": case,
            "tab": tab,
            "tabs": TABS,
            "is_desk": self.is_desk,
            "buttons": Buttons(available_transitions(case, self.actor)),
            "next": NEXT[case.status],
            "panel": checked,
            "letter": letter,
            "progress": letter_status(letter) if letter else None,
        }

    def overview(self, rules: TreatyRules) -> dict[str, Any]:
        case = self.case
        context: dict[str, Any] = {
            "deadlines": [d for d in case.deadlines.all() if d.ended_at is None],
            "assignments": case.assignments.filter(ended_at=None).select_related("officer", "authority"),
            "notes": self._notes(),
            "measures": _measures(case, rules),
        }
        context |= self._basis()
        if self.is_desk:
            context |= {"note_form": NoteForm(), "assign_form": AssignForm(case=case)}
            context["grants"] = RequestUserGrant.objects.filter(content_object=case).select_related("user")
            if self.is_head:
                context["grant_form"] = GrantForm(case=case)
            context["condition_form"] = self.condition_form()
        return context

    def _notes(self) -> Iterable[Note] | None:
        """Internal notes are for the holder's own people, whoever else may read the file."""
        inside = serving(self.case, self.actor) is not None
        return self.case.notes.select_related("author") if inside else None

    def condition_form(self, data: Any = None) -> ConditionForm | None:
        """Ours while it is a draft, theirs once something arrived; otherwise there is none to record."""
        form = ConditionForm(data, case=self.case)
        return form if self.case.status == Status.DRAFT or "communication" in form.fields else None

    def persons(self, rules: TreatyRules) -> dict[str, Any]:
        people = self.case.persons.all()
        alike = same_names_elsewhere(self.user, people)
        return {"people": [(person, alike[person.pk]) for person in people]}

    def facts(self, rules: TreatyRules) -> dict[str, Any]:
        return {"offences": _offences(self.case, rules)}

    def measures(self, rules: TreatyRules) -> dict[str, Any]:
        return {"measures": _measures(self.case, rules)}

    def documents(self, rules: TreatyRules) -> dict[str, Any]:
        is_draft = self.case.status == Status.DRAFT
        form = DocumentsForm(takes_enclosures=is_draft) if self.is_desk else None
        return {"documents": self.case.documents.all(), "documents_form": form, "is_draft": is_draft}

    def communications(self, rules: TreatyRules) -> dict[str, Any]:
        grounds = {ground.code: ground for ground in rules.grounds}
        passed = [
            (row, [(decision, grounds.get(decision.ground)) for decision in row.decisions.all()])
            for row in communications_of(self.case)
        ]
        return {"communications": passed}

    def timeline(self, rules: TreatyRules) -> dict[str, Any]:
        return {"entries": timeline(self.case)}

    def checks(self, rules: TreatyRules) -> dict[str, Any]:
        return self._basis()

    def _basis(self) -> dict[str, Any]:
        """The legal basis as it stood at the approval, in the reader's language; before that as it stands."""
        then = self.case.legal_basis
        if then is None:
            return {"legal_basis": legal_basis_of(self.case)}
        language = (get_language() or "en").split("-")[0]
        words = {name: then[name].get(language) or then[name].get("en", "") for name in ("statement", "note")}
        return {"basis_then": words | {"on": date.fromisoformat(then["on"])}}


_READERS: Mapping[str, Callable[[CasePage, TreatyRules], dict[str, Any]]] = {
    "overview": CasePage.overview,
    "persons": CasePage.persons,
    "facts": CasePage.facts,
    "measures": CasePage.measures,
    "documents": CasePage.documents,
    "communications": CasePage.communications,
    "timeline": CasePage.timeline,
    "checks": CasePage.checks,
}


def _offences(case: AssistanceRequest, rules: TreatyRules) -> list[tuple[Offence, Crime]]:
    return [(offence, rules.crime(offence.crime)) for offence in case.offences.all()]


def _measures(
    case: AssistanceRequest, rules: TreatyRules
) -> list[tuple[Measure, MeasureKind, list[tuple[str, str]]]]:
    """Each measure with its kind and its own particulars, as label and text."""
    shown = []
    for measure in case.measures.all():
        kind = rules.measure(measure.type)
        shown.append((measure, kind, details_in_words(kind, measure.details)))
    return shown
