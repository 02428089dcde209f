"""Finds persons across spellings and scripts, and says how each was found."""

from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.contrib.postgres.search import TrigramStrictWordSimilarity, TrigramWordSimilarity
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
"""Of the trigrams of what was asked, the share a spelling must have: PostgreSQL's own threshold."""
SAME_CONSONANTS = 0.8


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

    The surest first, one match for each person, at most 200. One query.
    """
    letters, consonants = fold(text), skeleton(text)
    if len(letters) < SHORTEST:
        return []
    sounds = Q(skeleton__trigram_strict_word_similar=consonants, consonant_score__gte=SAME_CONSONANTS)
    rows = (
        PersonName.objects.filter(person__request__in=AssistanceRequest.objects.visible_to(user))
        .annotate(
            letter_score=TrigramWordSimilarity(letters, "folded"),
            consonant_score=TrigramStrictWordSimilarity(consonants, "skeleton"),
        )
        .filter(Q(folded__trigram_word_similar=letters) | sounds)
        .order_by(Greatest("letter_score", "consonant_score").desc(), "-letter_score", "-person_id", "id")
        .values_list("person__request_id", "person_id", "written", "kind", "folded", "letter_score")[:AT_MOST]
    )
    matches: dict[UUID, PersonMatch] = {}
    for request_id, person_id, written, kind, folded, score in rows:
        likeness = _likeness(text, letters, written, folded, score)
        known = matches.get(person_id)
        if known is None or _surer(likeness, known.likeness):
            matches[person_id] = PersonMatch(request_id, person_id, written, kind == "alias", likeness)
    return sorted(matches.values(), key=lambda match: _ORDER[match.likeness])


_ORDER = {likeness: place for place, likeness in enumerate(Likeness)}


def _surer(one: Likeness, other: Likeness) -> bool:
    return _ORDER[one] < _ORDER[other]


def _likeness(text: str, letters: str, written: str, folded: str, score: float) -> Likeness:
    if text.strip().casefold() in written.casefold():
        return Likeness.WRITTEN
    if set(letters.split()) <= set(folded.split()):
        return Likeness.LETTERS
    return Likeness.SIMILAR if score >= SIMILAR else Likeness.CONSONANTS
