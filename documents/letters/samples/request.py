"""A full request in each language, with names in four scripts."""

from datetime import UTC, date, datetime
from typing import Any

from documents.letters import content as c
from documents.letters.samples.terms import in_language

STATES = {
    "en": ("Slovenia", "Latvia"),
    "fr": ("Slovénie", "Lettonie"),
    "es": ("Eslovenia", "Letonia"),
    "ar": ("سلوفينيا", "لاتفيا"),
}
_FACTS = (
    "Between 3 and 17 May 2024 an armed group under the command of the first suspect is alleged to have"
    " detained some sixty civilians in the former school of the village of Vzorec and ill-treated them.\n\n"
    "Two survivors now live in the requested State. According to their statements, taken by the police in"
    " Ljubljana, the second suspect kept a list of the detainees; the list was seen in Riga in 2025."
)

_PROCEEDINGS = c.Proceedings(
    competent_authority="District Court of Ljubljana (sample)",
    conducting_authority="Specialised State Prosecutor's Office (sample)",
    conducting_functions="Directs the investigation and brings the charge.",
    stage=c.Term(code="investigation", label="Investigation"),
    subject_matter="Investigation of crimes against humanity in the village of Vzorec in May 2024",
)

_OFFENCES = (
    c.Offence(
        crime=c.Term(code="crimes_against_humanity", label="Crimes against humanity"),
        provision="Criminal Code (sample), article 101",
        penalty="Imprisonment of at least fifteen years",
        committed_from=date(2024, 5, 3),
        committed_to=date(2024, 5, 17),
        place="Vzorec",
        description="Imprisonment and torture of civilians as part of an attack upon them.",
    ),
)

_MEASURES = (
    c.Measure(
        number=1,
        measure=c.Term(code="take_evidence_statements", label="Hearing of witnesses"),
        description="Hearing of witness A in the presence of the prosecutor.",
        details=(
            c.Detail(label="Questions", value="1. What did you see on 3 May 2024?\n2. Who kept the list?"),
            c.Detail(label="Persons attending", value="The prosecutor and an interpreter"),
        ),
        urgency=c.Term(code="urgent", label="Urgent"),
    ),
    c.Measure(
        number=2,
        measure=c.Term(code="search_seizure", label="Search and seizure"),
        description="Search of the flat of the second suspect for the list of detainees.",
    ),
)

_OVERRIDE = c.Override(
    by="Ana Vzorčna, Head of Department",
    at=datetime(2026, 11, 21, 14, 5, tzinfo=UTC),
    reason="The order of the court follows; the flat is about to be vacated.",
    missing=("The domestic order for measure 2",),
)


def request_letter(language: str = "en", **changes: Any) -> c.RequestLetter:
    """A complete request of sample authorities; `changes` replace fields."""
    requesting, requested = STATES[language]
    fields: dict[str, Any] = {
        "language": language,
        "number": "SI-MOJ/2026/L-00017",
        "date": date(2026, 11, 22),
        "reference": "SI-MOJ/2026/OUT/00042",
        "counterpart_reference": "LV-MOJ 7-1/118",
        "requesting": c.Authority(
            state=c.Term(code="SI", label=requesting),
            name="Ministry of Justice (sample)",
            name_in_own_language="Ministrstvo za pravosodje (vzorec)",
            address="Vzorčna ulica 1\n1000 Ljubljana",
            email="mla@example.org",
            telephone="+386 1 000 00 00",
            is_sample=True,
        ),
        "requested": c.Authority(
            state=c.Term(code="LV", label=requested),
            name="Ministry of Justice of Latvia (sample)",
            address="Parauga bulvāris 1\nRīga, LV-1000",
            is_sample=True,
        ),
        "legal_basis": (
            c.LegalBasis(
                treaty=c.Term(code="ljubljana-hague", label="Ljubljana – The Hague Convention"),
                statement="Applied provisionally by Slovenia; in force for Latvia.",
                confidence=c.Term(code="unverified", label="Not verified"),
                note="The date of entry into force was not seen in the depositary's record.",
            ),
        ),
        "urgency": c.Term(code="urgent", label="Urgent"),
        "confidentiality_wanted": True,
        "confidentiality": "The suspects do not know of the investigation.",
        "proceedings": _PROCEEDINGS,
        "facts": _FACTS,
        "purpose": "To hear the survivors as witnesses and to secure the list of detainees.",
        "procedure": "The witnesses are to be told of their rights by the annexed form first.",
        "legal_provisions": "Criminal Code (sample), article 101: imprisonment of at least fifteen years.",
        "time_limit": c.TimeLimit(
            due=date(2027, 2, 1), reason="The suspects' detention ends on 1 March 2027."
        ),
        "persons": _persons(requesting),
        "offences": _OFFENCES,
        "measures": _MEASURES,
        "conditions": ("The results will be used only in the proceedings named in this letter.",),
        "override": _OVERRIDE,
        "enclosures": (
            c.Enclosure(title="Form of rights", filename="rights.pdf", sha256="0f" * 32, size=48_213),
        ),
        "signatory": c.Signatory(
            name="Ana Vzorčna", function="Head of the Department for Mutual Legal Assistance"
        ),
    }
    return in_language(c.RequestLetter(**fields | changes), language)


def _persons(requesting: str) -> tuple[c.Person, ...]:
    """Two suspects and a protected witness; the first is a national of the requesting State."""
    return (
        c.Person(
            role=c.Term(code="suspect", label="Suspect"),
            name="Ян Примерный",
            aliases=("Jan Primernyj", "Γιάννης Παράδειγμα"),
            birth_date="1971-04",
            birth_place="Vzorec",
            nationalities=(c.Term(code="SI", label=requesting),),
            identity_documents=("Passport PX000001, issued by Vzorec",),
            location="Unknown; last seen in Riga",
        ),
        c.Person(
            role=c.Term(code="suspect", label="Suspect"),
            name="يان المثالي",
            aliases=("Łukasz Przykładowy",),
            birth_date="1980",
            location="Rīga",
            note="Speaks Arabic and Latvian.",
        ),
        c.Person(
            role=c.Term(code="witness", label="Witness"),
            name="Witness A",
            location="Rīga",
            is_protected=True,
        ),
    )
