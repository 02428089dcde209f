"""Carries the demonstration's main request over to the other desk of the portal, and its answers back."""

import time
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework.choices import CommunicationType, DecisionType, LetterState, MeasureOutcome
from casework.clock import today
from casework.demonstration.story import SEALED_WITHIN, person
from casework.demonstration.texts import File
from casework.models import AssistanceRequest, Communication
from casework.services import correspondence
from casework.services.communications import Particulars
from casework.services.contents import Decided
from casework.services.execution import Instructions, assign_measure
from casework.services.results import Said, perform_assignment
from casework.services.transition import perform
from exchange.models import Arrival, Delivery
from exchange.services.placing import join_by_letter, open_file
from mla_portal.accounts.actors import Actor
from states.choices import LetterChannel
from states.models import Authority

COURT, POLICE = "zane.tiesa@example.org", "janis.kartiba@example.org"


def tell_both_desks(request: AssistanceRequest, file: File, other: File) -> None:
    """The requested authority takes the request in, answers it, and gives its measures to two authorities.

    One of them returns results, which wait for review. Raises RuntimeError where a letter does not arrive.
    """
    ours = person(file.desk.drafter)
    officer, head = person(other.desk.drafter), person(other.desk.approver)
    sent = request.communications.get(type=CommunicationType.REQUEST)
    theirs = open_file(officer, _arrival(sent).pk)
    for act in ("acknowledge", "grant"):
        if act == "grant":
            perform(officer, theirs.pk, "pass_formal_check")
            measures = theirs.measures.all()
            granted = tuple(Decided(DecisionType.GRANTED, measure.pk) for measure in measures)
            perform(officer, theirs.pk, "propose_decision", Particulars(decisions=granted))
        answer = _send(officer, head, theirs, act)
        join_by_letter(ours, _arrival(answer).pk, request.pk)
    _give(officer, theirs)


def _send(officer: Actor, head: Actor, case: AssistanceRequest, act: str) -> Communication:
    """Prepares the letter of an act, has it sealed, and sends it over the portal."""
    kinds = {"acknowledge": CommunicationType.ACKNOWLEDGEMENT, "grant": CommunicationType.DECISION}
    texts = {
        "acknowledge": "Your request was registered with us and is being examined.",
        "grant": "The hearing and the records are granted.",
    }
    letter = correspondence.prepare(
        officer, case.pk, kinds[act], Particulars(text=texts[act]), transition=act
    )
    correspondence.order(_fresh(head), letter.pk)
    _until(lambda: _again(letter).state is LetterState.SEALED, f"The letter of {act} is not sealed.")
    given = Particulars(communication=letter.pk, channel=LetterChannel.PORTAL, passed_on=today(case.holder))
    perform(head, case.pk, act, given)
    return _again(letter)


def _give(officer: Actor, case: AssistanceRequest) -> None:
    """The hearing goes to the court, the records to the police, which returns them."""
    hearing, records = case.measures.all()
    court, police = (Authority.objects.get(code=code) for code in ("LV-COURT", "LV-POLICE"))
    instructions = Instructions(
        text="Please agree the day with the requesting court.",
        facts=case.facts.split("\n\n")[0],
        protection_note="The witness asks that his address not be passed on.",
    )
    assign_measure(officer, case.pk, hearing.pk, court, instructions)
    given = assign_measure(
        officer, case.pk, records.pk, police, Instructions(text="Please send certified copies.")
    )
    policeman = person(POLICE)
    perform_assignment(policeman, given.pk, "accept", Said())
    copies = SimpleUploadedFile("records.txt", b"Sample records of the demonstration, described in words.\n")
    found = Said(
        "The records were copied and certified.",
        MeasureOutcome.EXECUTED,
        today(case.holder),
        {
            "records": "Minutes of two interviews and a medical certificate of 1993.",
            "holder": "Immigration office",
        },
    )
    perform_assignment(policeman, given.pk, "return_results", found, files=[copies])


def _arrival(sent: Communication) -> Arrival:
    """What the other desk has of a communication, once a worker delivered it."""
    delivery = Delivery.objects.get(communication=sent)
    arrivals = Arrival.objects.filter(delivery_id=delivery.pk)
    _until(arrivals.exists, f"The delivery {delivery.pk} did not arrive.")
    return arrivals.get()


def _again(communication: Communication) -> Communication:
    return Communication.objects.select_related("letter").get(pk=communication.pk)


def _fresh(actor: Actor) -> Actor:
    return Actor(actor.user, actor.channel, second_factor_at=timezone.now())


def _until(holds: Callable[[], bool], otherwise: str) -> None:
    """Waits, as an officer would before the screen, until a worker has done its part."""
    end = time.monotonic() + SEALED_WITHIN.total_seconds()
    while not holds():
        if time.monotonic() > end:
            raise RuntimeError(otherwise)
        time.sleep(0.2)
