"""The letters after the request: each step of a case that one side tells the other.

Measures are named by their number in the request and their term. Free text is a `Passage`.
"""

from datetime import date
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
    Passage,
    Sha256,
    Signatory,
    Term,
    Text,
)

Day = date
"""For models whose own field is named `date`."""

Number = int
"""Of a measure in the requesting authority's file, from 1."""


class Reference(Content):
    """A letter of the other side that is answered."""

    kind: LetterKind | None = None
    number: Line
    date: Day | None = None


class Condition(Content):
    """What binds the receiver: how the material may be used, when it goes back."""

    type: Term
    text: Passage
    due: date | None = None


class StepLetter(Letter):
    """The common head. The sender's reference is `reference`, the addressee's is `counterpart_reference`."""

    number: Line = Field(description="The letter's number in the register of the sender.")
    date: date
    reference: Line
    counterpart_reference: Line = ""
    sender: Authority
    addressee: Authority
    in_reply_to: Reference | None = None
    concerning: Text = Field("", description="The subject of the case in words.")
    text: Passage | None = None
    conditions: tuple[Condition, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    signatory: Signatory


class ReceiptLetter(StepLetter):
    """Something arrived; also where it will be returned or forwarded."""

    kind: ClassVar[LetterKind] = LetterKind.RECEIPT
    format: Literal["mla-portal/receipt/1.0"] = "mla-portal/receipt/1.0"
    received_on: date
    channel: Term


class AcknowledgementLetter(StepLetter):
    kind: ClassVar[LetterKind] = LetterKind.ACKNOWLEDGEMENT
    format: Literal["mla-portal/acknowledgement/1.0"] = "mla-portal/acknowledgement/1.0"
    file_number: Line
    contact_officer: Line = ""
    expected_decision_by: date | None = None


class Question(Content):
    """`number` is its number in the file of whoever asks."""

    id: UUID | None = None
    number: int = Field(ge=1)
    text: Passage
    due: date | None = None
    measure: Number | None = Field(None, ge=1)


class QuestionsLetter(StepLetter):
    kind: ClassVar[LetterKind] = LetterKind.QUESTIONS
    format: Literal["mla-portal/questions/1.0"] = "mla-portal/questions/1.0"
    questions: tuple[Question, ...]


class Answer(Content):
    """`question_id`, `number` and `question` are those of the letter that asked."""

    question_id: UUID | None = None
    number: int | None = Field(None, ge=1)
    question: Passage | None = None
    text: Passage


class ChangedDay(Content):
    """A day that the request names otherwise from now on: `what` is its code in the request's data."""

    number: Number | None = Field(None, ge=1, description="Of the measure; none: of the whole request.")
    what: Term
    day: date
    raw: Line = Field(description="ISO 8601: the day, or the day and time.")
    before: date | None = None


class SupplementLetter(StepLetter):
    """Answers to questions, or more that the requesting authority has to say of itself (no answers then)."""

    kind: ClassVar[LetterKind] = LetterKind.SUPPLEMENT
    format: Literal["mla-portal/supplement/1.0"] = "mla-portal/supplement/1.0"
    answers: tuple[Answer, ...] = ()
    days: tuple[ChangedDay, ...] = ()


class Consideration(Content):
    """What the requested authority considers, before it decides."""

    number: Number | None = Field(None, ge=1, description="Of the measure; none: the whole request.")
    measure: Term | None = None
    what: Literal["refuse", "postpone", "condition"]
    ground: Term | None = None
    reasons: Passage


class ConsultationLetter(StepLetter):
    kind: ClassVar[LetterKind] = LetterKind.CONSULTATION
    format: Literal["mla-portal/consultation/1.0"] = "mla-portal/consultation/1.0"
    considered: tuple[Consideration, ...]
    reply_by: date | None = None


class ConsultationReplyLetter(StepLetter):
    """The answer is the `text`; assurances given are its `conditions`."""

    kind: ClassVar[LetterKind] = LetterKind.CONSULTATION_REPLY
    format: Literal["mla-portal/consultation_reply/1.0"] = "mla-portal/consultation_reply/1.0"


class MeasureDecision(Content):
    """What was decided on one measure, or (without number) on the whole request."""

    number: Number | None = Field(None, ge=1)
    measure: Term | None = None
    decision: Term
    ground: Term | None = None
    reasons: Passage | None = None
    postponed_until: date | None = None
    conditions: tuple[Condition, ...] = ()


class _Decided(StepLetter):
    """`consulted_on` or, where an approver went without a consultation, the reason in `waiver`."""

    decisions: tuple[MeasureDecision, ...]
    consulted_on: date | None = None
    waiver: Passage | None = None


class DecisionLetter(_Decided):
    kind: ClassVar[LetterKind] = LetterKind.DECISION
    format: Literal["mla-portal/decision/1.0"] = "mla-portal/decision/1.0"


class RefusalLetter(_Decided):
    kind: ClassVar[LetterKind] = LetterKind.REFUSAL
    format: Literal["mla-portal/refusal/1.0"] = "mla-portal/refusal/1.0"


class PostponementLetter(_Decided):
    kind: ClassVar[LetterKind] = LetterKind.POSTPONEMENT
    format: Literal["mla-portal/postponement/1.0"] = "mla-portal/postponement/1.0"


class AssignmentLetter(StepLetter):
    """One measure, to the competent authority of the same State."""

    kind: ClassVar[LetterKind] = LetterKind.ASSIGNMENT
    format: Literal["mla-portal/assignment/1.0"] = "mla-portal/assignment/1.0"
    measure_number: Number = Field(ge=1)
    measure: Term
    details: tuple[Detail, ...] = ()
    instructions: Passage | None = None
    due: date | None = None
    confidentiality: Passage | None = None
    protection: Passage | None = None


class MeasureResult(Content):
    number: Number = Field(ge=1)
    measure: Term
    outcome: Term
    executed_on: date | None = None
    note: Passage | None = None
    values: tuple[Detail, ...] = ()


class ResultItem(Content):
    """An enclosure, which measure it comes from, and what binds its use."""

    sha256: Sha256
    number: Number | None = Field(None, ge=1)
    conditions: tuple[Condition, ...] = ()


class ResultsLetter(StepLetter):
    kind: ClassVar[LetterKind] = LetterKind.RESULTS
    format: Literal["mla-portal/results/1.0"] = "mla-portal/results/1.0"
    measures: tuple[MeasureResult, ...]
    items: tuple[ResultItem, ...] = ()
    is_complete: bool = Field(True, description="False: more will follow.")


class ChaserLetter(StepLetter):
    """`what` was due on `due`; `sent_on` is the day of the letter it answers to; `which` counts from 1."""

    kind: ClassVar[LetterKind] = LetterKind.CHASER
    format: Literal["mla-portal/chaser/1.0"] = "mla-portal/chaser/1.0"
    what: Term
    due: date | None = None
    sent_on: date | None = None
    which: int = Field(1, ge=1)


class WithdrawalLetter(StepLetter):
    kind: ClassVar[LetterKind] = LetterKind.WITHDRAWAL
    format: Literal["mla-portal/withdrawal/1.0"] = "mla-portal/withdrawal/1.0"
    reason: Passage | None = None


class Evaluation(Content):
    timeliness: Term | None = None
    usefulness: Term | None = None
    remarks: Passage | None = None


class ClosingLetter(StepLetter):
    kind: ClassVar[LetterKind] = LetterKind.CLOSING
    format: Literal["mla-portal/closing/1.0"] = "mla-portal/closing/1.0"
    evaluation: Evaluation | None = None


class Failing(Content):
    """A rule that the request does not meet, how sure the rule is, and what would meet it."""

    code: Line
    requirement: Line = ""
    citation: Line = ""
    confidence: Term | None = None
    fix: Text


class ReturnLetter(StepLetter):
    """The request goes back unexecuted; mended, it may come again."""

    kind: ClassVar[LetterKind] = LetterKind.RETURN
    format: Literal["mla-portal/return/1.0"] = "mla-portal/return/1.0"
    failings: tuple[Failing, ...]


class ForwardingLetter(StepLetter):
    """Tells the requesting authority that its request went on to the authority competent for it."""

    kind: ClassVar[LetterKind] = LetterKind.FORWARDING
    format: Literal["mla-portal/forwarding/1.0"] = "mla-portal/forwarding/1.0"
    to: Authority


class ProgressLetter(StepLetter):
    kind: ClassVar[LetterKind] = LetterKind.PROGRESS
    format: Literal["mla-portal/progress/1.0"] = "mla-portal/progress/1.0"
    status: Term
    expected_by: date | None = None


class CertifiedItem(Content):
    title: Line
    filename: Line = ""
    sha256: Sha256 | Literal[""] = ""
    note: Line = ""


class CertificateLetter(StepLetter):
    """That material was returned or destroyed, as a condition demanded."""

    kind: ClassVar[LetterKind] = LetterKind.CERTIFICATE
    format: Literal["mla-portal/certificate/1.0"] = "mla-portal/certificate/1.0"
    act: Literal["return", "destruction"]
    items: tuple[CertifiedItem, ...]
    done_on: date
    done_by: Line = ""
    witness: Line = ""
