"""Reads of the intake, and of what goes to other desks of this portal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from casework.choices import CommunicationDirection, Direction, Status
from casework.models import AssistanceRequest, Communication
from casework.querysets import AssistanceRequestQuerySet
from casework.selectors.people import search_people
from casework.workflow import DESK
from documents.choices import LetterKind, LetterLanguage
from documents.letters.content import Enclosure, LetterContent, RequestLetter
from documents.letters.outlines import Frame, outline
from documents.letters.wording import standard_texts
from documents.models import Version
from documents.rendering.outline import Outline
from exchange.choices import DeliveryStatus
from exchange.models import Arrival, ArrivalFile, Delivery
from exchange.querysets import ArrivalQuerySet, DeliveryQuerySet
from exchange.reading.request import names_in
from mla_portal.accounts.models import User
from states.memberships import memberships_of
from states.models import Authority
from states.querysets import NAME_LANGUAGES

PAGE = 50
_SEARCHED = (
    "reference", "foreign_reference", "letter_number", "subject", "sender_stated", "sender__name",
    "sender__name_in_letters", *(f"sender_state__name_{language}" for language in NAME_LANGUAGES),
)  # fmt: skip
MOST_OFFERED = 12
"""Files offered as matches of one arrival."""
MOST_NAMES = 20
"""Names and spellings of one letter that are searched."""


def arrivals() -> ArrivalQuerySet:
    """Arrivals with what their pages show."""
    files = ArrivalFile.objects.select_related("document").prefetch_related(
        Prefetch("document__versions", Version.objects.order_by("-number"))
    )
    named = ("holder__state", "sender__state", "sender_state", "placed_in", "registered_by", "placed_by")
    return Arrival.objects.select_related(*named).prefetch_related(Prefetch("files", files))


def find_arrivals(
    user: User, *, q: str = "", since: date | None = None, until: date | None = None
) -> ArrivalQuerySet:
    """The arrivals a user may see, the newest first: with this in a number, a reference, the sender or the
    subject, received within these days."""
    found = arrivals().visible_to(user)
    if q:
        rule = Q()
        for name in _SEARCHED:
            rule |= Q(**{f"{name}__icontains": q})
        found = found.filter(rule)
    if since:
        found = found.filter(received_on__gte=since)
    if until:
        found = found.filter(received_on__lte=until)
    return found


def count_waiting(user: User, *, at_most: int) -> int:
    """How many arrivals wait to be placed by this user's authorities, counted up to a limit."""
    return Arrival.objects.visible_to(user).waiting().order_by()[:at_most].count()


def deliveries() -> DeliveryQuerySet:
    """Deliveries with what a page or the API tells of them."""
    return Delivery.objects.select_related("to", "receipt", "communication__letter", "communication__request")


def failed_deliveries(user: User) -> DeliveryQuerySet:
    """What did not reach its addressee, of the files on which the user works; the latest first."""
    working = [member.authority_id for member in memberships_of(user) if member.role in DESK]
    failed = deliveries().visible_to(user).filter(status=DeliveryStatus.FAILED)
    return failed.filter(communication__request__holder__in=working).order_by("-id")


class Sureness(IntEnum):
    """How far a match may be relied on. Nothing is joined by itself, however sure."""

    DOUBTFUL = 0
    SURE = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that the arrival may belong to, and why."""

    request: AssistanceRequest
    reasons: tuple[str, ...]
    is_sure: bool

    def is_revised_by(self, arrival: Arrival) -> bool:
        """Whether it went back to them, and this is a request that surely belongs to it."""
        returned = self.request.status == Status.RETURNED and self.request.direction == Direction.INCOMING
        return self.is_sure and returned and arrival.letter_kind in ("", LetterKind.REQUEST)


def candidates(user: User, arrival: Arrival) -> list[Candidate]:
    """Files of the authority it came to, the surest first: by any known reference, then by a person's name in
    any spelling, an operation, a domestic case number."""
    found: dict[UUID, list[tuple[Sureness, str]]] = {}
    for request_id, sureness, reason in _matches(user, arrival):
        found.setdefault(request_id, []).append((sureness, reason))
    files = AssistanceRequest.objects.visible_to(user).filter(pk__in=found, holder=arrival.holder)
    offered = [
        Candidate(
            request,
            tuple(dict.fromkeys(reason for _sure, reason in sorted(found[request.pk], reverse=True))),
            any(sureness is Sureness.SURE for sureness, _why in found[request.pk]),
        )
        for request in files.select_related("counterpart_state")
        if request.counterpart_state_id in (None, arrival.sender_state_id) or arrival.sender_state_id is None
    ]
    return sorted(offered, key=lambda one: (not one.is_sure, -len(one.reasons)))[:MOST_OFFERED]


def _matches(user: User, arrival: Arrival) -> Iterator[tuple[UUID, Sureness, str]]:
    letter, files = arrival.letter, AssistanceRequest.objects.visible_to(user).filter(holder=arrival.holder)
    known = {arrival.foreign_reference, *(_references(letter) if letter else ())} - {""}
    for reference in known:
        for pk in files.filter(own_reference__iexact=reference).values_list("pk", flat=True):
            yield pk, Sureness.SURE, _("names our reference %(reference)s") % {"reference": reference}
        for pk in files.filter(counterpart_reference__iexact=reference).values_list("pk", flat=True):
            yield pk, Sureness.SURE, _("bears their reference %(reference)s") % {"reference": reference}
        letters = files.filter(communications__letter__number__iexact=reference)
        for pk in letters.values_list("pk", flat=True):
            yield pk, Sureness.SURE, _("answers our letter %(reference)s") % {"reference": reference}
    if isinstance(letter, RequestLetter):
        yield from _like_request(user, files, letter)


def _references(letter: LetterContent) -> Iterator[str]:
    yield letter.reference
    yield letter.counterpart_reference
    if not isinstance(letter, RequestLetter) and letter.in_reply_to:
        yield letter.in_reply_to.number


def _like_request(
    user: User, files: AssistanceRequestQuerySet, letter: RequestLetter
) -> Iterator[tuple[UUID, Sureness, str]]:
    """What may be the same matter: offered, and for a person to decide."""
    said = letter.proceedings
    if said.domestic_reference:
        same = files.filter(domestic_reference__iexact=said.domestic_reference)
        for pk in same.values_list("pk", flat=True):
            yield pk, Sureness.DOUBTFUL, _("same domestic case number %(n)s") % {"n": said.domestic_reference}
    if said.operation_name:
        for pk in files.filter(operation_name__iexact=said.operation_name).values_list("pk", flat=True):
            yield pk, Sureness.DOUBTFUL, _("same operation “%(name)s”") % {"name": said.operation_name}
    for name in names_in(letter.persons)[:MOST_NAMES]:
        for match in search_people(user, name):
            words = {"name": match.written, "likeness": match.likeness.label}
            yield match.request_id, Sureness.DOUBTFUL, _("person “%(name)s”: %(likeness)s") % words


def said_by(letter: LetterContent) -> Outline:
    """A letter that arrived as a page, in its own languages and the standard wording."""
    languages = [LetterLanguage(one) for one in (letter.language, letter.second_language) if one]
    texts = {language.value: standard_texts(letter.kind, language) for language in languages}
    return outline(letter, texts, Frame.draft())


def enclosures_of(arrival: Arrival) -> list[tuple[Enclosure, bool]]:
    """What the letter lists as enclosed, each with whether a file of exactly these bytes came."""
    letter = arrival.letter
    if letter is None:
        return []
    came = {version.sha256 for file in arrival.files.all() for version in file.document.versions.all()}
    return [(enclosure, enclosure.sha256 in came) for enclosure in letter.enclosures]


def communicated_to(user: User) -> QuerySet[Communication]:
    """The sealed letters that were sent to the authorities the user serves in, up to the membership's
    confidentiality: what a counterpart's system may read, and nothing else of the sender's files.

    The letter itself names the authority too: a file that was addressed to another before shows its new
    addressee nothing of that time.
    """
    rule = Q(pk__in=[])
    levels = {member.authority_id: member.confidentiality for member in memberships_of(user)}
    for authority in Authority.objects.filter(pk__in=levels):
        within = Q(request__confidentiality__lte=levels[authority.pk])
        named = {"name": authority.name, "state": {"code": authority.state_id}}
        is_addressed = Q(letter__data__contains={"addressee": named})
        is_addressed |= Q(letter__data__contains={"requested": named})
        rule |= Q(request__counterpart=authority) & within & is_addressed
    passed = Communication.objects.filter(
        direction=CommunicationDirection.ISSUED, passed_on__isnull=False, letter__version__isnull=False
    )
    return passed.filter(rule).select_related("request__holder", "letter__version__document")
