"""One file with the parts a page shows, in a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise

from casework.completeness import Completeness
from casework.models import (
    AssistanceRequest,
    CaseDocument,
    Communication,
    Condition,
    Offence,
    Person,
    PersonName,
)
from casework.names import fold, skeleton
from casework.querysets import AssistanceRequestQuerySet
from casework.sections import SECTIONS
from documents.models import Version
from mla_portal.accounts.models import User

HEAD = (
    "holder__state",
    "counterpart__state",
    "counterpart_state",
    "treaty",
    "drafted_by",
    "last_changed_by",
    "approved_by",
)


def cases() -> AssistanceRequestQuerySet:
    """Files with what the head of every page names. The caller narrows it with `visible_to`."""
    return AssistanceRequest.objects.select_related(*HEAD)


def cases_with_parts() -> AssistanceRequestQuerySet:
    """Files with all that the request says, as the completeness check and the letter read it."""
    return cases().prefetch_related(
        Prefetch("persons", Person.objects.select_related("nationality").order_by("position", "id")),
        Prefetch("offences", Offence.objects.order_by("position", "id")),
        "measures",
        Prefetch("conditions", Condition.objects.select_related("communication")),
        "counterpart_state__country_rules",
        Prefetch("documents", case_documents()),
    )


def case_documents() -> QuerySet[CaseDocument]:
    """Links to documents, each with its versions, the newest first."""
    versions = Version.objects.order_by("-number").select_related("created_by")
    return (
        CaseDocument.objects.select_related("document__created_by", "communication")
        .prefetch_related(Prefetch("document__versions", versions))
        .order_by("id")
    )


def communications_of(case: AssistanceRequest) -> QuerySet[Communication]:
    """What passed between the authorities and what is being prepared, the newest first."""
    return (
        case.communications.select_related("letter__version__seal", "entered_by", "answers")
        .prefetch_related(
            Prefetch("documents", case_documents()), "decisions__measure", "conditions", "returns"
        )
        .order_by("-id")
    )


def letters_in_hand(case: AssistanceRequest) -> Mapping[str, UUID]:
    """The letters of ours that were begun and neither sent nor revoked, by the act that sends them."""
    begun = case.communications.filter(passed_on=None, letter__withdrawn_at=None).exclude(transition="")
    return dict(begun.values_list("transition", "id"))


def put_in_memory(case: AssistanceRequest, part: str, row: object) -> None:
    """Puts a row that is not stored yet among the file's prefetched parts, so that a check sees it."""
    rows = getattr(case, part).all()
    rows._result_cache = [*rows, row]
    case._prefetched_objects_cache[part] = rows  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class SectionState:
    """A subject of the drafting path as the task list shows it."""

    slug: str
    label: str | Promise
    missing: int
    recommended: int
    is_started: bool

    @property
    def state(self) -> str:
        """`complete`, `missing`, `not_started`, or `optional` where nothing is there and nothing required."""
        if self.missing:
            return "missing" if self.is_started else "not_started"
        return "complete" if self.is_started else "optional"


def section_states(case: AssistanceRequest, completeness: Completeness) -> list[SectionState]:
    """Every subject with how far it is, in the order of the path."""
    return [
        SectionState(
            slug=section.slug,
            label=section.label,
            missing=completeness.missing_in(section.slug),
            recommended=sum(item.section == section.slug for item in completeness.recommended),
            is_started=_is_started(case, section.slug, completeness),
        )
        for section in SECTIONS.values()
    ]


def _is_started(case: AssistanceRequest, slug: str, completeness: Completeness) -> bool:
    section = SECTIONS[slug]
    if slug in ("addressee", "handling"):
        return True  # every file has a title, a language and an urgency
    if section.part and getattr(case, section.part).all():
        return True
    return any(getattr(case, name) for name in section.fields)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Somebody of a similar name in another file. An offer to look, never a merging."""

    person: Person
    written: str


def same_names_elsewhere(user: User, persons: Iterable[Person]) -> dict[UUID, list[Likeness]]:
    """For each person, those of the same name in other files this user may see. One query for all.

    The same name in other letters counts, and the same consonants where there are enough to tell.
    """
    wanted = {person.pk: _spellings(person) for person in persons}
    folds = {folded for spellings in wanted.values() for folded, _ in spellings}
    bones = {bare for spellings in wanted.values() for _, bare in spellings if bare}
    found = (
        PersonName.objects.filter(
            Q(folded__in=folds) | Q(skeleton__in=bones), person__in=Person.objects.visible_to(user)
        )
        .select_related("person__request")
        .order_by("person_id", "id")[:200]
    )
    alike: dict[UUID, dict[UUID, Likeness]] = {pk: {} for pk in wanted}
    own = {person.pk: person.request_id for person in persons}
    for name in found:
        for pk, spellings in wanted.items():
            is_alike = any(name.folded == folded or bare == name.skeleton for folded, bare in spellings)
            if is_alike and name.person.request_id != own[pk]:
                alike[pk].setdefault(name.person_id, Likeness(name.person, name.written))
    return {pk: list(people.values())[:5] for pk, people in alike.items()}


def _spellings(person: Person) -> set[tuple[str, str]]:
    """The folded names of a person, each with its consonants, or "" where they are too few to tell."""
    names = filter(str.strip, [str(person), *person.aliases.splitlines()])
    return {(fold(name), bare if len(bare := skeleton(name)) > 4 else "") for name in names}
