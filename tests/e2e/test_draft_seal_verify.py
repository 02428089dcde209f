"""The main job in a browser: one officer drafts, another person approves and seals, a stranger verifies."""

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from playwright.sync_api import Page, expect

from casework.models import AssistanceRequest
from casework.services.drafting import update_section
from casework.services.transition import perform
from documents.models import Version
from mla_portal.accounts.models import User
from mla_portal.settings.environment import ROOT, environment
from tests.browsers import one_time_code
from tests.e2e.conftest import OpenPage
from tests.e2e.test_accessibility import is_wider_than_the_screen, violations
from tests.factories.casework import Cast, actor, draft, in_status
from tests.factories.states import TreatyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long and quiet sentence"
QUEUES = "default,letters,deliveries"
SECONDS = 90_000
"""Milliseconds a letter may take on a busy machine; it takes two seconds on a quiet one."""


@pytest.fixture
def worker() -> Iterator[None]:
    """A real Celery worker in a process of its own, on the test's database and queues."""
    url = urlsplit(environment.database_url or environment.postgres.url)
    name = connection.settings_dict["NAME"]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "mla_portal",
            "worker",
            "-P",
            "solo",
            "-Q",
            "default,letters,deliveries",
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mla_portal.settings.test",
            "DATABASE_URL": url._replace(path=f"/{name}").geturl(),
            "PYTHONPATH": f"{ROOT}:{ROOT / 'requests'}",
        },
    )
    yield
    process.terminate()
    process.wait(30)


def sign_in(page: Page, user: User) -> None:
    """With password and one-time code, as a person does."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    user.set_password(PASSWORD)
    user.save()
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    code = page.locator("#id_code")
    code.wait_for()
    code.fill(one_time_code(secret))
    page.locator("form:has(#id_code) button[type=submit]").first.click()
    page.wait_for_url("**/")


def save_and_go_on(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.fill(f"#id_{name}", text)
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_load_state()


def add(page: Page, what: str, **fields: str) -> None:
    """Adds a person or an offence on its list page."""
    page.get_by_role("link", name=what).click()
    for name, text in fields.items():
        field = page.locator(f"#id_{name}")
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".row-entry")


def write_the_draft(page: Page, cast: Cast) -> None:
    page.get_by_role("link", name="New request").first.click()
    page.fill("#id_title", "Sample Town")
    page.select_option("#id_counterpart_state", "LV")
    page.get_by_role("button", name="Open the file").click()
    expect(page.locator("#completeness h2")).to_contain_text("required contents are missing")
    page.get_by_role("link", name="Requested State and legal basis").click()
    page.select_option("#id_counterpart", str(cast.counterpart.pk))
    save_and_go_on(page)
    save_and_go_on(
        page,
        competent_authority="Specialised State Prosecutor (sample)",
        conducting_authority="District Court of Sample City",
        conducting_functions="Investigating judge",
        subject_matter="Investigation of war crimes committed in Sample Town in 1992.",
    )
    expect(page.get_by_role("heading", name="Persons", exact=True)).to_be_visible()
    add(page, "Add a person", role="witness", given_names="Ana", family_name="Vzorec", aliases="Ана Взорец")
    page.get_by_role("link", name="Go on").click()
    add(page, "Add an offence", crime="war_crimes", provision="Article 102", place="Sample Town")
    save_and_go_on(page, legal_provisions="Article 102 (sample): thirty years.")
    page.fill("#id_facts", "In May 1992 an armed unit detained civilians in Sample Town.")
    expect(page.locator("#completeness")).not_to_contain_text("Summary of the relevant facts")  # while typing
    expect(page.locator("#completeness-said")).to_contain_text(
        "missing"
    )  # and said to whoever hears the page
    save_and_go_on(page, purpose="To hear the witness before the main hearing.")
    page.get_by_role("link", name="Add a measure").click()
    page.get_by_role("link", name="Taking evidence or statements from persons").click()
    page.fill("#id_description", "Hear the witness.")
    page.fill("#id_details_persons_to_hear", "Ana Vzorec, as a witness.")
    page.fill("#id_details_questions", "What did you see?")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".row-entry")


def complete_and_submit(page: Page) -> None:
    """The check names the one content left out; its link leads into the field."""
    page.get_by_role("link", name="Draft", exact=True).click()
    expect(page.locator("#completeness h2")).to_have_text("1 required content is missing")
    page.get_by_role("link", name="Stage of the proceedings").click()
    expect(page.locator("#id_proceedings_stage")).to_be_focused()
    page.select_option("#id_proceedings_stage", "investigation")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#completeness h2")).to_have_text("Nothing required is missing")
    page.get_by_role("link", name="Submit for approval").click()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator("#pills")).to_contain_text("In review")


def approve_and_seal(page: Page) -> str:
    """Reads, approves and seals; watches the letter being made. Answers the verification page's address."""
    page.goto("/approvals")
    page.get_by_role("link", name="Read and approve").click()
    expect(page.locator(".letter-page")).to_contain_text("In May 1992 an armed unit")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("#pills")).to_contain_text("Approved")
    page.get_by_role("link", name="Seal the letter").click()
    page.get_by_role("button", name="Seal the letter").click()
    expect(page.locator("#next-step")).to_contain_text("Open the sealed letter", timeout=SECONDS)
    expect(page.locator("#pills")).to_contain_text("Sealed")
    return str(page.get_by_role("link", name="Verification page").get_attribute("href"))


@pytest.mark.parametrize("width", [1280, 390])
def test_two_people_draft_and_seal_a_letter_and_a_stranger_verifies_it(
    cast: Cast, open_page: OpenPage, worker: None, width: int
) -> None:
    TreatyFactory.create()
    officer = open_page("/accounts/login/", width=width)
    sign_in(officer, cast.drafter)
    write_the_draft(officer, cast)
    complete_and_submit(officer)
    approver = open_page("/accounts/login/", width=width)
    sign_in(approver, cast.approver)
    address = approve_and_seal(approver)

    stranger = open_page(address, width=width)
    expect(stranger.locator("main")).to_contain_text("This letter is genuine.")
    expect(stranger.locator("main")).not_to_contain_text("Vzorec")

    officer.reload()
    officer.get_by_role("link", name="Record as sent").click()
    officer.select_option("#id_channel", "email")
    officer.get_by_role("button", name="Record as sent").click()
    expect(officer.locator("#pills")).to_contain_text("Sent")
    case = AssistanceRequest.objects.get()
    assert (case.status, case.drafted_by, case.approved_by) == ("sent", cast.drafter, cast.approver)
    assert Version.objects.get().file.open().read(5) == b"%PDF-"


def test_a_wrong_code_is_refused_and_the_right_one_leads_back_to_the_seal(
    cast: Cast, open_page: OpenPage
) -> None:
    case = draft(cast)
    perform(actor(cast.drafter), case.pk, "submit")
    perform(actor(cast.approver), case.pk, "approve")
    secret = generate_totp_secret()
    TOTP.activate(cast.approver, secret)
    page = open_page(f"/requests/{case.pk}/do/seal", user=cast.approver)
    page.get_by_role("link", name="Confirm your second factor").click()
    page.fill("#id_code", one_time_code(secret, periods_ago=20))
    page.locator("form:has(#id_code) button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("Incorrect code")
    page.fill("#id_code", one_time_code(secret))
    page.locator("form:has(#id_code) button[type=submit]").first.click()
    expect(page.get_by_role("button", name="Seal the letter")).to_be_visible()


def test_a_text_outlives_the_end_of_the_session(cast: Cast, open_page: OpenPage) -> None:
    case = draft(cast)
    page = open_page(f"/requests/{case.pk}/draft/facts", user=cast.drafter)
    session = page.context.cookies()
    page.fill("#id_facts", "Forty minutes of work.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator("#messages")).to_be_visible()
    expect(page.locator("#messages .alert")).to_be_visible()
    assert page.input_value("#id_facts") == "Forty minutes of work."
    page.context.add_cookies(session)  # type: ignore[arg-type] # signed in again, in another tab
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/draft/measures")
    case.refresh_from_db()
    assert case.facts == "Forty minutes of work."


def test_two_versions_of_a_text_stand_beside_each_other_and_theirs_can_be_taken(
    cast: Cast, open_page: OpenPage
) -> None:
    case = draft(cast)
    page = open_page(f"/requests/{case.pk}/draft/facts", user=cast.drafter)
    update_section(actor(cast.colleague), case.pk, "facts", {"facts": "As they saw it."}, seen=None)
    page.fill("#id_facts", "As I saw it.")
    page.get_by_role("button", name="Save and go on").click()
    conflict = page.locator("#cell_facts .conflict")
    expect(conflict).to_contain_text("As they saw it.")
    assert page.input_value("#id_facts") == "As I saw it."
    conflict.get_by_role("button", name="Take theirs").click()
    assert page.input_value("#id_facts") == "As they saw it."
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/draft/measures")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_a_file_break_no_rule(
    cast: Cast, open_page: OpenPage, language: str, width: int
) -> None:
    case = draft(cast)
    root = f"/requests/{case.pk}"
    addresses = [
        f"{root}/{tab}" for tab in ("", "persons", "facts", "measures", "documents", "communications")
    ]
    addresses += [f"{root}/{tab}" for tab in ("timeline", "checks", "preview", "do/submit", "do/discard")]
    addresses += [f"{root}/draft/{page}" for page in ("", "addressee", "persons", "measures", "documents")]
    addresses += [f"{root}/draft/{part}/new" for part in ("persons", "offences", "measures")]
    waiting, away = draft(cast), in_status(draft(cast), "sent")
    perform(actor(cast.drafter), waiting.pk, "submit")
    addresses += [f"/requests/{waiting.pk}/do/{act}" for act in ("approve", "return")]
    addresses += [f"/requests/{away.pk}/do/{act}" for act in ("acknowledged", "refused", "results_in_part")]
    addresses += ["/requests/new", "/approvals", f"/requests/{away.pk}/"]
    page = open_page("/", user=cast.approver, language=language, width=width)
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = violations(page)
        assert not is_wider_than_the_screen(page), address
    assert {address: rules for address, rules in found.items() if rules} == {}
