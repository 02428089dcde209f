"""Every page of the requested desk by the rules of WCAG, and as pictures where SHOTS names a folder."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from casework.choices import AdverseStep, DecisionType, Status
from casework.models import AssistanceRequest
from casework.services.communications import Particulars
from casework.services.contents import AskedQuestion, Considered, Decided
from casework.services.results import Said, perform_assignment
from casework.services.transition import perform
from casework.views.case import TABS
from documents.letters.samples import request_letter
from exchange.models import Arrival
from tests.cast import FullCast
from tests.e2e.conftest import OpenPage
from tests.e2e.test_accessibility import is_wider_than_the_screen, violations
from tests.factories.casework import actor, in_status, incoming, received, sent
from tests.factories.exchange import arrival
from tests.factories.execution import given_to, returned

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> FullCast:
    return FullCast()


def two_measures(cast: FullCast) -> AssistanceRequest:
    """A request with a second measure, acknowledged."""
    measures = [
        {"type": "take_evidence_statements", "description": "Hear the witness."},
        {"type": "search_seizure", "description": "Search the flat in Sample Street."},
    ]
    persons = [
        {"role": "witness", "given_names": "Ana", "family_name": "Vzorec", "location": "Sample City"},
        {"role": "victim", "family_name": "Primer", "is_protected": True, "protection_note": "No address."},
    ]
    offences = [{"crime": "war_crimes", "provision": "Section 74", "place": "Sample Town"}]
    case = incoming(cast, parts={"measures": measures, "offences": offences, "persons": persons})
    perform(actor(cast.drafter), case.pk, "acknowledge", sent())
    return AssistanceRequest.objects.get(pk=case.pk)


def asked(cast: FullCast) -> AssistanceRequest:
    """Two questions, one of them answered: the clocks stand still."""
    case = two_measures(cast)
    due = timezone.localdate() + timedelta(days=20)
    questions = (AskedQuestion("Where does she live?"), AskedQuestion("Which entrance?", due))
    perform(actor(cast.drafter), case.pk, "ask_information", sent(questions=questions))
    return case


def proposed(cast: FullCast) -> AssistanceRequest:
    """One measure granted and one refused by the proposal, after the consultation."""
    case = in_status(two_measures(cast), Status.LEGAL_CHECK)
    first, second = case.measures.all()
    reasons = "It would disclose sources."
    considered = (Considered(AdverseStep.REFUSE, second.pk, "essential_interests", reasons),)
    perform(actor(cast.drafter), case.pk, "consult", sent(considered=considered))
    perform(actor(cast.drafter), case.pk, "consultation_answered", received(text="We do not insist."))
    decisions = (
        Decided(DecisionType.GRANTED, first.pk),
        Decided(DecisionType.REFUSED, second.pk, "essential_interests", reasons),
    )
    perform(actor(cast.drafter), case.pk, "propose_decision", Particulars(decisions=decisions))
    return AssistanceRequest.objects.get(pk=case.pk)


def in_hand(cast: FullCast) -> AssistanceRequest:
    """Decided so; the hearing is with two authorities, of which one returned its results."""
    case = proposed(cast)
    perform(actor(cast.approver), case.pk, "grant", sent())
    case.refresh_from_db()
    given_to(cast, case, confidentiality_note="Tell nobody.", due_on=timezone.localdate())
    second = given_to(cast, case, cast.police)
    perform_assignment(actor(cast.policeman), second.pk, "accept", Said())
    perform_assignment(actor(cast.policeman), second.pk, "return_results", returned())
    return case


def arrivals(cast: FullCast, case: AssistanceRequest) -> tuple[Arrival, Arrival]:
    """A letter on paper about the file, and a sealed request whose data are read."""
    paper = arrival(cast, sender=cast.counterpart, foreign_reference=case.counterpart_reference)
    row = arrival(cast, sender=cast.counterpart, subject="Hearing of a witness by video link")
    letter = request_letter()
    Arrival.objects.filter(pk=row.pk).update(
        verdict="sound", data=letter.frozen(), letter_kind=letter.kind, letter_number=letter.number
    )
    return paper, row


def addresses(cast: FullCast) -> dict[str, str]:
    """Every page of the path, under the name of its picture."""
    waiting, legal, running = asked(cast), in_status(two_measures(cast), Status.LEGAL_CHECK), in_hand(cast)
    formal = two_measures(cast)
    paper, sealed = arrivals(cast, waiting)
    ask, decide, execute, check = (f"/requests/{case.pk}" for case in (waiting, legal, running, formal))
    return {
        "intake": "/intake/",
        "intake-all": "/intake/?show=all",
        "register": "/intake/new",
        "arrival-paper": f"/intake/{paper.pk}/",
        "arrival-sealed": f"/intake/{sealed.pk}/",
        "enter": f"/intake/{paper.pk}/enter/{waiting.pk}",
        "enter-answers": f"/intake/{paper.pk}/enter/{waiting.pk}?type=supplement",
        **{f"tab-{tab}": f"{execute}/{tab}" for tab in TABS},
        "waiting": f"{ask}/",
        "waiting-deadlines": f"{ask}/deadlines",
        "receive-answers": f"{ask}/do/information_received",
        "formal": f"{check}/",
        "ask": f"{check}/letters/new/ask_information",
        "return": f"{check}/letters/new/return_request",
        "forward": f"{check}/letters/new/forward",
        "consult": f"{decide}/letters/new/consult",
        "propose": f"{decide}/do/propose_decision",
        "transmit": f"{execute}/letters/new/transmit_results",
        "transmit-without": f"{execute}/do/transmit_results_in_part",
    }


def shoot(page: Page, name: str) -> None:
    if "SHOTS" in os.environ:
        page.screenshot(path=Path(os.environ["SHOTS"]) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_the_requested_desk_break_no_rule(
    cast: FullCast, open_page: OpenPage, language: str, width: int
) -> None:
    pages = addresses(cast)
    page = open_page("/", user=cast.approver, language=language, width=width)
    found, wide = {}, []
    for name, address in pages.items():
        response = page.goto(address)
        assert response
        assert response.ok, address
        shoot(page, f"{name}-{language}-{width}")
        found[name] = violations(page)
        if is_wider_than_the_screen(page):
            wide.append(name)
    assert ({name: rules for name, rules in found.items() if rules}, wide) == ({}, [])
