"""The execution in the browser: given, executed, reviewed and released, by each side on its own pages."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from casework.choices import PersonExtent
from casework.models import MeasureAssignment, RoutingRule
from casework.selectors.execution import released_results
from casework.services.results import Said, perform_assignment
from tests.api.test_documents import PDF
from tests.cast import FullCast
from tests.e2e.conftest import OpenPage
from tests.e2e.test_accessibility import is_wider_than_the_screen, violations
from tests.factories.casework import actor
from tests.factories.execution import given_to, in_execution, returned

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> FullCast:
    return FullCast()


def shoot(page: Page, name: str) -> None:
    if "SHOTS" in os.environ:
        page.screenshot(path=Path(os.environ["SHOTS"]) / f"{name}.png", full_page=True)


def test_a_measure_is_given_executed_reviewed_and_released(
    cast: FullCast, open_page: OpenPage, tmp_path: Path
) -> None:
    case = in_execution(cast)
    RoutingRule.objects.create(
        central=cast.authority, competent=cast.prosecutors, measures=["take_evidence_statements"]
    )
    desk = open_page(f"/requests/{case.pk}/execution", user=cast.drafter)
    shoot(desk, "tab-empty")
    desk.get_by_role("link", name="Give to a competent authority").click()
    expect(desk.get_by_text("by a routing rule of your authority")).to_be_visible()
    desk.get_by_label("Instructions").fill("Hear her in the morning.")
    shoot(desk, "give")
    desk.get_by_role("button", name="Give the measure").click()
    expect(desk.get_by_text("Given to")).to_be_visible()

    theirs = open_page("/measures/", user=cast.prosecutor)
    shoot(theirs, "desk")
    theirs.get_by_role("link", name="Taking evidence or statements from persons").click()
    expect(theirs.get_by_text("Hear her in the morning.")).to_be_visible()
    shoot(theirs, "measure")
    theirs.get_by_role("link", name="Accept the measure").click()
    theirs.get_by_role("button", name="Accept the measure").click()
    expect(theirs.get_by_text("Done: Accept the measure.")).to_be_visible()
    theirs.get_by_role("link", name="Return the results").click()
    theirs.get_by_label("What became of the measure").select_option("executed")
    theirs.get_by_role("button", name="Return the results").click()
    expect(theirs.get_by_text("An executed measure is reported with this.").first).to_be_visible()
    shoot(theirs, "return-refused")
    theirs.get_by_label("Heard on").fill(timezone.localdate().isoformat())
    theirs.get_by_label("Persons heard and in what capacity").fill("Ana Vzorec, witness")
    record = tmp_path / "record.pdf"
    record.write_bytes(PDF)
    theirs.get_by_label("Files").set_input_files(record)
    theirs.get_by_role("button", name="Return the results").click()
    expect(theirs.get_by_text("Done: Return the results.")).to_be_visible()

    assert not released_results(case).exists()
    desk.reload()
    shoot(desk, "tab-returned")
    desk.get_by_role("link", name="Release the results").click()
    expect(desk.get_by_text("Ana Vzorec, witness").first).to_be_visible()
    shoot(desk, "release")
    desk.get_by_role("button", name="Release the results").click()
    expect(desk.get_by_text("Done: Release the results.")).to_be_visible()
    shoot(desk, "released")
    assert released_results(case).count() == 1


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_the_execution_break_no_rule(
    cast: FullCast, open_page: OpenPage, language: str, width: int
) -> None:
    case = in_execution(cast, urgency="urgent")
    first = given_to(
        cast,
        case,
        persons={case.persons.get().pk: PersonExtent.ROLE},
        confidentiality_note="Do not tell the press.",
        protection_note="By a side door.",
        facts="In May 1992 civilians were detained.",
        due_on=timezone.localdate(),
    )
    MeasureAssignment.objects.filter(pk=first.pk).update(due_on=timezone.localdate() - timedelta(days=2))
    second = given_to(cast, case, cast.police)
    perform_assignment(actor(cast.prosecutor), first.pk, "accept", Said())
    perform_assignment(actor(cast.prosecutor), first.pk, "ask", Said(text="In which language?"))
    perform_assignment(actor(cast.policeman), second.pk, "accept", Said())
    perform_assignment(actor(cast.policeman), second.pk, "return_results", returned())
    measure = case.measures.get().pk
    found = {}
    for who, addresses in (
        (cast.prosecutor, ["/measures/", f"/measures/{first.pk}/", f"/measures/{first.pk}/return_results"]),
        (
            cast.drafter,
            [
                f"/requests/{case.pk}/execution",
                f"/requests/{case.pk}/execution/{measure}/give",
                f"/measures/{second.pk}/release",
                f"/measures/{first.pk}/answer",
            ],
        ),
    ):
        page = open_page(addresses[0], user=who, language=language, width=width)
        for number, address in enumerate(addresses):
            page.goto(address)
            shoot(page, f"{language}-{width}-{who.pk}-{number}")
            found[address] = violations(page)
            assert not is_wider_than_the_screen(page), address
    assert {address: rules for address, rules in found.items() if rules} == {}
