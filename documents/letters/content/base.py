"""What letters of every kind are made of. Frozen: a letter says what it said when it was ordered."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from documents.choices import LetterKind, TranslationState

Line = Annotated[str, StringConstraints(max_length=2_000)]
"""A short text: one line in the letter."""

Text = Annotated[str, StringConstraints(max_length=300_000)]
"""Free text: blank lines part paragraphs, everything else is literal."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

Language = Literal["en", "fr", "es", "ar"]


class Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Term(Content):
    """A term of a fixed vocabulary: the code for machines, the label in the letter's language."""

    code: Line
    label: Line


class Passage(Content):
    """Free text with the state of its translation.

    A letter shows each language the text as far as it has it: the original, its translation with the
    translation's state, or the original with the remark that it was not translated.
    """

    text: Text = Field(description="The original.")
    language: Language | Literal[""] = Field("", description="Of the original; empty: the letter's own.")
    second: Text = Field("", description="The translation, into the letter's other or only language.")
    state: TranslationState = Field(TranslationState.NONE, description="Of the translation in `second`.")
    certified_by: Line = Field("", description="Who certified it, where the state is `certified`.")

    @model_validator(mode="after")
    def _state_fits_translation(self) -> Self:
        if bool(self.second.strip()) != (self.state != TranslationState.NONE):
            raise ValueError("a translation has a state, and without one the state is `none`")
        if (self.state == TranslationState.CERTIFIED) != bool(self.certified_by.strip()):
            raise ValueError("a certified translation says by whom, and no other does")
        return self


class SecondText(Content):
    """One text of the letter in its second language.

    Labels and other words of the portal have no state. A translated free text has.
    """

    at: Line = Field(description="JSON Pointer (RFC 6901) to the text within these data.")
    text: Text
    state: TranslationState | Literal[""] = ""
    certified_by: Line = ""


class Authority(Content):
    """An authority as it appears in the letterhead or the address."""

    state: Term = Field(description="ISO 3166-1 alpha-2 code, and the State's name.")
    name: Line
    name_in_own_language: Line = ""
    address: Text = Field("", description="Postal address, line by line.")
    email: Line = ""
    telephone: Line = ""
    is_sample: bool = Field(False, description="Invented for demonstration.")


class Detail(Content):
    """One particular of a measure: the place to search, the questions to put, the account found."""

    code: Line = Field("", description="Of the field in the treaty's catalogue; empty in format 1.0.")
    label: Line
    value: Text = Field(description="In words, in the letter's language.")
    raw: str | bool | int | float | None = Field(
        None, description="The value as it was entered: ISO 8601 dates, codes of choices. None in format 1.0."
    )


class Enclosure(Content):
    title: Line
    filename: Line
    sha256: Sha256
    size: int = Field(ge=0, description="In bytes.")


class Signatory(Content):
    name: Line
    function: Line = ""


class Letter(Content):
    """What every letter has, whatever it says."""

    kind: ClassVar[LetterKind]

    language: Language
    second_language: Language | Literal[""] = Field("", description="Beside the first; empty for none.")
    second: tuple[SecondText, ...] = Field((), description="The texts that differ in the second language.")

    @model_validator(mode="after")
    def _languages_differ(self) -> Self:
        if self.second_language == self.language:
            raise ValueError("the second language is another one than the first")
        if self.second and not self.second_language:
            raise ValueError("texts in a second language need its name")
        return self

    def frozen(self) -> dict[str, Any]:
        """The JSON that is stored with the letter and attached to its PDF."""
        return self.model_dump(mode="json")
