"""The case page: one file, in tabs, with what comes next."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from casework.choices import CheckKind, CommunicationDirection, CommunicationType, Direction, Status
from casework.departures import passages
from casework.forms.desk import AssignForm, ConditionForm, GrantForm, NoteForm
from casework.forms.files import DocumentsForm
from casework.legal_basis import legal_basis_of
from casework.measure_details import details_in_words
from casework.models import AssistanceRequest, Measure, Note, Offence, RequestUserGrant
from casework.policies import serving
from casework.selectors.case import communications_of, same_names_elsewhere
from casework.selectors.conditions import certificates_of, with_conditions
from casework.selectors.substance import asked_and_decided, in_words
from casework.selectors.timeline import PAGE, latest
from casework.views.base import CaseWithPartsView, panel
from casework.views.buttons import Buttons, buttons_of
from casework.views.checks import CheckPage, check_page
from casework.views.deadlines import deadlines_tab
from casework.views.executions import executions
from casework.views.next_step import place_of_work, what_comes_next
from casework.views.passing import passing
from documents.models import Letter
from documents.selectors import letter_status
from states.treaties import TreatyRules, get_treaty_rules
from states.treaties.schema import Crime
from states.treaties.schema import Measure as MeasureKind
from states.treaties.vocabulary import GroundEffect

TABS: dict[str, str | Promise] = {
    "overview": _("Overview"),
    "persons": _("Persons"),
    "facts": _("Facts and offences"),
    "measures": _("Measures"),
    "checks": _("Checks"),
    "legal": _("Legal check"),
    "execution": _("Execution"),
    "documents": _("Documents"),
    "communications": _("Letters"),
    "deadlines": _("Deadlines"),
    "timeline": _("Timeline"),
}


def tabs_of(case: AssistanceRequest) -> dict[str, str | Promise]:
    """What we examine and execute is a matter of the requests that came to us."""
    if case.direction == Direction.INCOMING:
        return TABS | {"checks": _("Formal check")}
    return {slug: label for slug, label in TABS.items() if slug not in ("execution", "legal")}


class CasePage(CaseWithPartsView):
    """One tab of the case page. Those who do not work on the file see it without buttons."""

    def get(self, request: HttpRequest, tab: str = "overview", **kwargs: Any) -> HttpResponse:
        if tab not in tabs_of(self.case):
            raise Http404
        return self.show(tab)

    def show(self, tab: str, status: int = 200, **forms: Any) -> HttpResponse:
        """The tab, with forms that were refused, if any, as they were typed."""
        rules = get_treaty_rules(self.case.treaty_id)
        context = self.head(tab) | {"rules": rules} | _READERS[tab](self, rules) | forms
        with timezone.override(ZoneInfo(self.case.holder.time_zone)):
            return self.render(f"requests/case/{tab}.html", context, status=status)

    def letter(self) -> Letter | None:
        """The file's latest request letter."""
        ordered = self.case.communications.filter(type=CommunicationType.REQUEST, letter__isnull=False)
        latest = ordered.select_related("letter__version__seal").order_by("-id").first()
        return latest.letter if latest else None

    def head(self, tab: str) -> dict[str, Any]:
        """What stands above every tab: the file, its status and what comes next."""
        case = self.case
        checked = panel(case)
        letter = self.letter()
        return {
            "case": case,
            "tab": tab,
            "tabs": tabs_of(case),
            "is_desk": self.is_desk,
            "buttons": self.buttons,
            "next": what_comes_next(case),
            "place": place_of_work(case),
            "panel": checked,
            "letter": letter,
            "progress": letter_status(letter) if letter else None,
        }

    @cached_property
    def buttons(self) -> Buttons:
        return buttons_of(self.case, self.actor, is_desk=self.is_desk)

    def overview(self, rules: TreatyRules) -> dict[str, Any]:
        case = self.case
        context: dict[str, Any] = {
            "deadlines": [d for d in case.deadlines.all() if d.ended_at is None],
            "assignments": case.assignments.filter(ended_at=None).select_related("officer", "authority"),
            "notes": self._notes(),
            "measures": _measures(case, rules),
        }
        context |= self._basis() | asked_and_decided(case, rules)
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

    def execution(self, rules: TreatyRules) -> dict[str, Any]:
        return {"executions": executions(self.case, self.actor)}

    def documents(self, rules: TreatyRules) -> dict[str, Any]:
        is_draft = self.case.status == Status.DRAFT
        form = DocumentsForm(takes_enclosures=is_draft) if self.is_desk else None
        links = with_conditions(self.case.documents.all())
        return {
            "documents": links,
            "documents_form": form,
            "is_draft": is_draft,
            "is_head": self.is_head,
            "has_items": any(
                link.communication and link.communication.direction == CommunicationDirection.RECEIVED
                for link in links
            ),
            "certificates": certificates_of(self.case),
        }

    def communications(self, rules: TreatyRules) -> dict[str, Any]:
        rows = list(communications_of(self.case))
        passed = [(row, in_words(row.decisions.all(), rules)) for row in rows]
        told = {"communications": passed, "passages": passages(rows, self.actor)}
        return told | (passing(self.case) if self.is_desk else {})

    def deadlines(self, rules: TreatyRules) -> dict[str, Any]:
        return deadlines_tab(self.case, self.request.GET, is_desk=self.is_desk)

    def timeline(self, rules: TreatyRules) -> dict[str, Any]:
        """A page of it: what is older than the event `before` names, or the newest."""
        given = self.request.GET.get("before", "")
        before = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None
        found = latest(self.case, before=before, length=PAGE + 1)
        older = found[PAGE - 1].event.sequence if len(found) > PAGE else None
        return {"entries": found[:PAGE], "older": older, "is_older": before is not None}

    def checks(self, rules: TreatyRules) -> dict[str, Any]:
        if self.case.direction == Direction.INCOMING:
            return {"check": self.check_page(CheckKind.FORMAL)}
        return self._basis()

    def legal(self, rules: TreatyRules) -> dict[str, Any]:
        context: dict[str, Any] = {
            "check": self.check_page(CheckKind.LEGAL),
            "legal_basis": legal_basis_of(self.case),
            "excluded": [ground for ground in rules.grounds if ground.effect == GroundEffect.EXCLUDED],
        }
        return context | asked_and_decided(self.case, rules)

    def check_page(self, kind: CheckKind, *data: Any) -> CheckPage:
        """The check as it stands, with what was typed, if anything was."""
        return check_page(self.case, kind, self.buttons, *data, is_desk=self.is_desk)

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
    "execution": CasePage.execution,
    "documents": CasePage.documents,
    "communications": CasePage.communications,
    "deadlines": CasePage.deadlines,
    "timeline": CasePage.timeline,
    "checks": CasePage.checks,
    "legal": CasePage.legal,
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
        particulars = [(str(field.label), text) for field, text in details_in_words(kind, measure.details)]
        shown.append((measure, kind, particulars))
    return shown
