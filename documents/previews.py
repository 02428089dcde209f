"""A sample letter with a wording that is not in use yet, as a person would receive it."""

from dataclasses import replace

from documents.choices import LetterKind, LetterLanguage
from documents.letters.codes import LENGTH, grouped
from documents.letters.outlines import Frame, outline
from documents.letters.samples import request_letter, step_letter
from documents.selectors import letter_wording


def preview(kind: LetterKind, language: LetterLanguage, key: str, text: str) -> bytes:
    """The sample of this kind as PDF, with the text in its place. Not sealed; its code leads nowhere."""
    from documents.rendering.pdf import render  # loads WeasyPrint, which most web processes never need

    letter = (
        request_letter(language.value) if kind == LetterKind.REQUEST else step_letter(kind, language.value)
    )
    texts = letter_wording(letter)
    texts[language.value] = {**texts[language.value], key: text}
    frame = replace(Frame.draft(), code=grouped("0" * LENGTH), url="https://example.org/verify/sample")
    return render(outline(letter, texts, frame))
