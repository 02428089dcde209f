"""Matching an arrival to the files it may belong to, beside the SQL that it stands on."""

from bench.files import HOLDER
from bench.speed.measure import Pair, compare
from bench.speed.pages import SELDOM
from bench.speed.seed import Cast
from bench.speed.statements import Bare, Statement, caught, explain, of_case_work
from casework.models import AssistanceRequest, Person
from documents.choices import LetterKind
from documents.letters.samples import request_letter
from exchange.models import Arrival
from exchange.selectors import candidates
from states.models import Authority


def measure(cast: Cast, url: str) -> tuple[Pair, str]:
    """A sealed request of three persons, of whom two are in the register and one reference is known; and how
    long PostgreSQL took."""
    arrival = _arrival(cast)
    with caught() as statements:
        found = candidates(cast.officer, arrival)
    if not found:
        raise RuntimeError("The arrival matches nothing.")
    sent = of_case_work(statements)
    bare = Bare(url)
    for statement in statements:
        if "set_config" in statement.sql:  # of one transaction there, of the connection here
            bare.fetch(Statement(statement.sql.replace("true)", "false)"), statement.parameters))

    def work() -> object:
        return [bare.fetch(statement) for statement in sent]

    pair = compare(
        "intake: matching an arrival", lambda: candidates(cast.officer, arrival), work, runs=SELDOM
    )
    plans = explain(sent, large={"requests_assistancerequest", "requests_personname", "documents_letter"})
    whole = sorted({table for plan in plans for table in plan.read_whole}) or ["none"]
    took = sum(plan.milliseconds for plan in plans)
    return pair, f"{len(sent)} statements, {took:.1f} ms in PostgreSQL, read whole: {', '.join(whole)}"


def _arrival(cast: Cast) -> Arrival:
    files = AssistanceRequest.objects.visible_to(cast.officer).exclude(counterpart_reference="")
    file = files.order_by("-id")[1000]
    people = Person.objects.filter(request__in=files).order_by("-id")
    sample = request_letter()
    named = [
        person.model_copy(update={"name": str(people[place * 1000]), "aliases": ()})
        for place, person in enumerate(sample.persons[:2])
    ]
    letter = sample.model_copy(
        update={"reference": file.counterpart_reference, "persons": (*named, *sample.persons[2:])}
    )
    return Arrival(
        holder=Authority.objects.get(code=HOLDER),
        foreign_reference=letter.reference,
        letter_kind=LetterKind.REQUEST,
        data=letter.frozen(),
    )
