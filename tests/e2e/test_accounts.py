"""Second factors in a browser, under the strict policy: set up, used, and always accessible."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from mla_portal.accounts.models import User
from tests.browsers import one_time_code
from tests.e2e.conftest import OpenPage
from tests.e2e.test_accessibility import violations
from tests.factories.casework import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long sample password"


@pytest.fixture
def newcomer(cast: Cast) -> User:
    cast.approver.set_password(PASSWORD)
    cast.approver.save()
    return cast.approver


def sign_in(page: Page, user: User) -> None:
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password (required)").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm(page: Page) -> None:
    page.get_by_label("Password (required)").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_a_newcomer_is_led_to_an_authenticator_app_and_recovery_codes(
    newcomer: User, open_page: OpenPage
) -> None:
    page = open_page("/accounts/login/")
    sign_in(page, newcomer)
    page.get_by_role("link", name="Set one up now").click()
    page.get_by_role("link", name="Activate").click()
    confirm(page)
    assert violations(page) == []
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").fill("000000")
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_text("Please correct the following")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Authenticator code").fill(one_time_code(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_text("recovery codes available")).to_be_visible()
    assert violations(page) == []
    assert set(Authenticator.objects.filter(user=newcomer).values_list("type", flat=True)) == {
        "totp",
        "recovery_codes",
    }


def test_a_passkey_is_added_and_signs_one_in(newcomer: User, open_page: OpenPage) -> None:
    page = open_page("/accounts/login/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, newcomer)
    page.goto("/accounts/2fa/webauthn/add/")
    confirm(page)
    assert violations(page) == []
    page.get_by_label("Name").fill("Sample key")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("recovery codes available")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("link", name="Rename Sample key")).to_be_visible()
    assert violations(page) == []
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign Out").click()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()
