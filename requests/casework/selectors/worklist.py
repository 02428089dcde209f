"""The worklist: which files, in which order, and the little of each that a list shows. One query a page."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from casework.choices import Direction, Status, Urgency
from casework.deadlines import label_of
from casework.models import Assignment, AssistanceRequest, Deadline, Measure, Person
from casework.models.request import SEARCHED
from casework.querysets import AssistanceRequestQuerySet
from casework.selectors.approvals import awaiting_approval_by
from casework.selectors.people import PersonMatch
from mla_portal.accounts.models import User
from states.memberships import memberships_of
from states.querysets import NAME_LANGUAGES
from states.reference.names import cldr_name

PAGE = 50
LAST_PAGE = 200
"""Nobody reads ten thousand rows page by page: beyond, the list asks for a narrower question."""
PERSONS_SHOWN = 3
CLOSED = (Status.CLOSED, Status.WITHDRAWN)
OPEN = "open"


class Tab(StrEnum):
    """Whose files."""

    MINE = "mine"
    AUTHORITY = "authority"
    APPROVAL = "approval"
    ALL = "all"


class Due(StrEnum):
    """How urgent the next deadline is."""

    OVERDUE = "overdue"
    WEEK = "week"


class Sort(StrEnum):
    """The order of the list; each ends in the newest first."""

    DEADLINE = "deadline"
    NEWEST = "newest"
    UPDATED = "updated"


TAB_LABELS = {
    Tab.MINE: _("Mine"),
    Tab.AUTHORITY: _("My authority"),
    Tab.APPROVAL: _("Awaiting my approval"),
    Tab.ALL: _("All I may see"),
}
DUE_LABELS = {Due.OVERDUE: _("Overdue"), Due.WEEK: _("Within a week")}
SORT_LABELS = {
    Sort.DEADLINE: _("Next deadline"),
    Sort.NEWEST: _("Newest first"),
    Sort.UPDATED: _("Last changed"),
}
_ORDERS: Mapping[Sort, tuple[Any, ...]] = {
    Sort.DEADLINE: (F("next_due_on").asc(nulls_last=True), "-id"),
    Sort.NEWEST: ("-id",),
    Sort.UPDATED: ("-updated_at", "-id"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What the list was asked, as it stands in the page's address. Unknown values are as if not asked."""

    tab: Tab = Tab.MINE
    q: str = ""
    status: str = ""
    state: str = ""
    measure: str = ""
    urgency: str = ""
    direction: str = ""
    due: str = ""
    sort: Sort = Sort.DEADLINE
    page: int = 1

    @classmethod
    def read(cls, values: Mapping[str, str], *, measures: Mapping[str, str]) -> Self:
        """From a query string; `measures` are those the treaty files know."""

        def one_of(name: str, known: Any) -> str:
            value = values.get(name, "")
            return value if value in set(known) else ""

        page = values.get("page", "")
        return cls(
            tab=Tab(one_of("tab", Tab) or Tab.MINE),
            q=values.get("q", "").replace("\0", "").strip()[:200],
            status=one_of("status", [OPEN, *Status.values]),
            state=values.get("state", "")[:2] if values.get("state", "").isalpha() else "",
            measure=one_of("measure", measures),
            urgency=one_of("urgency", Urgency.values),
            direction=one_of("direction", Direction.values),
            due=one_of("due", Due),
            sort=Sort(one_of("sort", Sort) or Sort.DEADLINE),
            page=min(int(page), LAST_PAGE) if page.isascii() and page.isdecimal() and int(page) else 1,
        )

    def asked(self, **changes: Any) -> dict[str, str]:
        """What differs from the plain list, for the address; `changes` come first."""
        question = replace(self, **{"page": 1, **changes})
        values = {field.name: getattr(question, field.name) for field in fields(Question)}
        plain = {field.name: field.default for field in fields(Question)}
        return {name: str(value) for name, value in values.items() if value != plain[name]}

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the tab and the order was asked."""
        return any((self.q, self.status, self.state, self.measure, self.urgency, self.direction, self.due))


@dataclass(frozen=True, slots=True)
class NextDeadline:
    """The date that comes next and what is due then; the label says where only an office policy asks it."""

    due_on: date
    label: str


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One file as a list shows it. Protected persons are counted among `others`, never named."""

    id: UUID
    reference: str
    their_reference: str
    title: str
    persons: tuple[str, ...]
    others: int
    protected: int
    state: str
    is_incoming: bool
    status: str
    is_urgent: bool
    officers: tuple[str, ...]
    deadline: NextDeadline | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """A page of the list. How many there are in all is not counted: nobody acts on that number."""

    rows: list[WorklistRow]
    has_next: bool


def find_requests(
    user: User, question: Question, *, today: date, named: list[PersonMatch] | None = None
) -> AssistanceRequestQuerySet:
    """The files the question is about, in its order. `named` are the persons found for its text."""
    queryset = _of_tab(user, question.tab)
    if question.status == OPEN:
        queryset = queryset.exclude(status__in=CLOSED)
    elif question.status:
        queryset = queryset.filter(status=question.status)
    if question.state:
        queryset = queryset.filter(counterpart_state=question.state)
    if question.measure:
        asked = Measure.objects.filter(request=OuterRef("pk"), type=question.measure)
        queryset = queryset.filter(Exists(asked))
    if question.urgency:
        queryset = queryset.filter(urgency=question.urgency)
    if question.direction:
        queryset = queryset.filter(direction=question.direction)
    if question.due == Due.OVERDUE:
        queryset = queryset.filter(next_due_on__lt=today)
    elif question.due == Due.WEEK:
        queryset = queryset.filter(next_due_on__range=(today, today + timedelta(days=7)))
    if question.q:
        queryset = queryset.filter(_text(question.q) | Q(pk__in={match.request_id for match in named or ()}))
    return queryset.order_by(*_ORDERS[question.sort])


def worklist_page(queryset: AssistanceRequestQuerySet, page: int) -> WorklistPage:
    """One page of these files, with all a row shows: one query, whatever the number of rows."""
    start = (page - 1) * PAGE
    found = list(_flat(queryset)[start : start + PAGE + 1])
    return WorklistPage([_row(values) for values in found[:PAGE]], has_next=len(found) > PAGE)


def _of_tab(user: User, tab: Tab) -> AssistanceRequestQuerySet:
    visible = AssistanceRequest.objects.visible_to(user)
    if tab is Tab.MINE:
        return visible.of_officer(user)
    if tab is Tab.AUTHORITY:
        return visible.filter(holder__in=[member.authority_id for member in memberships_of(user)])
    if tab is Tab.APPROVAL:
        return awaiting_approval_by(user)
    return visible


def _text(text: str) -> Q:
    rule = Q()
    for name in SEARCHED:
        rule |= Q(**{f"{name}__icontains": text})
    return rule


def _flat(queryset: AssistanceRequestQuerySet) -> QuerySet[Any, Any]:
    language = (get_language() or "en").split("-")[0]
    officers = Assignment.objects.filter(request=OuterRef("pk"), ended_at=None, officer__isnull=False)
    persons = Person.objects.filter(request=OuterRef("pk")).order_by("position", "id")
    running = Deadline.objects.filter(request=OuterRef("pk"), ended_at=None, paused_on=None)
    due = JSONObject(due_on="due_on", code="code", text="text")
    return queryset.annotate(
        state_name=F(f"counterpart_state__name_{language if language in NAME_LANGUAGES else 'en'}"),
        officer_names=ArraySubquery(officers.order_by("id").values("officer__full_name")),
        people=ArraySubquery(
            persons.values(entry=JSONObject(given="given_names", family="family_name", hidden="is_protected"))
        ),
        deadline=Subquery(running.order_by("due_on", "id").values(entry=due)[:1]),
    ).values(
        "id",
        "own_reference",
        "counterpart_reference",
        "title",
        "treaty_id",
        "direction",
        "status",
        "urgency",
        "updated_at",
        "state_name",
        "counterpart_state",
        "officer_names",
        "people",
        "deadline",
    )


def _state(code: str | None, stored: str | None) -> str:
    """As `State.name` has it."""
    language = (get_language() or "en").split("-")[0]
    name = "" if code is None or language in NAME_LANGUAGES else cldr_name(code, language)
    return name or stored or ""


def _row(values: Mapping[str, Any]) -> WorklistRow:
    shown = [person for person in values["people"] if not person["hidden"]]
    return WorklistRow(
        id=values["id"],
        reference=values["own_reference"],
        their_reference=values["counterpart_reference"],
        title=values["title"],
        persons=tuple(f"{p['given']} {p['family']}".strip() for p in shown[:PERSONS_SHOWN]),
        others=len(shown[PERSONS_SHOWN:]),
        protected=len(values["people"]) - len(shown),
        state=_state(values["counterpart_state"], values["state_name"]),
        is_incoming=values["direction"] == Direction.INCOMING,
        status=values["status"],
        is_urgent=values["urgency"] == Urgency.URGENT,
        officers=tuple(values["officer_names"]),
        deadline=_deadline(values["deadline"], values["treaty_id"]),
        updated_at=values["updated_at"],
    )


def _deadline(values: Mapping[str, str] | None, treaty: str) -> NextDeadline | None:
    if values is None:
        return None
    return NextDeadline(
        date.fromisoformat(values["due_on"]), values["text"] or label_of(values["code"], treaty)
    )
