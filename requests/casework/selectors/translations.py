"""The free texts of a letter beside their translations."""

from collections.abc import Iterable
from dataclasses import dataclass

from casework.legal_basis import legal_basis_now
from casework.letters import compose, compose_request
from casework.letters.second import free_texts
from casework.models import AssistanceRequest, Communication, FreeTextTranslation


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A free text with its translation, if any. `is_stale`: the original was changed since."""

    place: str
    original: str
    translation: FreeTextTranslation | None

    @property
    def is_stale(self) -> bool:
        return self.translation is not None and self.translation.original != self.original


def texts_of(request: AssistanceRequest, communication: Communication | None = None) -> list[TranslatedText]:
    """The free texts of the request, or of another letter of ours, in the order of the letter."""
    if request.counterpart is None:
        return []
    language = communication.second_language if communication else request.second_language
    rows = FreeTextTranslation.objects.filter(
        request=request, communication=communication, language=language
    ).select_related("entered_by")
    known = {row.place: row for row in rows}
    return [
        TranslatedText(place, original.strip(), known.get(place))
        for place, original in _free_texts(request, communication)
    ]


def _free_texts(request: AssistanceRequest, communication: Communication | None) -> Iterable[tuple[str, str]]:
    if communication is not None:
        return free_texts(compose(communication, number="–", signatory=None))
    if request.legal_basis is None:  # in memory only, as for the preview
        request.legal_basis = legal_basis_now(request)
    return free_texts(compose_request(request, number="–", signatory=None))
