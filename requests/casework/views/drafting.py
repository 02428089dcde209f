"""The drafting path: open a file, the task list, one subject a page, and the check that runs beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.forms.base import DraftForm
from casework.forms.files import DocumentsForm
from casework.forms.parts import PART_FORMS
from casework.forms.sections import SECTION_FORMS, OpenRequestForm
from casework.legal_basis import legal_basis_of
from casework.letter_languages import for_request
from casework.models import AssistanceRequest, Measure, Offence
from casework.policies import available_transitions, require_desk, require_draft
from casework.sections import SECTIONS
from casework.selectors.case import put_in_memory, same_names_elsewhere, section_states
from casework.services.drafting import PARTS, Part, open_request, remove_part, save_part, update_section
from casework.views.base import CaseWithPartsView, Panel, panel
from casework.workflow import DESK
from mla_portal.common.errors import NotPermitted, Refusal, StaleVersion
from mla_portal.common.views import Access, PortalView, add_refusal
from states.memberships import memberships_of
from states.models import Authority
from states.treaties import TreatyRules, get_treaty_rules
from states.treaties.schema import Measure as MeasureKind


class OpenRequestView(PortalView):
    """The first step of a new request."""

    access = Access.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        given = dict(form.cleaned_data)
        try:
            case = open_request(self.actor, **given, **_languages(given))
        except NotPermitted:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self._page(form, status=409)
        return self.redirect(reverse("requests:draft", args=[case.pk]))

    def _form(self, data: Any = None) -> OpenRequestForm:
        desks = [member.authority_id for member in memberships_of(self.user) if member.role in DESK]
        if not desks:
            raise NotPermitted(_("Only officers and approvers of an authority open requests."))
        return OpenRequestForm(data, holders=Authority.objects.filter(pk__in=desks))

    def _page(self, form: OpenRequestForm, status: int = 200) -> HttpResponse:
        return self.render("requests/new.html", {"form": form}, status=status)


def _languages(given: Mapping[str, Any]) -> dict[str, Any]:
    """Those that the State asked accepts, as far as it is known; the draft can change them."""
    chosen = ("holder", "treaty", "counterpart_state")
    proposed = for_request(AssistanceRequest(**{name: given[name] for name in chosen}))
    return {"language": proposed.language, "second_language": proposed.second_language}


class DraftView(CaseWithPartsView):
    """A page of the drafting path. A file that is no draft any more is shown as the case page instead."""

    section: str = ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        try:
            require_draft(self.case, self.actor)
        except NotPermitted as refusal:
            messages.warning(request, refusal.message)
            return self.redirect(self.url("case"))
        return self.show()

    def show(self) -> HttpResponse:
        raise NotImplementedError

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """The page inside the frame of the drafting path."""
        checked = panel(self.case, self.section, self.request.path)
        if form := context.get("form"):
            self.mark_needed(form, checked)
        frame = {
            "case": self.case,
            "is_desk": True,
            "section": SECTIONS.get(self.section),
            "panel": checked,
            "sections": section_states(self.case, checked.completeness),
        }
        return self.render(template, frame | context, status=status)

    def mark_needed(self, form: DraftForm, checked: Panel) -> None:
        """Marks the fields of the form's own row that are needed, and says what a State asks of them."""
        own = form.instance.pk if form.instance is not self.case else None
        items = [item for item in checked.completeness.items if item.part_id == own]
        form.mark_needed(item.field for item in items if item.is_required)
        asked: dict[str, list[str]] = {}
        for item in items:
            if item.asked_by:
                asked.setdefault(item.field, []).append(f"{item.asked_by}: {item.sentence}")
        form.tell_rules(asked)


class TaskListView(DraftView):
    """All subjects of the draft and how far each is."""

    def show(self) -> HttpResponse:
        context = {
            "legal_basis": legal_basis_of(self.case),
            "transitions": available_transitions(self.case, self.actor),
        }
        return self.page("requests/draft.html", context)


class DraftFormView(DraftView):
    """A page with a form: shows it, checks it while it is written, saves it, brings two writers together."""

    template: str

    def make_form(self, case: AssistanceRequest, data: Any = None) -> DraftForm:
        raise NotImplementedError

    def save(self, form: DraftForm) -> str:
        """Hands the form to its service and answers where to go next."""
        raise NotImplementedError

    def more(self, form: DraftForm) -> dict[str, Any]:
        """What the page shows beside its form."""
        return {}

    def before_check(self, form: DraftForm) -> None:
        """Called before the file is checked with what the form says."""

    def show(self) -> HttpResponse:
        return self._form_page(self.make_form(self.case))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_desk(self.case, self.actor)
        form = self.make_form(self.case, request.POST)
        valid = form.is_valid()
        if "check" in request.POST:
            return self._checked(form)
        if not valid:
            return self._form_page(form, status=422)
        try:
            after = self.save(form)
        except StaleVersion as stale:
            form.merge(self.make_form(self._as_saved()))
            form.add_error(None, stale.message)
            return self._form_page(form, status=409)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self._form_page(form, status=403 if isinstance(refusal, NotPermitted) else 409)
        messages.success(request, _("Saved."))
        return self.redirect(after)

    def _form_page(self, form: DraftForm, status: int = 200) -> HttpResponse:
        self.before_check(form)
        changed_by = self._as_saved().last_changed_by if form.conflicts or form.taken_over else None
        context = {"form": form, "changed_by": changed_by, **self.more(form)}
        return self.page(self.template, context, status=status)

    def _checked(self, form: DraftForm) -> HttpResponse:
        """The panel over what is typed, merged in memory. Nothing is stored."""
        self.before_check(form)
        checked = panel(self.case, self.section, self.request.path)
        self.mark_needed(form, checked)
        context = {"case": self.case, "panel": checked, "form": form, **self.more(form)}
        return self.render("requests/_check.html", context)

    def _as_saved(self) -> AssistanceRequest:
        return self.get_visible(self.get_cases(), pk=self.case_id)

    def next_url(self) -> str:
        """The next subject of the path, or the list of all after the last."""
        slugs = list(SECTIONS)
        following = slugs[slugs.index(self.section) + 1 :]
        return self.section_url(following[0]) if following else self.url("draft")

    def section_url(self, slug: str) -> str:
        if slug == "documents":
            return self.url("draft-documents")
        return self.url("section", section=slug)


class SectionView(DraftFormView):
    """One subject of the draft, with its own fields or its list of rows, or both."""

    template = "requests/section.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.section = kwargs["section"]
        if self.section not in SECTIONS:
            raise Http404

    def show(self) -> HttpResponse:
        if self.section not in SECTION_FORMS:
            return self.page(self.template, self.more(None))
        return super().show()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.section not in SECTION_FORMS:
            return HttpResponse(status=405, headers={"Allow": "GET"})
        return super().post(request, **kwargs)

    def make_form(self, case: AssistanceRequest, data: Any = None) -> DraftForm:
        return SECTION_FORMS[self.section](data, instance=case)

    def save(self, form: DraftForm) -> str:
        seen = form.cleaned_data["seen"]
        update_section(self.actor, self.case_id, self.section, form.changes(), seen=seen)
        return self.next_url() if self.request.POST.get("then") == "next" else self.url("draft")

    def more(self, form: DraftForm | None) -> dict[str, Any]:
        part = SECTIONS[self.section].part
        context: dict[str, Any] = {"part": part, "next_url": self.next_url()}
        if part:
            rules = get_treaty_rules(self.case.treaty_id)
            context["rows"] = [_Row.of(row, rules) for row in getattr(self.case, part).all()]
        if self.section == "addressee":
            context["legal_basis"] = legal_basis_of(self.case)
        return context


@dataclass(frozen=True, slots=True)
class _Row:
    """A person, offence or measure in its list, in words."""

    row: Part
    title: str
    detail: str

    @classmethod
    def of(cls, row: Part, rules: TreatyRules) -> Self:
        if isinstance(row, Offence):
            detail = " · ".join(filter(None, (row.provision, row.place)))
            return cls(row, str(rules.crime(row.crime).label), detail)
        if isinstance(row, Measure):
            return cls(row, str(rules.measure(row.type).label), row.description)
        return cls(row, str(row), row.get_role_display())


class PartView(DraftFormView):
    """One person, offence or measure of the draft, stored or new."""

    template = "requests/part.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.section = kwargs["part"]
        if self.section not in PART_FORMS:
            raise Http404
        self.part_id: UUID | None = kwargs.get("part_id")

    def show(self) -> HttpResponse:
        if self.section == "measures" and self.part_id is None and "type" not in self.request.GET:
            return self.page("requests/catalogue.html", {"groups": _catalogue(self.case)})
        return super().show()

    def make_form(self, case: AssistanceRequest, data: Any = None) -> DraftForm:
        return PART_FORMS[self.section](data, instance=self._row(case))

    def _row(self, case: AssistanceRequest) -> Part:
        if self.part_id is not None:
            rows: Iterable[Part] = getattr(case, self.section).all()
            found = next((row for row in rows if row.pk == self.part_id), None)
            if found is None:
                raise Http404
            return found
        if self.section != "measures":
            return PARTS[self.section](request=case)
        kind = self.request.GET.get("type", "")
        if kind not in {measure.code for measure in get_treaty_rules(case.treaty_id).measures}:
            raise Http404
        return Measure(request=case, type=kind)

    def before_check(self, form: DraftForm) -> None:
        """A row that is not stored yet takes part in the check, once it says enough to be one."""
        row = form.instance
        if row._state.adding and (not isinstance(row, Offence) or row.crime):
            put_in_memory(self.case, self.section, row)

    def save(self, form: DraftForm) -> str:
        save_part(
            self.actor,
            self.case_id,
            self.section,
            form.changes(),
            part_id=self.part_id,
            seen=form.cleaned_data["seen"] if self.part_id else None,
        )
        if self.request.POST.get("then") == "another":
            return self.url("part-new", part=self.section)
        return self.section_url(self.section)

    def more(self, form: DraftForm) -> dict[str, Any]:
        stored = self.part_id is not None
        context: dict[str, Any] = {"part": self.section, "part_id": self.part_id}
        context["part_name"] = str(form.instance) if stored else ""
        if self.section == "persons":
            context["alike"] = same_names_elsewhere(self.user, [form.instance])[form.instance.pk]
        return context


def _catalogue(case: AssistanceRequest) -> list[tuple[str, list[MeasureKind]]]:
    """The treaty's measures, in groups an officer looks for."""
    kinds = get_treaty_rules(case.treaty_id).measures
    return [
        (
            _("Evidence, information and assistance"),
            [k for k in kinds if not k.is_coercive and not k.is_service],
        ),
        (_("Coercive measures: enclose the domestic order"), [k for k in kinds if k.is_coercive]),
        (_("Service"), [k for k in kinds if k.is_service]),
    ]


class DraftDocumentsView(DraftView):
    """The files enclosed with the request, and those kept inside."""

    section = "documents"

    def show(self) -> HttpResponse:
        context = {
            "documents": self.case.documents.all(),
            "documents_form": DocumentsForm(takes_enclosures=True),
            "is_draft": True,
        }
        return self.page("requests/draft_documents.html", context)


class RemovePartView(DraftView):
    """Takes a person, an offence or a measure out of the draft."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        remove_part(self.actor, self.case_id, kwargs["part"], kwargs["part_id"])
        messages.success(request, _("Removed."))
        return self.redirect(self.url("section", section=kwargs["part"]))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.redirect(self.url("section", section=kwargs["part"]))
