"""Finds persons across spellings and scripts, and says how each was found."""

from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.contrib.postgres.search import TrigramStrictWordSimilarity, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.models import AssistanceRequest, PersonName
from casework.names import fold, skeleton
from mla_portal.accounts.models import User

SHORTEST = 2  # letters; below that every name is alike
AT_MOST = 200  # matches; whoever gets that many has to ask more closely
SIMILAR = 0.6
"""Of the trigrams of what was asked, the share a spelling must have."""
SAME_CONSONANTS = 0.8
"""The same for the consonants, which are few: below this, every third name would do."""


class Likeness(Enum):
    """How a spelling answers to what was asked, the surest first."""

    WRITTEN = _("as written")
    LETTERS = _("same name in other letters")
    SIMILAR = _("similar spelling")
    CONSONANTS = _("same consonants")

    @property
    def label(self) -> str | Promise:
        return self.value


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """One spelling of one person that answers to what was asked. Never merged with another by itself."""

    request_id: UUID
    person_id: UUID
    written: str
    is_alias: bool
    likeness: Likeness


def search_people(user: User, text: str) -> list[PersonMatch]:
    """The persons of files the user may see whose name, alias or transliteration is like `text`.

    The surest first, one match for each person, at most 200. Two queries.
    """
    letters, consonants = fold(text), skeleton(text)
    if len(letters) < SHORTEST:
        return []
    rows = (
        PersonName.objects.filter(person__request__in=AssistanceRequest.objects.visible_to(user))
        .filter(Q(folded__trigram_word_similar=letters) | Q(skeleton__trigram_strict_word_similar=consonants))
        .annotate(
            letter_score=TrigramWordSimilarity(letters, "folded"),
            consonant_score=TrigramStrictWordSimilarity(consonants, "skeleton"),
        )
        .order_by(Greatest("letter_score", "consonant_score").desc(), "-letter_score", "-person_id", "id")
        .values_list("person__request_id", "person_id", "written", "kind", "folded", "letter_score")[:AT_MOST]
    )
    with transaction.atomic():
        _prepare()
        found = list(rows)
    matches: dict[UUID, PersonMatch] = {}
    for request_id, person_id, written, kind, folded, score in found:
        likeness = _likeness(text, letters, written, folded, score)
        known = matches.get(person_id)
        if known is None or _surer(likeness, known.likeness):
            matches[person_id] = PersonMatch(request_id, person_id, written, kind == "alias", likeness)
    return sorted(matches.values(), key=lambda match: _ORDER[match.likeness])


def _prepare() -> None:
    """Sets the thresholds of likeness, and keeps to the indexes, until the transaction ends.

    PostgreSQL takes a comparison of trigrams to be as cheap as one of numbers, and so prefers to read the
    whole table: five times slower among a hundred thousand names.
    """
    settings = {
        "pg_trgm.word_similarity_threshold": SIMILAR,
        "pg_trgm.strict_word_similarity_threshold": SAME_CONSONANTS,
        "enable_seqscan": "off",
    }
    with connection.cursor() as cursor:
        calls = ", ".join("set_config(%s, %s, true)" for _ in settings)
        values = [str(part) for setting in settings.items() for part in setting]
        cursor.execute(f"SELECT {calls}", values)


_ORDER = {likeness: place for place, likeness in enumerate(Likeness)}


def _surer(one: Likeness, other: Likeness) -> bool:
    return _ORDER[one] < _ORDER[other]


def _likeness(text: str, letters: str, written: str, folded: str, score: float) -> Likeness:
    if text.strip().casefold() in written.casefold():
        return Likeness.WRITTEN
    if set(letters.split()) <= set(folded.split()):
        return Likeness.LETTERS
    return Likeness.SIMILAR if score >= SIMILAR else Likeness.CONSONANTS
