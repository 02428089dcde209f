"""Finds the files that name a person, in whatever spelling or script the name is asked."""

from django.db.models import Q

from casework.models import PersonName
from casework.names import fold, skeleton
from casework.querysets import AssistanceRequestQuerySet


def naming(requests: AssistanceRequestQuerySet, text: str) -> AssistanceRequestQuerySet:
    """Those of the files that concern a person of this name, every word of it like a word of the name."""
    words = fold(text).split()
    if not words:
        return requests.none()
    names = PersonName.objects.all()
    for word in words:
        names = names.filter(
            Q(folded__trigram_word_similar=word) | Q(skeleton__trigram_word_similar=skeleton(word))
        )
    return requests.filter(pk__in=names.values("person__request"))
