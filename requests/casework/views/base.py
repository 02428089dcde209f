"""What the pages of one file share."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from casework.completeness import Completeness, Item, check
from casework.country_check import ASSURANCES
from casework.models import AssistanceRequest
from casework.policies import serving
from casework.querysets import AssistanceRequestQuerySet
from casework.selectors.case import cases, cases_with_parts
from casework.workflow import DESK, HEAD
from mla_portal.common.kept import typed_in
from mla_portal.common.views import Access, PortalView


class KeepingView(PortalView):
    """A page whose form, arriving after the session ended, is given back to its writer."""

    access = Access.SIGNED_IN

    def _send_to_sign_in(self) -> HttpResponse:
        if self.request.method != "POST":
            return super()._send_to_sign_in()
        context = {"kept": typed_in(self.request), "back": self.request.path}
        return self.render("requests/signed_out.html", context, status=401)


class CaseView(KeepingView):
    """A page of one file: 404 where the reader may not know of it."""

    @cached_property
    def case(self) -> AssistanceRequest:
        return self.get_visible(self.get_cases(), pk=self.case_id)

    @property
    def case_id(self) -> UUID:
        return UUID(str(self.kwargs["case_id"]))

    def get_cases(self) -> AssistanceRequestQuerySet:
        return cases()

    @cached_property
    def is_desk(self) -> bool:
        """Whether the reader works on the file, and does not only read it."""
        member = serving(self.case, self.actor)
        return member is not None and member.role in DESK

    @property
    def is_head(self) -> bool:
        """Whether the reader is an approver of the authority that holds the file."""
        member = serving(self.case, self.actor)
        return member is not None and member.role in HEAD

    def url(self, name: str, **more: object) -> str:
        """The address of another page of this file."""
        return reverse(f"requests:{name}", kwargs={"case_id": self.case_id, **more})


class CaseWithPartsView(CaseView):
    """A page that needs all that the request says."""

    def get_cases(self) -> AssistanceRequestQuerySet:
        return cases_with_parts()


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One content that is missing, with the address of the field where it goes."""

    item: Item
    url: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The running completeness panel."""

    completeness: Completeness
    missing: tuple[PanelLine, ...]
    missing_elsewhere: tuple[PanelLine, ...]
    recommended: tuple[PanelLine, ...]


def panel(case: AssistanceRequest, section: str = "", here: str = "") -> Panel:
    """The check of the file as it stands in memory.

    On a page of one `section` what is missing elsewhere stands aside; `here` is that page's own path.
    """
    completeness = check(case)

    def lines(items: Iterable[Item], *, near: bool = True) -> tuple[PanelLine, ...]:
        return tuple(
            PanelLine(item, field_url(case, item, here))
            for item in items
            if (not section or item.section == section) == near
        )

    return Panel(
        completeness,
        missing=lines(completeness.missing),
        missing_elsewhere=lines(completeness.missing, near=False),
        recommended=lines(completeness.recommended),
    )


def field_url(case: AssistanceRequest, item: Item, here: str = "") -> str:
    """The address of the field an item of the check concerns, relative on the page that has it."""
    if item.field == ASSURANCES.field:
        return reverse("requests:case", args=[case.pk]) + "#conditions"
    field = f"#id_{item.field}" if item.field else ""
    if item.part_id is not None:
        page = reverse("requests:part", args=[case.pk, item.section, item.part_id])
        if here.endswith(f"/{item.section}/new") and not _is_stored(case, item):
            page = here
    elif item.section == "documents":
        page = reverse("requests:draft-documents", args=[case.pk])
    else:
        page = reverse("requests:section", args=[case.pk, item.section])
    return field if page == here and field else f"{page}{field}"


def _is_stored(case: AssistanceRequest, item: Item) -> bool:
    rows = getattr(case, item.section).all()
    return not any(row.pk == item.part_id and row._state.adding for row in rows)
