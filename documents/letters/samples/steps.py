"""One sample of each letter after the request: Latvia's answers to Slovenia, and what Slovenia sends then."""

from datetime import date
from typing import Any
from uuid import UUID

from documents.choices import LetterKind
from documents.letters import content as c
from documents.letters.samples.request import STATES
from documents.letters.samples.terms import in_language

_REQUESTING = (
    LetterKind.SUPPLEMENT,
    LetterKind.CONSULTATION_REPLY,
    LetterKind.WITHDRAWAL,
    LetterKind.CLOSING,
    LetterKind.CERTIFICATE,
)
"""What the requesting State sends; the rest comes from the requested one."""

HEARING = c.Term(code="take_evidence_statements", label="Taking evidence or statements from persons")
SEARCH = c.Term(code="search_seizure", label="Search and seizure")
SHA256 = "0f" * 32
_SUBJECT = "Investigation of crimes against humanity in the village of Vzorec in May 2024"
_ANA = c.Signatory(name="Ana Vzorčna", function="Head of the Department for Mutual Legal Assistance")
_LIGA = c.Signatory(name="Līga Paraudziņa", function="Head of Division")


def _passage(text: str) -> c.Passage:
    return c.Passage(text=text, language="en")


USE = c.Condition(
    type=c.Term(code="use_limitation", label="Use limitation"),
    text=_passage("The statements are used only in the proceedings named in the request."),
)
RETURN = c.Condition(
    type=c.Term(code="return_by", label="Return"),
    text=_passage("The original list goes back to the court."),
    due=date(2027, 9, 30),
)


def step_letter(kind: LetterKind, language: str = "en", **changes: Any) -> c.StepLetter:
    """A complete letter of the kind; `changes` replace fields."""
    fields = {**_head(kind, language), **_OWN[kind], **changes}
    letter = in_language(c.CONTENT[kind](**fields), language)
    assert isinstance(letter, c.StepLetter)  # noqa: S101 - every kind but the request
    return letter


def _head(kind: LetterKind, language: str) -> dict[str, Any]:
    slovenia, latvia = STATES[language]
    requesting = c.Authority(
        state=c.Term(code="SI", label=slovenia),
        name="Ministry of Justice (sample)",
        name_in_own_language="Ministrstvo za pravosodje (vzorec)",
        address="Vzorčna ulica 1\n1000 Ljubljana",
        email="mla@example.org",
        telephone="+386 1 000 00 00",
        is_sample=True,
    )
    requested = c.Authority(
        state=c.Term(code="LV", label=latvia),
        name="Ministry of Justice of Latvia (sample)",
        name_in_own_language="Tieslietu ministrija (paraugs)",
        address="Parauga bulvāris 1\nRīga, LV-1000",
        email="tm@example.org",
        is_sample=True,
    )
    from_requesting = kind in _REQUESTING
    sender, addressee = (requesting, requested) if from_requesting else (requested, requesting)
    references = ("SI-MOJ/2026/OUT/00042", "LV-MOJ/2026/IN/00118")
    own, theirs = references if from_requesting else references[::-1]
    if kind == LetterKind.ASSIGNMENT:
        addressee = c.Authority(
            state=c.Term(code="LV", label=latvia),
            name="Prosecutor’s Office of Riga (sample)",
            address="Parauga iela 7\nRīga, LV-1001",
            is_sample=True,
        )
        theirs = ""
    return {
        "language": language,
        "number": f"{own[:6]}/2026/L-00023",
        "date": date(2026, 12, 14),
        "reference": own,
        "counterpart_reference": theirs,
        "sender": sender,
        "addressee": addressee,
        "in_reply_to": {"kind": "request", "number": "SI-MOJ/2026/L-00017", "date": date(2026, 11, 22)},
        "concerning": _SUBJECT if theirs else "",
        "signatory": _ANA if from_requesting else _LIGA,
    }


_ENCLOSURES = (
    c.Enclosure(title="Record of the hearing", filename="record.pdf", sha256=SHA256, size=182_400),
    c.Enclosure(title="List of detainees", filename="list.pdf", sha256="1e" * 32, size=2_413_000),
)
_REFUSED = c.MeasureDecision(
    number=2,
    measure=SEARCH,
    decision=c.Term(code="refused", label="Refused"),
    ground=c.Term(code="domestic_law", label="Domestic law does not permit the measure"),
    reasons=_passage(
        "A search of this flat needs an order of the court of the place, which was not granted."
    ),
)
_OWN: dict[LetterKind, dict[str, Any]] = {
    LetterKind.RECEIPT: {
        "received_on": date(2026, 11, 24),
        "channel": c.Term(code="post", label="Post"),
    },
    LetterKind.ACKNOWLEDGEMENT: {
        "file_number": "LV-MOJ/2026/IN/00118",
        "contact_officer": "Jānis Paraugs, +371 6000 0000",
        "expected_decision_by": date(2027, 1, 20),
    },
    LetterKind.QUESTIONS: {
        "questions": (
            c.Question(
                id=UUID(int=1),
                number=1,
                text=_passage("At which address was witness A last known to live?"),
                due=date(2027, 1, 10),
                measure=1,
            ),
            c.Question(number=2, text=_passage("Which court ordered the search, and when?"), measure=2),
        )
    },
    LetterKind.SUPPLEMENT: {
        "answers": (
            c.Answer(
                question_id=UUID(int=1),
                number=1,
                question=_passage("At which address was witness A last known to live?"),
                text=_passage("Parauga iela 12, Riga, since March 2025."),
            ),
        ),
        "days": (
            c.ChangedDay(
                what=c.Term(code="custody_until", label="Custody until"),
                day=date(2027, 3, 1),
                raw="2027-03-01",
                before=date(2027, 2, 1),
            ),
        ),
        "text": _passage("The court’s order is enclosed.\n\nThe hearing should not take place on 6 January."),
        "enclosures": _ENCLOSURES[:1],
    },
    LetterKind.CONSULTATION: {
        "considered": (
            c.Consideration(
                number=1,
                measure=HEARING,
                what="condition",
                reasons=_passage("The statements may be used only in the proceedings named in the request."),
            ),
            c.Consideration(
                number=2,
                measure=SEARCH,
                what="refuse",
                ground=_REFUSED.ground,
                reasons=_passage("The law of this State asks for an order of a court."),
            ),
        ),
        "reply_by": date(2027, 1, 31),
        "conditions": (USE,),
    },
    LetterKind.CONSULTATION_REPLY: {
        "text": _passage("We accept the limitation of use. The order of the court follows by 15 January."),
        "conditions": (USE,),
    },
    LetterKind.DECISION: {
        "decisions": (
            c.MeasureDecision(
                number=1,
                measure=HEARING,
                decision=c.Term(code="granted_with_conditions", label="Granted with conditions"),
                conditions=(USE, RETURN),
            ),
            _REFUSED,
        ),
        "consulted_on": date(2026, 12, 1),
    },
    LetterKind.REFUSAL: {
        "decisions": (_REFUSED,),
        "waiver": _passage("The requesting authority asked for a decision without delay."),
    },
    LetterKind.POSTPONEMENT: {
        "decisions": (
            c.MeasureDecision(
                number=1,
                measure=HEARING,
                decision=c.Term(code="postponed", label="Postponed"),
                ground=c.Term(code="ongoing_proceedings", label="Execution would interfere with proceedings"),
                reasons=_passage("The witness is to be heard first in proceedings pending here."),
                postponed_until=date(2027, 4, 1),
            ),
        ),
        "consulted_on": date(2026, 12, 1),
    },
    LetterKind.ASSIGNMENT: {
        "measure_number": 1,
        "measure": HEARING,
        "details": (
            c.Detail(
                code="questions",
                label="Questions",
                value="1. What did you see on 3 May 2024?\n2. Who kept the list?",
                raw="1. What did you see on 3 May 2024?\n2. Who kept the list?",
            ),
        ),
        "instructions": _passage("The witness is to be told of her rights by the annexed form first."),
        "due": date(2027, 1, 20),
        "confidentiality": _passage("The suspects do not know of the investigation."),
        "protection": _passage("The name of the witness does not appear in the record."),
        "in_reply_to": None,
    },
    LetterKind.RESULTS: {
        "measures": (
            c.MeasureResult(
                number=1,
                measure=HEARING,
                outcome=c.Term(code="executed", label="Executed"),
                executed_on=date(2027, 1, 15),
                note=_passage("In the presence of the prosecutor."),
                values=(c.Detail(code="persons_heard", label="Persons heard", value="1", raw=1),),
            ),
            c.MeasureResult(
                number=2, measure=SEARCH, outcome=c.Term(code="in_progress", label="Still to be executed")
            ),
        ),
        "items": (c.ResultItem(sha256=SHA256, number=1, conditions=(USE, RETURN)),),
        "enclosures": _ENCLOSURES,
        "is_complete": False,
    },
    LetterKind.CHASER: {
        "what": c.Term(code="answers", label="Answers to our questions"),
        "due": date(2027, 1, 10),
        "sent_on": date(2026, 12, 14),
        "which": 2,
    },
    LetterKind.WITHDRAWAL: {"reason": _passage("The witness has been heard in the requesting State.")},
    LetterKind.CLOSING: {
        "evaluation": c.Evaluation(
            timeliness=c.Term(code="in_time", label="In time"),
            usefulness=c.Term(code="useful", label="Useful to the proceedings"),
            remarks=_passage("The record of the hearing was complete."),
        )
    },
    LetterKind.RETURN: {
        "failings": (
            c.Failing(
                code="translation",
                requirement="Translation into an accepted language",
                citation="Article 22",
                confidence=c.Term(code="verified", label="Verified in a source"),
                fix="Send the request in Latvian or English.",
            ),
            c.Failing(
                code="summary_of_facts",
                requirement="Summary of the facts",
                citation="No article known",
                confidence=c.Term(
                    code="model-clause", label="Model clause of parent treaties, not this treaty's text"
                ),
                fix="Say when and where the acts were committed.",
            ),
        )
    },
    LetterKind.FORWARDING: {
        "to": c.Authority(
            state=c.Term(code="LV", label="Latvia"),
            name="Prosecutor General’s Office of Latvia (sample)",
            address="Parauga laukums 3\nRīga, LV-1010",
            email="pg@example.org",
            is_sample=True,
        )
    },
    LetterKind.PROGRESS: {
        "status": c.Term(code="in_execution", label="In execution"),
        "expected_by": date(2027, 2, 15),
    },
    LetterKind.CERTIFICATE: {
        "act": "return",
        "items": (
            c.CertifiedItem(
                title="List of detainees", filename="list.pdf", sha256="1e" * 32, note="Original"
            ),
        ),
        "done_on": date(2027, 9, 28),
        "done_by": "A. Vzorec, registrar",
        "witness": "B. Primer, clerk",
    },
}
