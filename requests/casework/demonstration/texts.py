"""What the demonstration's files say. Persons, places, numbers and events are invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Values = Mapping[str, Any]

PROCEEDINGS: Values = {
    "competent_authority": "State Prosecutor’s Office of Slovenia (sample)",
    "conducting_authority": "District Court of Sample City, Investigating Department",
    "conducting_functions": "Judicial investigation of crimes under international law",
    "domestic_reference": "Kpr 112/2026 (sample)",
    "proceedings_stage": "investigation",
    "subject_matter": (
        "Judicial investigation against Marko Izmišljen on suspicion of war crimes against the civilian"
        " population, alleged to have been committed in the municipality of Vzorčna Vas in May 1992."
    ),
}

FACTS: Values = {
    "facts": (
        "Between 11 and 29 May 1992 an armed unit took control of the municipality of Vzorčna Vas"
        " and detained"
        " some sixty civilians, among them children and elderly persons, in the hall of the former"
        " brick works."
        " Several of them were beaten; four did not survive.\n\n"
        "According to the investigation, the suspect commanded the guard of the brick works from 14 May 1992"
        " on. Two former detainees recognised him in a photograph. One of them, Ђорђе Примеровић,"
        " now lives in"
        " Latvia. He was brought to the brick works on 15 May 1992 and released on 28 May 1992.\n\n"
        "The statements at hand do not yet say who gave the order of 21 May 1992, on which the"
        " four persons were"
        " led away. The witness is the only known person who was near the guardroom on that evening."
    ),
    "purpose": (
        "The statement and the records are needed to establish who commanded the guard on 21 May"
        " 1992. They will"
        " be used in the above proceedings only."
    ),
}

LAW: Values = {
    "legal_provisions": (
        "Criminal Code (sample text), article 102, War crimes: Whoever, in violation of"
        " international law applicable"
        " in armed conflict, orders or commits the unlawful confinement, torture or killing of"
        " civilians shall"
        " be punished by imprisonment of not less than fifteen years.\n\n"
        "Article 95: Crimes under article 102 are not subject to a statute of limitations."
    )
}

WITNESS: Values = {
    "role": "witness",
    "given_names": "Đorđe",
    "family_name": "Primerović",
    "aliases": "Ђорђе Примеровић\nDjordje Primerovic",
    "born_on": date(1961, 3, 7),
    "birth_place": "Vzorčna Vas",
    "identity_documents": "Passport X0000000 (sample), issued by Latvia",
    "location": "Parauga iela 1, Rīga, Latvia (invented address)",
    "protection_note": "Asks that his address not be passed to the defence.",
}

SUSPECT: Values = {
    "role": "suspect",
    "given_names": "Marko",
    "family_name": "Izmišljen",
    "born_on": date(1958, 11, 20),
    "birth_place": "Sample City",
    "location": "In pre-trial detention in Sample City, Slovenia",
}

OFFENCE: Values = {
    "crime": "war_crimes",
    "provision": "Article 102 of the Criminal Code (sample)",
    "penalty": "Imprisonment of fifteen to thirty years",
    "committed_from": date(1992, 5, 11),
    "committed_to": date(1992, 5, 29),
    "place": "Vzorčna Vas, former brick works",
    "description": "Unlawful confinement, ill-treatment and killing of civilians in an armed conflict.",
}

HEARING: Values = {
    "type": "videoconference_hearing",
    "description": "Hearing of the witness by video link before the investigating judge.",
    "details": {
        "persons_to_hear": "Đorđe Primerović",
        "reason": "The witness is in medical treatment and is not able to travel for the time being.",
        "hearing_authority": "District Court of Sample City, investigating judge",
        "hearing_at": "2027-03-16T09:30",
        "questions": (
            "1. From when to when were you held in the brick works?\n"
            "2. Who commanded the guard in the evening of 21 May 1992?\n"
            "3. What did you see and hear near the guardroom on that evening?\n"
            "4. Do you recognise anybody in the enclosed photographs?"
        ),
        "technical": "H.323 or SIP, test call a week before.",
        "interpreter": True,
    },
}

RECORDS: Values = {
    "type": "provide_records",
    "description": "Copies of the file on the witness’s asylum procedure, as far as it concerns May 1992.",
    "details": {
        "records": "Minutes of the interviews and the medical certificate of 1993.",
        "holder": "The immigration authority",
        "certification": True,
    },
}

HANDLING: Values = {
    "urgency": "urgent",
    "urgency_reason": "The suspect is in detention; the term ends on 30 April 2027.",
    "time_limit": date(2027, 4, 15),
    "time_limit_reason": "The indictment must be filed before the detention ends.",
    "confidentiality_wish": True,
    "confidentiality_reason": "The witness fears retaliation if the request becomes known beforehand.",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose file it is, and by which two people's e-mail addresses."""

    holder: str
    drafter: str
    approver: str


@dataclass(frozen=True, slots=True)
class File:
    """One file: its sections, its parts, and how far the demonstration takes it."""

    title: str
    desk: Desk
    counterpart: str
    goes_to: str
    language: str = "en"
    sections: Mapping[str, Values] = field(default_factory=dict)
    parts: tuple[tuple[str, Values], ...] = ()
    enclosures: tuple[tuple[str, str], ...] = ()
    assurance: str = ""


COMPLETE: Mapping[str, Values] = {
    "proceedings": PROCEEDINGS,
    "facts": FACTS,
    "offences": LAW,
    "handling": HANDLING,
}
ALL_PARTS = (
    ("persons", WITNESS),
    ("persons", SUSPECT),
    ("offences", OFFENCE),
    ("measures", HEARING),
    ("measures", RECORDS),
)
TRANSLATION = (("Translation into Latvian (sample)", "translation.txt"),)
_SI = Desk("SI-MOJ", "ana.vzorec@example.org", "boris.primer@example.org")
_LV = Desk("LV-SAMPLE", "ilze.parauga@example.org", "juris.paraugs@example.org")

MAIN = File(
    "Brick works of Vzorčna Vas: hearing of a witness",
    _SI,
    counterpart="LV-SAMPLE",
    goes_to="sent",
    sections=COMPLETE,
    parts=ALL_PARTS,
    enclosures=(*TRANSLATION, ("Photographs to be shown to the witness", "photographs.txt")),
)

OTHERS = (
    File(
        "Bank records of the supplier of the unit",
        _SI,
        counterpart="NL-SAMPLE",
        goes_to="draft",
        sections={"proceedings": PROCEEDINGS},
        parts=(("persons", SUSPECT), ("measures", RECORDS)),
    ),
    File(
        "Records of the immigration authority",
        _SI,
        counterpart="LV-SAMPLE",
        goes_to="review",
        sections={"proceedings": PROCEEDINGS, "facts": FACTS, "offences": LAW},
        parts=(*ALL_PARTS[:3], ("measures", RECORDS)),
    ),
    File(
        "Second hearing by video link",
        _SI,
        counterpart="NL-SAMPLE",
        goes_to="approved",
        sections=COMPLETE,
        parts=ALL_PARTS[:4],
    ),
    File(
        "Papers of a shipping company",
        _SI,
        counterpart="NL-SAMPLE",
        goes_to="sent",
        sections=COMPLETE,
        parts=(*ALL_PARTS[:3], ("measures", RECORDS)),
        enclosures=(("Photograph of the ship", "ship.txt"),),
    ),
    File(
        "Statement of a former guard",
        _SI,
        counterpart="LV-SAMPLE",
        goes_to="information_asked",
        sections=COMPLETE,
        parts=ALL_PARTS[:4],
        enclosures=TRANSLATION,
    ),
    File(
        "Hearing of a displaced witness",
        _LV,
        counterpart="SI-MOJ",
        goes_to="sent",
        language="fr",
        sections=COMPLETE,
        parts=ALL_PARTS[:4],
        enclosures=(("Prevod – traduction en slovène (sample)", "prevod.txt"),),
        assurance="La peine de mort ne sera ni requise, ni prononcée, ni exécutée.",
    ),
)
