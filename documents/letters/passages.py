"""Which text of a passage a language of the letter shows, and what is said of its translation."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale

from documents.letters.content import LetterContent, Passage, SecondText
from documents.letters.wording import Wording
from documents.rendering.outline import Section, paragraphs


@dataclass(frozen=True, slots=True)
class Shown:
    parts: tuple[str, ...]
    """Its paragraphs. Two languages side by side have as many: else the whole is one."""
    language: str
    remark: str
    """Empty for the original in the language shown."""


class Column:
    """One language of a letter: its wording, and what free text it shows."""

    def __init__(self, content: LetterContent, say: Wording) -> None:
        self.say, self.language = say, say.language
        self._own, self._other = content.language, content.second_language
        self._translations: Mapping[str, SecondText] = {text.at: text for text in content.second}

    def free(self, text: str, at: str) -> Passage:
        """A request's free text as a passage; `at` is its JSON Pointer."""
        found = self._translations.get(at)
        if found is None or not found.state:
            return Passage(text=text)
        return Passage(text=text, second=found.text, state=found.state, certified_by=found.certified_by)

    def shown(self, passage: Passage) -> Shown:
        original = passage.language or self._own
        parts = self._parts(passage)
        if original == self.language:
            return Shown(parts[0], original, "")
        of = str(Locale.parse(self.language).languages.get(original, original))
        if not passage.second:
            return Shown(parts[0], original, self.say("translation_none", language=of))
        remark = self.say(f"translation_{passage.state.value}", language=of, by=passage.certified_by)
        return Shown(parts[1], self.language, remark)

    def _parts(self, passage: Passage) -> tuple[tuple[str, ...], tuple[str, ...]]:
        text, second = tuple(paragraphs(passage.text)), tuple(paragraphs(passage.second))
        if self._other and second and len(text) != len(second):
            return (passage.text,), (passage.second,)
        return text, second

    def add(self, section: Section, passage: Passage | None, label: str = "") -> None:
        """The passage as clauses."""
        if passage is not None:
            shown = self.shown(passage)
            section.add(shown.parts, label, remark=shown.remark, language=shown.language)

    def lines(self, passage: Passage | None) -> tuple[str, ...]:
        """The passage in a table: its text, and in a line of its own the remark on its translation."""
        if passage is None:
            return ()
        shown = self.shown(passage)
        return tuple(filter(None, ("\n\n".join(shown.parts), shown.remark)))
