"""Two desks of one portal in a browser: a sealed letter is taken in and answered, and nothing is retyped."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from casework.choices import CommunicationType
from casework.models import AssistanceRequest, Communication
from casework.services import correspondence
from casework.services.communications import Particulars
from exchange.models import Arrival
from states.models import Authority
from tests.e2e.conftest import OpenPage
from tests.e2e.steps import sent_request, take_into_the_file, work
from tests.factories.casework import Cast, actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two_desks(cast: Cast) -> Cast:
    """The counterpart works on this portal too."""
    Authority.objects.filter(pk=cast.counterpart.pk).update(is_hosted=True)
    cast.counterpart.refresh_from_db()
    return cast


def sealed_acknowledgement(cast: Cast, case: AssistanceRequest) -> Communication:
    """The letter that answers, prepared and sealed at the other desk."""
    head = actor(cast.other_state_officer, fresh_second_factor=True)
    said = Particulars(text="We confirm receipt.")
    kind = CommunicationType.ACKNOWLEDGEMENT
    letter = correspondence.prepare(head, case.pk, kind, said, transition="acknowledge")
    correspondence.order(head, letter.pk)
    work()
    return letter


@pytest.mark.parametrize("width", [1280, 390])
def test_a_sealed_letter_is_taken_in_by_the_other_desk_and_answered_with_nothing_retyped(
    two_desks: Cast, open_page: OpenPage, width: int
) -> None:
    ours = sent_request(two_desks)
    page = open_page("/", user=two_desks.other_state_officer, width=1280)
    page.get_by_role("link", name="Intake").first.click()
    page.get_by_role("link", name=Arrival.objects.get().reference).first.click()
    expect(page.locator("main")).to_contain_text("In May 1992 an armed unit detained civilians")
    page.get_by_role("button", name="Open a file").click()
    expect(page.locator("#pills")).to_contain_text("Received")

    theirs = AssistanceRequest.objects.get(direction="incoming")
    for field in ("facts", "purpose", "subject_matter", "legal_provisions", "conducting_authority"):
        assert getattr(theirs, field) == getattr(ours, field), field
    assert theirs.counterpart_reference == ours.own_reference
    assert [str(p) for p in theirs.persons.all()] == [str(p) for p in ours.persons.all()]
    kept = ("type", "description", "details")
    assert list(theirs.measures.values_list(*kept)) == list(ours.measures.values_list(*kept))

    letter = sealed_acknowledgement(two_desks, theirs)
    page.goto(f"/requests/{theirs.pk}/letters/{letter.pk}")
    expect(page.locator("#id_channel")).to_have_value("portal")
    page.get_by_role("button", name="Record as sent").click()
    expect(page.locator("#pills")).to_contain_text("Formal check")
    work()

    officer = open_page("/", user=two_desks.drafter, width=width)
    take_into_the_file(officer, two_desks.authority)
    expect(officer.locator("#pills")).to_contain_text("Acknowledged")
    ours.refresh_from_db()
    assert ours.counterpart_reference == theirs.own_reference
    stranger = Client()
    stranger.force_login(two_desks.drafter)
    assert stranger.get(f"/requests/{theirs.pk}/").status_code == 404
    stranger.force_login(two_desks.other_state_officer)
    assert stranger.get(f"/requests/{ours.pk}/").status_code == 404
