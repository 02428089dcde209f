"""A request for mutual legal assistance, as sent.

Format 1.1 adds to 1.0: `code` and `raw` of a particular, Arabic, the second language, and the `id` of persons
and offences beside that of measures: the same row has the same id in a revised request. All of it may be
absent, so data of 1.0 are read as they are. A reader that knows 1.0 alone refuses 1.1 by its `format`.
"""

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from documents.choices import LetterKind
from documents.letters.content.base import (
    Authority,
    Content,
    Detail,
    Enclosure,
    Letter,
    Line,
    Signatory,
    Term,
    Text,
)


class LegalBasis(Content):
    """The treaty relied on, how it binds the two States on the letter's date, and how sure that is."""

    treaty: Term
    statement: Text = Field(description="In force, applied provisionally (which part), or what else.")
    confidence: Term | None = None
    note: Text = Field("", description="What is uncertain about it, in words.")


class Proceedings(Content):
    """The case at home that the request serves."""

    competent_authority: Line = ""
    conducting_authority: Line = ""
    conducting_functions: Text = ""
    stage: Term | None = None
    subject_matter: Text = ""
    domestic_reference: Line = ""
    operation_name: Line = ""


class Person(Content):
    """A person concerned. `is_protected` asks the receiver to keep the identity from the other parties."""

    id: UUID | None = None
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


class Offence(Content):
    id: UUID | None = None
    crime: Term
    provision: Text = Field("", description="The domestic provision.")
    penalty: Text = ""
    committed_from: date | None = None
    committed_to: date | None = None
    place: Line = ""
    description: Text = ""


class Measure(Content):
    """One act asked for. `number` is its number in the requesting authority's file."""

    id: UUID | None = None
    number: int = Field(ge=1)
    measure: Term
    description: Text = ""
    details: tuple[Detail, ...] = ()
    urgency: Term | None = None


class TimeLimit(Content):
    due: date
    reason: Text = ""


class Override(Content):
    """An approver let the letter go although required contents are missing, and said why."""

    by: Line
    at: datetime
    reason: Text
    missing: tuple[Text, ...]


class RequestLetter(Letter):
    """A request for mutual legal assistance, as sent."""

    kind: ClassVar[LetterKind] = LetterKind.REQUEST

    format: Literal["mla-portal/request/1.0", "mla-portal/request/1.1"] = "mla-portal/request/1.1"
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

    @property
    def sender(self) -> Authority:
        return self.requesting

    @property
    def addressee(self) -> Authority:
        return self.requested
