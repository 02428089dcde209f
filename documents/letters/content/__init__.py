"""What a letter says, as frozen data: the contract between the case file and the letter.

The same data is attached to the PDF as JSON, so that another portal reads the letter without retyping. The
JSON Schemas are in `documents/schemas/`; a test compares them. Labels come in the letter's language, each
beside the code that a machine reads. Free text is literal: no markup means anything in it.
"""

from documents.choices import LetterKind
from documents.letters.content.base import (
    Authority,
    Detail,
    Enclosure,
    Language,
    Passage,
    SecondText,
    Signatory,
    Term,
)
from documents.letters.content.request import (
    LegalBasis,
    Measure,
    Offence,
    Override,
    Person,
    Proceedings,
    RequestLetter,
    TimeLimit,
)
from documents.letters.content.second import in_second_language, in_two_languages
from documents.letters.content.steps import (
    AcknowledgementLetter,
    Answer,
    AssignmentLetter,
    CertificateLetter,
    CertifiedItem,
    ChaserLetter,
    ClosingLetter,
    Condition,
    Consideration,
    ConsultationLetter,
    ConsultationReplyLetter,
    DecisionLetter,
    Evaluation,
    Failing,
    ForwardingLetter,
    MeasureDecision,
    MeasureResult,
    PostponementLetter,
    ProgressLetter,
    Question,
    QuestionsLetter,
    ReceiptLetter,
    Reference,
    RefusalLetter,
    ResultItem,
    ResultsLetter,
    ReturnLetter,
    StepLetter,
    SupplementLetter,
    WithdrawalLetter,
)

LetterContent = RequestLetter | StepLetter
"""Every kind of letter's content."""

CONTENT: dict[LetterKind, type[RequestLetter] | type[StepLetter]] = {
    letter.kind: letter
    for letter in (
        RequestLetter,
        ReceiptLetter,
        AcknowledgementLetter,
        QuestionsLetter,
        SupplementLetter,
        ConsultationLetter,
        ConsultationReplyLetter,
        DecisionLetter,
        RefusalLetter,
        PostponementLetter,
        AssignmentLetter,
        ResultsLetter,
        ChaserLetter,
        WithdrawalLetter,
        ClosingLetter,
        ReturnLetter,
        ForwardingLetter,
        ProgressLetter,
        CertificateLetter,
    )
}
"""Which content each kind of letter has."""

__all__ = [
    "CONTENT",
    "AcknowledgementLetter",
    "Answer",
    "AssignmentLetter",
    "Authority",
    "CertificateLetter",
    "CertifiedItem",
    "ChaserLetter",
    "ClosingLetter",
    "Condition",
    "Consideration",
    "ConsultationLetter",
    "ConsultationReplyLetter",
    "DecisionLetter",
    "Detail",
    "Enclosure",
    "Evaluation",
    "Failing",
    "ForwardingLetter",
    "Language",
    "LegalBasis",
    "LetterContent",
    "Measure",
    "MeasureDecision",
    "MeasureResult",
    "Offence",
    "Override",
    "Passage",
    "Person",
    "PostponementLetter",
    "Proceedings",
    "ProgressLetter",
    "Question",
    "QuestionsLetter",
    "ReceiptLetter",
    "Reference",
    "RefusalLetter",
    "RequestLetter",
    "ResultItem",
    "ResultsLetter",
    "ReturnLetter",
    "SecondText",
    "Signatory",
    "StepLetter",
    "SupplementLetter",
    "Term",
    "TimeLimit",
    "WithdrawalLetter",
    "in_second_language",
    "in_two_languages",
]
