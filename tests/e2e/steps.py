"""What people do at two desks of one portal, step by step, for the tests that walk a whole path."""

from pathlib import Path
from threading import Thread

from django.db import connection
from playwright.sync_api import Page, expect

from casework.choices import CommunicationType
from casework.models import AssistanceRequest, Communication, MeasureAssignment
from casework.services import correspondence
from casework.services.communications import Particulars
from casework.services.drafting import save_part
from casework.services.transition import perform
from documents.models import Letter
from documents.services import production
from exchange.models import Arrival, Delivery
from exchange.services.deliveries import deliver
from exchange.services.placing import join_by_letter
from mla_portal.accounts.models import User
from states.choices import AuthorityKind, Role
from states.models import Authority
from tests.factories.casework import Cast, actor, draft, sent
from tests.factories.states import AuthorityFactory


class TwoDesks(Cast):
    """Latvia works here too, with an officer beside its approver and two competent authorities."""

    def __init__(self) -> None:
        super().__init__()
        self.their_officer = self._member(self.counterpart, Role.OFFICER)
        self.their_court, self.their_judge = self._competent("LV-COURT", "Court of Riga (sample)")
        self.their_police, self.their_policeman = self._competent("LV-POL", "Police of Riga (sample)")

    def _competent(self, code: str, name: str) -> tuple[Authority, User]:
        authority = AuthorityFactory.create(
            code=code, name=name, kind=AuthorityKind.COMPETENT, state=self.counterpart.state
        )
        return authority, self._member(authority, Role.OFFICER)


def work() -> None:
    """What the workers would do, in a thread of their own: the event loop of the browser runs in this one."""
    thread = Thread(target=_work)
    thread.start()
    thread.join()


def _work() -> None:
    """Seals the letters that wait, and delivers what is sent."""
    for letter in Letter.objects.filter(version=None):
        production.produce(letter.pk, task="test")
    for delivery in Delivery.objects.filter(status="queued"):
        deliver(delivery.pk, task="test")
    connection.close()


# What the requesting State does, behind its own desk's pages.


def ask_for_search(cast: Cast, case: AssistanceRequest) -> None:
    """A second measure of the draft."""
    details = {"location": "A flat in Riga", "items": "Letters of 1992", "link": "The unit met there."}
    search = {"type": "search_seizure", "description": "Search the flat.", "details": details}
    save_part(actor(cast.drafter), case.pk, "measures", search)


def seal_and_send_request(cast: Cast, case: AssistanceRequest) -> AssistanceRequest:
    """The request of ours from its draft to the other desk's intake."""
    perform(actor(cast.drafter), case.pk, "submit")
    perform(actor(cast.approver), case.pk, "approve", Particulars(override_reason="Sample."))
    perform(actor(cast.approver, fresh_second_factor=True), case.pk, "seal")
    work()
    perform(actor(cast.drafter), case.pk, "send", sent(channel="portal"))
    work()
    return AssistanceRequest.objects.get(pk=case.pk)


def sent_request(cast: Cast) -> AssistanceRequest:
    """A request of ours, sealed, and sent over the portal."""
    return seal_and_send_request(cast, draft(cast))


def take_newest_in(cast: Cast, case: AssistanceRequest) -> AssistanceRequest:
    """What arrived last for us, taken into our file."""
    arrival = Arrival.objects.filter(holder=cast.authority).latest("registered_at")
    return join_by_letter(actor(cast.drafter), arrival.pk, case.pk)


def answer_question(cast: Cast, case: AssistanceRequest, text: str) -> None:
    """Our answer to their first question, sealed and sent over the portal."""
    kind, said = CommunicationType.SUPPLEMENT, Particulars(answers={1: text})
    letter = correspondence.prepare(actor(cast.drafter), case.pk, kind, said)
    correspondence.order(actor(cast.approver, fresh_second_factor=True), letter.pk)
    work()
    correspondence.send(actor(cast.drafter), letter.pk, sent(channel="portal", text=""))
    work()


# What the requested State does, in the browser.


def open_newest(page: Page, holder: Authority) -> None:
    """Opens what arrived last from the list of intake."""
    reference = Arrival.objects.filter(holder=holder).latest("registered_at").reference
    page.goto("/intake/")
    page.get_by_role("link", name=reference).first.click()


def open_a_file(page: Page, holder: Authority) -> AssistanceRequest:
    """Opens a file from the request that arrived last."""
    open_newest(page, holder)
    page.get_by_role("button", name="Open a file").click()
    expect(page.locator("#pills")).to_contain_text("Received")
    return AssistanceRequest.objects.get(holder=holder, direction="incoming")


def take_into_the_file(page: Page, holder: Authority) -> None:
    """Takes what arrived last into the file that the portal offers for it."""
    open_newest(page, holder)
    page.get_by_role("button", name="Take it into this file").click()
    expect(page.locator("#pills")).to_be_visible()


def write_letter(page: Page, case: AssistanceRequest, act: str, *, enclose: str = "", **fields: str) -> None:
    """Begins the letter of an act from the file's page, up to the look at it."""
    page.goto(f"/requests/{case.pk}/")
    page.locator("#next-step").get_by_role("link", name=act).first.click()
    for name, text in fields.items():
        page.fill(f"#id_{name}", text)
    if enclose:
        page.get_by_label(enclose).check()
    page.get_by_role("button", name="Look at the letter").click()
    expect(page.get_by_role("heading", name="The letter as it will be sent")).to_be_visible()


def seal_and_send(page: Page) -> None:
    """Seals the letter that is open, and sends it over the portal."""
    page.get_by_role("button", name="Seal the letter").click()
    expect(page.get_by_text("The letter is being made and sealed.").first).to_be_visible()
    work()
    page.reload()
    expect(page.locator("#id_channel")).to_have_value("portal")
    page.get_by_role("button", name="Record as sent").click()
    expect(page.locator("#pills")).to_be_visible()
    work()


def letter_in_hand(case: AssistanceRequest) -> str:
    """The address of the letter that is prepared and not sent."""
    letter = Communication.objects.get(request=case, direction="issued", passed_on=None)
    return f"/requests/{case.pk}/letters/{letter.pk}/"


def give(page: Page, case: AssistanceRequest, number: int, authority: Authority) -> MeasureAssignment:
    """Gives the measure of that number to the authority."""
    page.goto(f"/requests/{case.pk}/execution")
    page.get_by_role("link", name="Give to a competent authority").nth(number - 1).click()
    page.get_by_label("Competent authority").select_option(str(authority.pk))
    page.get_by_label("Instructions").fill(f"For {authority.name} alone.")
    page.get_by_role("button", name="Give the measure").click()
    expect(page.get_by_text("Given to")).to_be_visible()
    return MeasureAssignment.objects.get(request=case, authority=authority)


def act(page: Page, name: str, *files: Path, outcome: str = "", **fields: str) -> None:
    """An act of the competent authority on the measure that is open."""
    page.get_by_role("link", name=name).click()
    if outcome:
        page.get_by_label("What became of the measure").select_option(outcome)
    for field, text in fields.items():
        page.fill(f"#id_{field}", text)
    if files:
        page.get_by_label("Files").set_input_files(files)
    page.get_by_role("button", name=name).click()
    expect(page.get_by_text(f"Done: {name}.")).to_be_visible()
