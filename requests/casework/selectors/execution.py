"""Assigned measures: the competent authority's desk, what one of them shows, and what may leave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, Self
from uuid import UUID

from django.db.models import Case, F, Prefetch, QuerySet, Value, When

from casework.choices import AssignmentStatus, PersonExtent, Urgency
from casework.measure_details import details_in_words
from casework.models import (
    AssignmentDocument,
    AssistanceRequest,
    ExecutionStep,
    Measure,
    MeasureAssignment,
    Offence,
    Person,
)
from casework.querysets import MeasureAssignmentQuerySet
from casework.workflow.execution import WITH_COMPETENT
from documents.models import Version
from mla_portal.accounts.models import User
from states.choices import AuthorityKind
from states.memberships import authorities_where
from states.models import Authority, Membership
from states.treaties import get_treaty_rules
from states.treaties.schema import Crime
from states.treaties.schema import Measure as MeasureKind

PAGE = 50
OPEN = "open"
OVERDUE, WEEK = "overdue", "week"
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DeskQuestion:
    """What the desk's list was asked, as it stands in the address. Unknown values are as if not asked."""

    status: str = OPEN
    due: str = ""
    urgency: str = ""
    page: int = 1

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        """From a query string."""
        known = {
            "status": {"", OPEN, *AssignmentStatus.values},
            "due": {OVERDUE, WEEK},
            "urgency": set(Urgency.values),
        }
        asked = {name: values[name] for name, valid in known.items() if values.get(name) in valid}
        page = values.get("page", "1")
        return cls(**asked, page=max(1, int(page)) if page.isdecimal() and len(page) < 4 else 1)

    def asked(self, **changes: Any) -> dict[str, Any]:
        """The query string's values, without those that are as they would be anyway."""
        changed = replace(self, **changes)
        return {
            row.name: value for row in fields(self) if (value := getattr(changed, row.name)) != row.default
        }


def competent_authorities_of(user: User) -> frozenset[UUID]:
    """The competent authorities in which the user serves."""
    return authorities_where(user, kind=AuthorityKind.COMPETENT)


def given_to_desk(user: User, question: DeskQuestion, *, today: date) -> list[MeasureAssignment]:
    """One page of the measures given to the user's competent authorities, and one row more where there are
    more: what is overdue first, then what is urgent, then by day. One query.
    """
    rows = assignments().visible_to(user).filter(authority__in=competent_authorities_of(user))
    if question.status == OPEN:
        rows = rows.filter(status__in=WITH_COMPETENT)
    elif question.status:
        rows = rows.filter(status=question.status)
    if question.due == OVERDUE:
        rows = rows.filter(due_on__lt=today, status__in=WITH_COMPETENT)
    elif question.due == WEEK:
        rows = rows.filter(due_on__range=(today, today + SOON))
    if question.urgency:
        rows = rows.filter(request__urgency=question.urgency)
    first = Case(
        When(due_on__lt=today, status__in=WITH_COMPETENT, then=Value(0)),
        When(request__urgency=Urgency.URGENT, then=Value(1)),
        default=Value(2),
    )
    ordered = rows.order_by(first, F("due_on").asc(nulls_last=True), "-id")
    start = (question.page - 1) * PAGE
    return list(ordered[start : start + PAGE + 1])


def count_given(user: User, *, at_most: int) -> int:
    """How many measures the user's competent authorities have in hand."""
    mine = MeasureAssignment.objects.visible_to(user).filter(
        authority__in=competent_authorities_of(user), status__in=WITH_COMPETENT
    )
    return mine[:at_most].count()


def assignments() -> MeasureAssignmentQuerySet:
    """Assigned measures with what a list names. The caller narrows it with `visible_to`."""
    return MeasureAssignment.objects.select_related(
        "measure", "authority", "letter", "request__holder", "request__counterpart_state", "request__treaty"
    )


def assignments_with_parts() -> MeasureAssignmentQuerySet:
    """Assigned measures with all that their page shows."""
    versions = Version.objects.order_by("-number").select_related("document")
    files = AssignmentDocument.objects.select_related("document__document__created_by")
    return assignments().prefetch_related(
        Prefetch("steps", ExecutionStep.objects.select_related("actor").order_by("id")),
        Prefetch("files", files.prefetch_related(Prefetch("document__document__versions", versions))),
        "shown_persons__person__nationality",
        Prefetch("request__offences", Offence.objects.order_by("position", "id")),
    )


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """A person as far as the assignment shows them: the name only with `name`, the row only with `full`."""

    role: str
    is_protected: bool
    name: str = ""
    full: Person | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a competent authority is told with its measure, and no more."""

    particulars: tuple[tuple[str, str], ...]
    crimes: tuple[Crime, ...]
    persons: tuple[ShownPerson, ...]
    given: tuple[AssignmentDocument, ...]
    returned: tuple[AssignmentDocument, ...]
    results: tuple[tuple[str, str], ...]


def kind_of(assignment: MeasureAssignment) -> MeasureKind:
    """The measure's entry in the treaty file."""
    return get_treaty_rules(assignment.request.treaty_id).measure(assignment.measure.type)


def unseen_by(authority: Authority, case: AssistanceRequest) -> bool:
    """Whether nobody of an authority that works on this portal may see files of this confidentiality."""
    able = Membership.objects.filter(
        authority=authority, confidentiality__gte=case.confidentiality, user__is_active=True
    )
    return authority.is_hosted and not able.exists()


def contents_of(assignment: MeasureAssignment) -> Contents:
    """What the assignment tells. Whether the reader may have it is decided before: `is_closed`."""
    rules, kind = get_treaty_rules(assignment.request.treaty_id), kind_of(assignment)
    files = tuple(assignment.files.all())
    crimes = dict.fromkeys(offence.crime for offence in assignment.request.offences.all())
    return Contents(
        particulars=_in_words(details_in_words(kind, assignment.measure.details)),
        crimes=tuple(rules.crime(code) for code in crimes),
        persons=tuple(_shown(row.person, PersonExtent(row.extent)) for row in assignment.shown_persons.all()),
        given=tuple(link for link in files if not link.is_result),
        returned=tuple(link for link in files if link.is_result),
        results=_in_words(details_in_words(kind.outcome, assignment.results)),
    )


def _in_words(details: Iterable[tuple[Any, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(field.label), text) for field, text in details)


def _shown(person: Person, extent: PersonExtent) -> ShownPerson:
    role = str(person.get_role_display())
    match extent:
        case PersonExtent.ROLE:
            return ShownPerson(role, person.is_protected)
        case PersonExtent.NAME:
            return ShownPerson(role, person.is_protected, str(person))
        case PersonExtent.FULL:
            return ShownPerson(role, person.is_protected, str(person), person)


def executions_of(case: AssistanceRequest, user: Any) -> list[tuple[Measure, list[MeasureAssignment]]]:
    """Each measure of a file with those it was given to, as far as the user may know of them."""
    rows = assignments_with_parts().visible_to(user).filter(request=case).order_by("id")
    given: dict[UUID, list[MeasureAssignment]] = {}
    for row in rows:
        given.setdefault(row.measure_id, []).append(row)
    return [(measure, given.get(measure.pk, [])) for measure in case.measures.all()]


def released_results(case: AssistanceRequest) -> QuerySet[MeasureAssignment]:
    """The results that may leave now: released by the central authority, and not transmitted yet.

    A letter of results says these and no others; their documents are `files` with `is_result`.
    """
    rows = assignments_with_parts().filter(
        request=case, status=AssignmentStatus.RELEASED, communication__isnull=True
    )
    return rows.order_by("measure__position", "measure", "id")


def unreleased_results(version: Version) -> QuerySet[MeasureAssignment]:
    """The assignments to which this version was returned as a result that is not released."""
    links = AssignmentDocument.objects.filter(document__document=version.document_id, is_result=True)
    return MeasureAssignment.objects.filter(pk__in=links.values("assignment")).exclude(
        status=AssignmentStatus.RELEASED
    )
