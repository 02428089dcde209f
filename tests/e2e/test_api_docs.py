"""The page of the API's documentation, in a real browser under the portal's own Content-Security-Policy."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_page_draws_every_operation_without_anything_being_blocked(open_page: OpenPage) -> None:
    page = open_page("/api/v1/docs")
    expect(page.locator(".opblock").first).to_be_visible(timeout=20_000)
    paths = page.request.get(page.url.replace("/docs", "/openapi.json")).json()["paths"]
    assert page.locator(".opblock").count() == sum(len(operations) for operations in paths.values())
    page.locator("#operations-requests-requests_list .opblock-summary-control").click()
    expect(page.get_by_text("Name of a person concerned").first).to_be_visible()
