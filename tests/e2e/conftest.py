"""A real Chromium on a real server. No page may make its console complain."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from mla_portal.accounts.models import User
from tests.browsers import sign_in_with_second_factor
from tests.conftest import CHROMIUM
from tests.factories.casework import Cast

# Playwright's synchronous door runs an event loop in this thread; the tests touch the database from it too.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
EXPECTED = (
    "Response Status Error Code",
    "status of 401",
    "status of 403",
    "status of 404",
    "status of 409",
    "status of 413",
    "status of 422",
)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """`open_page("/address", user=…, language="ar", width=390)`: a tab with a session of its own.

    With `second_factor` its person has just proved theirs.

    When the test ends, every tab must have stayed free of errors in its console, blocked content included.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.page and "/admin/" in message.page.url and "inline style" in message.text:
            return  # jQuery, which Django's administration brings, tries them
        if message.type == "error" and not any(status in message.text for status in EXPECTED):
            complaints.append(message.text)

    def open_page(
        address: str,
        *,
        user: User | None = None,
        language: str = "en",
        width: int = 1280,
        second_factor: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, locale="en-GB"
        )
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if user is not None:
            client = Client()
            if second_factor:
                sign_in_with_second_factor(client, user)
            else:
                client.force_login(user)
            cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.set_default_timeout(5000)
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast()
