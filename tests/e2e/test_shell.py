"""The frame in a browser: keyboard, live filters, sign-in with the codes on screen."""

import json
import re
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage
from tests.factories.casework import Cast, draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_first_key_leads_past_the_navigation(cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/", user=cast.drafter)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_the_list_answers_while_one_types_and_the_address_keeps_it(cast: Cast, open_page: OpenPage) -> None:
    wanted, other = draft(cast), draft(cast, title="Other")
    page = open_page("/?tab=all", user=cast.drafter)
    page.get_by_role("searchbox").fill("Sample Town")
    expect(page.get_by_role("link", name=other.own_reference)).to_have_count(0)
    expect(page.get_by_role("link", name=wanted.own_reference)).to_be_visible()
    page.get_by_label("Order").select_option("newest")
    expect(page).to_have_url(re.compile(r"/\?tab=all&q=Sample\+Town&sort=newest$"))
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("Sample Town")
    page.get_by_role("link", name="My authority").click()
    expect(page).to_have_url(re.compile(r"tab=authority&q=Sample\+Town&sort=newest$"))


def test_the_language_is_chosen_at_once_and_turns_the_page(cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/?tab=all", user=cast.drafter)
    page.locator("#language").select_option("ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page).to_have_url(re.compile(r"/\?tab=all$"))


@pytest.fixture
def demo_account(cast: Cast) -> Iterator[Cast]:
    """The approver as `make demo` would write them down."""
    cast.approver.set_password("demonstration only")
    cast.approver.save()
    TOTP.activate(cast.approver, generate_totp_secret())
    file = settings.VAR / "demo.json"
    account = {
        "email": cast.approver.email,
        "name": "Irena",
        "role": "approver",
        "password": "demonstration only",
    }
    file.write_text(json.dumps({"accounts": [account]}))
    yield cast
    file.unlink()


def test_one_signs_in_with_what_the_demo_shows(demo_account: Cast, open_page: OpenPage) -> None:
    page = open_page("/accounts/login/")
    page.get_by_role("button", name="Fill in Irena").click()
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("#demo-code-fill").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()


def test_leaving_a_page_with_unsaved_filters_asks_nothing(cast: Cast, open_page: OpenPage) -> None:
    page = open_page("/", user=cast.drafter)
    page.get_by_role("searchbox").fill("x")
    page.goto("/states/")
    expect(page.get_by_role("heading", name="States", level=1)).to_be_visible()
