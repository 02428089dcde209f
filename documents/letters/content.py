"""What a letter says, as frozen data: the contract between the case file and the letter.

The same data is attached to the PDF as JSON, so that another portal reads the request without retyping.
Its JSON Schema is `documents/schemas/request-1.0.json`; a test compares the two. Labels come in the letter's
language, each beside the code that a machine reads. Free text is literal: no markup means anything in it.
"""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from documents.choices import LetterKind

Line = Annotated[str, StringConstraints(max_length=2_000)]
"""A short text: one line in the letter."""

Text = Annotated[str, StringConstraints(max_length=300_000)]
"""Free text: blank lines part paragraphs, everything else is literal."""


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Term(_Content):
    """A term of a fixed vocabulary: the code for machines, the label in the letter's language."""

    code: Line
    label: Line


class Authority(_Content):
    """An authority as it appears in the letterhead or the address."""

    state: Term = Field(description="ISO 3166-1 alpha-2 code, and the State's name.")
    name: Line
    name_in_own_language: Line = ""
    address: Text = Field("", description="Postal address, line by line.")
    email: Line = ""
    telephone: Line = ""
    is_sample: bool = Field(False, description="Invented for demonstration.")


class LegalBasis(_Content):
    """The treaty relied on, how it binds the two States on the letter's date, and how sure that is."""

    treaty: Term
    statement: Text = Field(description="In force, applied provisionally (which part), or what else.")
    confidence: Term | None = None
    note: Text = Field("", description="What is uncertain about it, in words.")


class Proceedings(_Content):
    """The case at home that the request serves."""

    competent_authority: Line = ""
    conducting_authority: Line = ""
    conducting_functions: Text = ""
    stage: Term | None = None
    subject_matter: Text = ""
    domestic_reference: Line = ""
    operation_name: Line = ""


class Person(_Content):
    """A person concerned. `is_protected` asks the receiver to keep the identity from the other parties."""

    role: Term
    name: Line
    given_names: Line = ""
    family_name: Line = ""
    aliases: tuple[Text, ...] = ()
    birth_date: Line = Field("", description="ISO 8601, or as much of it as is known: 1961, 1961-05.")
    birth_place: Line = ""
    nationalities: tuple[Term, ...] = ()
    identity_documents: tuple[Text, ...] = Field((), description="Each: type, number and issuer.")
    location: Text = ""
    note: Text = ""
    is_protected: bool = False


class Offence(_Content):
    crime: Term
    provision: Text = Field("", description="The domestic provision.")
    penalty: Text = ""
    committed_from: date | None = None
    committed_to: date | None = None
    place: Line = ""
    description: Text = ""


class Detail(_Content):
    """One particular that a measure asks for: the place to search, the questions to put."""

    label: Line
    value: Text


class Measure(_Content):
    """One act asked for. `number` is its number in the requesting authority's file."""

    id: UUID | None = None
    number: int = Field(ge=1)
    measure: Term
    description: Text = ""
    details: tuple[Detail, ...] = ()
    urgency: Term | None = None


class TimeLimit(_Content):
    due: date
    reason: Text = ""


class Override(_Content):
    """An approver let the letter go although required contents are missing, and said why."""

    by: Line
    at: datetime
    reason: Text
    missing: tuple[Text, ...]


class Enclosure(_Content):
    title: Line
    filename: Line
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    size: int = Field(ge=0, description="In bytes.")


class Signatory(_Content):
    name: Line
    function: Line = ""


class RequestLetter(_Content):
    """A request for mutual legal assistance, as sent."""

    kind: ClassVar[LetterKind] = LetterKind.REQUEST

    format: Literal["mla-portal/request/1.0"] = "mla-portal/request/1.0"
    language: Literal["en", "fr", "es"]
    number: Line = Field(description="The letter's number in the register of the requesting authority.")
    date: date
    reference: Line = Field(description="The requesting authority's reference of the case.")
    counterpart_reference: Line = ""
    requesting: Authority
    requested: Authority
    legal_basis: tuple[LegalBasis, ...] = ()
    urgency: Term | None = None
    urgency_reason: Text = ""
    confidentiality_wanted: bool = False
    confidentiality: Text = Field("", description="The reasons for confidentiality.")
    proceedings: Proceedings = Proceedings()
    facts: Text = ""
    purpose: Text = ""
    procedure: Text = Field("", description="The particular procedure wanted.")
    legal_provisions: Text = Field("", description="Text of the provisions and penalties.")
    time_limit: TimeLimit | None = None
    persons: tuple[Person, ...] = ()
    offences: tuple[Offence, ...] = ()
    measures: tuple[Measure, ...] = ()
    conditions: tuple[Text, ...] = Field((), description="Conditions and assurances given.")
    override: Override | None = None
    enclosures: tuple[Enclosure, ...] = ()
    signatory: Signatory

    def frozen(self) -> dict[str, Any]:
        """The JSON that is stored with the letter and attached to its PDF."""
        return self.model_dump(mode="json")


LetterContent = RequestLetter
"""Every kind of letter's content; a union once there are more."""

CONTENT: dict[LetterKind, type[LetterContent]] = {LetterKind.REQUEST: RequestLetter}
"""Which content each kind of letter has."""
