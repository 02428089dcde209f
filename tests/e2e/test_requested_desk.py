"""The requested desk in a browser: a request answered in part, and one returned and sent again."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.models import AssistanceRequest
from casework.services.transition import perform
from tests.api.test_documents import PDF
from tests.e2e import steps
from tests.e2e.conftest import OpenPage
from tests.e2e.steps import TwoDesks
from tests.factories.casework import actor, draft, sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> TwoDesks:
    return TwoDesks()


def clocks(page: Page, case: AssistanceRequest) -> str:
    """What the deadlines tab says."""
    page.goto(f"/requests/{case.pk}/deadlines")
    return page.locator(".case-main").inner_text()


def propose_to_grant(page: Page, case: AssistanceRequest) -> None:
    page.goto(f"/requests/{case.pk}/do/pass_formal_check")
    page.get_by_role("button", name="Pass the formal check").click()
    page.get_by_role("link", name="Propose the decision").click()
    for select in page.get_by_label("Decision", exact=True).all():
        select.select_option("granted")
    page.get_by_role("button", name="Propose the decision").click()
    expect(page.locator("#pills")).to_contain_text("Decision proposed")


def release_all(page: Page, case: AssistanceRequest) -> None:
    """The review: what each authority returned is read and released."""
    while True:
        page.goto(f"/requests/{case.pk}/execution")
        waiting = page.get_by_role("link", name="Release the results")
        if not waiting.count():
            return
        waiting.first.click()
        page.get_by_role("button", name="Release the results").click()
        expect(page.get_by_text("Done: Release the results.")).to_be_visible()


def test_a_request_is_answered_in_part_by_two_competent_authorities(
    cast: TwoDesks, open_page: OpenPage, tmp_path: Path
) -> None:
    ours = draft(cast)
    steps.ask_for_search(cast, ours)
    ours = steps.seal_and_send_request(cast, ours)
    officer = open_page("/", user=cast.their_officer, second_factor=True)
    theirs = steps.open_a_file(officer, cast.counterpart)
    steps.write_letter(officer, theirs, "Acknowledge receipt", text="We confirm receipt.")
    steps.seal_and_send(officer)

    steps.write_letter(officer, theirs, "Ask for information", question_1_text="Which entrance?")
    steps.seal_and_send(officer)
    assert clocks(officer, theirs).count("Paused since") == 2
    steps.take_newest_in(cast, ours)
    steps.answer_question(cast, ours, "The entrance in the yard.")
    steps.take_into_the_file(officer, cast.counterpart)
    expect(officer.locator("#pills")).to_contain_text("Formal check")
    expect(officer.locator("#questions")).to_contain_text("The entrance in the yard.")
    assert "Paused since" not in clocks(officer, theirs)

    propose_to_grant(officer, theirs)
    steps.write_letter(officer, theirs, "Prepare the letter: Grant", text="Both measures are granted.")
    head = open_page(steps.letter_in_hand(theirs), user=cast.other_state_officer, second_factor=True)
    steps.seal_and_send(head)
    expect(head.locator("#pills")).to_contain_text("In execution")

    hearing = steps.give(officer, theirs, 1, cast.their_court)
    search = steps.give(officer, theirs, 2, cast.their_police)
    judge = open_page("/measures/", user=cast.their_judge)
    expect(judge.locator("main")).not_to_contain_text("Search")
    judge.get_by_role("link", name="Taking evidence or statements from persons").click()
    expect(judge.locator("main")).to_contain_text("For Court of Riga (sample) alone.")
    steps.act(judge, "Accept the measure")
    record = tmp_path / "record.pdf"
    record.write_bytes(PDF)
    heard = {"held_on": str(timezone.localdate()), "persons_heard": "Ana Vzorec, witness"}
    said = {f"results_{name}": text for name, text in heard.items()}
    steps.act(judge, "Return the results", record, outcome="executed", **said)
    policeman = open_page(f"/measures/{search.pk}/", user=cast.their_policeman)
    steps.act(policeman, "Accept the measure")
    steps.act(policeman, "Return the results", outcome="not_executed", text="The house was pulled down.")
    refused = policeman.goto(f"/measures/{hearing.pk}/")
    assert refused
    assert refused.status == 404

    release_all(officer, theirs)
    steps.write_letter(
        officer, theirs, "Prepare the letter: Transmit the results", enclose="record.pdf", text="See below."
    )
    head.goto(steps.letter_in_hand(theirs))
    expect(head.locator("main")).to_contain_text("The house was pulled down.")
    steps.seal_and_send(head)
    expect(head.locator("#pills")).to_contain_text("Executed")
    answered = steps.take_newest_in(cast, ours)
    assert answered.status == "executed"
    assert [measure.outcome for measure in answered.measures.all()] == ["executed", "not_executed"]
    assert "record.pdf" in {str(link) for link in answered.documents.all()}


def test_a_request_is_returned_at_the_formal_check_and_its_revision_taken_into_the_same_file(
    cast: TwoDesks, open_page: OpenPage
) -> None:
    ours = steps.sent_request(cast)
    officer = open_page("/", user=cast.their_officer)
    theirs = steps.open_a_file(officer, cast.counterpart)
    perform(actor(cast.their_officer), theirs.pk, "acknowledge", sent())
    steps.write_letter(
        officer, theirs, "Prepare the letter: Return", reason="It is too short.", failings_other="Say who."
    )
    head = open_page(steps.letter_in_hand(theirs), user=cast.other_state_officer, second_factor=True)
    steps.seal_and_send(head)
    expect(head.locator("#pills")).to_contain_text("Returned")

    asking = open_page("/", user=cast.drafter)
    steps.take_into_the_file(asking, cast.authority)
    expect(asking.locator("#pills")).to_contain_text("Returned")
    asking.goto(f"/requests/{ours.pk}/communications")
    expect(asking.locator(".communication", has_text="Say who.")).to_be_visible()
    asking.goto(f"/requests/{ours.pk}/do/revise")
    asking.get_by_role("button", name="Revise the request").click()
    expect(asking.locator("#pills")).to_contain_text("Draft")
    asking.goto(f"/requests/{ours.pk}/draft/facts")
    asking.fill("#id_facts", "In May 1992 the Sample Guard detained civilians in Sample Town.")
    asking.get_by_role("button", name="Save and go on").click()
    asking.wait_for_url("**/draft/measures")
    steps.seal_and_send_request(cast, ours)

    steps.take_into_the_file(officer, cast.counterpart)
    expect(officer.locator("#pills")).to_contain_text("Formal check")
    officer.goto(f"/requests/{theirs.pk}/facts")
    expect(officer.locator("main")).to_contain_text("the Sample Guard detained civilians")
    again = AssistanceRequest.objects.get(direction="incoming")
    assert again == theirs
    assert list(again.measures.all()) == list(theirs.measures.all())
    assert [row.type for row in again.communications.all()].count("request") == 2
