"""Requests with one flaw each, in memory: what the rules of treaties and country sheets are measured with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from casework.choices import ConditionType
from casework.demonstration.texts import FACTS, HEARING, LAW, OFFENCE, PROCEEDINGS, WITNESS
from casework.models import AssistanceRequest, CaseDocument, Condition, Measure, Offence, Person
from documents.models import Document
from states.choices import LetterChannel
from states.models import Authority, CountryRule, State, Treaty

IN_TIME = timedelta(days=120)
ORDER = "Court order for the search"
TRANSLATION = (
    "Translation into the language of the requested State (prevod, tulkojums, vertaling, Übersetzung)"
)
SEARCH = {
    "location": "Parauga iela 2, Rīga, second floor (invented address)",
    "items": "The membership lists and the diaries of the unit, on paper or on any carrier.",
    "link": (
        "The former secretary of the unit lives there; in a telephone call of 3 May 2026 he told a witness"
        " that he keeps the lists and diaries in the cellar."
    ),
}
STATEMENT = {
    "persons_to_hear": "Đorđe Primerović, as a witness.",
    "questions": "Where were you between 11 and 29 May 1992? Who gave the orders in the brick works?",
    "form_of_hearing": "sworn",
    "rights_and_caution": "That of a witness.",
    "protection_needs": "His address is not passed to the defence.",
}


@dataclass(slots=True)
class Draft:
    """A request without a flaw, by its parts, for a flaw to spoil."""

    request: AssistanceRequest
    persons: list[Person]
    offences: list[Offence]
    measures: list[Measure]
    enclosures: list[str] = field(default_factory=lambda: [ORDER, TRANSLATION])
    assurances: list[str] = field(
        default_factory=lambda: ["The death penalty is neither sought nor imposed."]
    )
    channel: str = LetterChannel.SEALED_LETTER

    def measure(self, kind: str) -> Measure:
        return next(measure for measure in self.measures if measure.type == kind)

    def stored_in_memory(self) -> AssistanceRequest:
        """The request with its parts where a check looks for those that were read already."""
        documents = [
            CaseDocument(request=self.request, document=Document(title=title), is_enclosure=True)
            for title in self.enclosures
        ]
        conditions = [
            Condition(request=self.request, type=ConditionType.ASSURANCE, text=text)
            for text in self.assurances
        ]
        self.request._prefetched_objects_cache = {  # type: ignore[attr-defined]
            "persons": self.persons,
            "offences": self.offences,
            "measures": self.measures,
            "documents": documents,
            "conditions": conditions,
        }
        return self.request


def flawless(state: State, authority: Authority, rules: Sequence[CountryRule]) -> Draft:
    """A request to an authority of the State that lacks nothing the treaty requires."""
    state._prefetched_objects_cache = {"country_rules": list(rules)}  # type: ignore[attr-defined]
    holder = Authority(state=State(code="XX", name_en="Requesting State"), code="XX-MOJ", time_zone="UTC")
    request = AssistanceRequest(
        holder=holder,
        counterpart_state=state,
        counterpart=authority,
        treaty=Treaty(code="ljubljana-the-hague"),
        urgency="urgent",
        urgency_reason="The suspect is in detention; the term ends soon.",
        time_limit=timezone.localdate() + IN_TIME,
        time_limit_reason="The indictment must be filed before the detention ends.",
        procedure_wanted="None.",
        **PROCEEDINGS, **FACTS, **LAW,
    )  # fmt: skip
    hearing: dict[str, Any] = dict(HEARING["details"])
    return Draft(
        request,
        persons=[Person(request=request, is_protected=True, nationality_id="LV", **WITNESS)],
        offences=[Offence(request=request, **OFFENCE)],
        measures=[
            Measure(
                request=request, type="take_evidence_statements", description="Hear him.", details=STATEMENT
            ),
            Measure(request=request, type="search_seizure", description="Search the flat.", details=SEARCH),
            Measure(request=request, type="videoconference_hearing", description="Later.", details=hearing),
        ],
    )


def _set(**values: Any) -> Callable[[Draft], None]:
    def spoil(draft: Draft) -> None:
        for name, value in values.items():
            setattr(draft.request, name, value)

    return spoil


def _detail(kind: str, name: str, value: str) -> Callable[[Draft], None]:
    def spoil(draft: Draft) -> None:
        measure = draft.measure(kind)
        measure.details = {**measure.details, name: value}

    return spoil


def _without_birth_date(draft: Draft) -> None:
    draft.persons[0].born_on = None


def _without_provision(draft: Draft) -> None:
    draft.offences[0].provision = ""


def _without_protection(draft: Draft) -> None:
    draft.persons[0].protection_note = ""


def _enclosing(*titles: str) -> Callable[[Draft], None]:
    def spoil(draft: Draft) -> None:
        draft.enclosures = list(titles)

    return spoil


def _wrong_language(draft: Draft) -> None:
    draft.request.language = "es"
    draft.enclosures = [ORDER]


def _without_assurance(draft: Draft) -> None:
    draft.assurances = []


def _expired(draft: Draft) -> None:
    draft.request.time_limit = timezone.localdate() - timedelta(days=1)


def _by_pouch(draft: Draft) -> None:
    draft.channel = LetterChannel.POUCH


@dataclass(frozen=True, slots=True)
class Flaw:
    """One defect for which requests come back, in words and as a change of the flawless request."""

    name: str
    spoil: Callable[[Draft], None]


TWELVE = (
    Flaw("The letter is in Spanish, and no translation is enclosed", _wrong_language),
    Flaw("No translation is enclosed with the letter in English", _enclosing(ORDER)),
    Flaw("The offence names no domestic provision", _without_provision),
    Flaw("The order for a search is not enclosed (photographs are)", _enclosing("Photographs", TRANSLATION)),
    Flaw(
        "What links the evidence to the place is only asserted",
        _detail("search_seizure", "link", "It is there."),
    ),
    Flaw(
        "The questions to the witness are missing",
        _detail("take_evidence_statements", "questions", ""),
    ),
    Flaw("The person has no date of birth (the place is given)", _without_birth_date),
    Flaw("The request is urgent and does not say why", _set(urgency_reason="")),
    Flaw("The assurance on the death penalty is missing", _without_assurance),
    Flaw("The time limit has expired", _expired),
    Flaw("What the protected witness needs is not said", _without_protection),
    Flaw("It is sent by a channel that the State does not accept (diplomatic pouch)", _by_pouch),
)
"""For these requests come back, by what officers and central authorities say."""

BEYOND = (
    Flaw("The facts are those of another case", _set(facts="In 1993 a convoy was stopped near Other Town.")),
    Flaw("The enclosed translation is an empty page", _enclosing(ORDER, TRANSLATION)),
)
"""Nothing that reads fields and titles can notice these."""
