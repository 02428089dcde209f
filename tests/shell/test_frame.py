"""The frame of every page: language, direction, navigation, errors, and nothing the policy forbids."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from mla_portal.accounts.models import User
from tests.factories.casework import Cast, draft, in_status

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


def signed_in(user: User, language: str = "en", **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


class Forbidden(HTMLParser):
    """Collects what a strict Content-Security-Policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.found.append("script")
        if tag == "style" or "style" in given:
            self.found.append(f"style on {tag}")
        self.found += [
            f"{name} on {tag}" for name in given if name.startswith("on") or name.startswith("hx-on")
        ]
        for name in ("src", "href", "action"):
            if re.match(r"(javascript:|https?://|//)", given.get(name) or "", re.IGNORECASE):
                self.found.append(f"{name}={given[name]}")


PAGES = [
    "/", "/?tab=all&q=Vzorec", "/states/", "/states/LV/", "/authorities/", "/cooperation/", "/accounts/2fa/",
    "/accounts/password/change/", "/accounts/logout/", "/accounts/reauthenticate/", "/nowhere/",
]  # fmt: skip


@pytest.mark.security
@pytest.mark.parametrize("address", PAGES)
def test_no_page_holds_inline_script_or_style(cast: Cast, address: str) -> None:
    draft(cast)
    parser = Forbidden()
    client = signed_in(cast.approver)
    parser.feed(client.get(address).content.decode())
    parser.feed(Client().get("/accounts/login/").content.decode())
    assert parser.found == []


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("es", "ltr"), ("ar", "rtl")]
)
def test_the_page_runs_in_the_direction_of_its_language(cast: Cast, language: str, direction: str) -> None:
    html = signed_in(cast.drafter, language).get("/").content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert ("tabler.rtl.min.css" in html) is (direction == "rtl")
    assert ("tabler.min.css" in html) is (direction == "ltr")


def test_the_language_is_switched_by_a_form_and_the_page_kept(cast: Cast) -> None:
    client = signed_in(cast.drafter)
    response = client.post("/language/setlang/", {"language": "ar", "next": "/?tab=all"})
    assert (response.status_code, response["Location"]) == (302, "/?tab=all")
    assert 'dir="rtl"' in client.get("/").content.decode()


def links(html: str) -> list[str]:
    navigation = html[html.index('class="mainnav-list"') : html.index("</nav>")]
    return re.findall(r'href="([^"]+)"', navigation)


def test_the_navigation_shows_what_the_role_may_use(cast: Cast) -> None:
    officer = links(signed_in(cast.drafter).get("/").content.decode())
    approver = links(signed_in(cast.approver).get("/").content.decode())
    administrator = links(signed_in(cast.administrator).get("/").content.decode())
    assert officer[0] == "/"
    assert set(officer[1:]) == {
        "/intake/", "/requests/new", "/due", "/cooperation/", "/states/", "/authorities/", "/verify",
    }  # fmt: skip
    assert set(approver) - set(officer) == {"/approvals", "/statistics"}
    assert set(administrator) == set(officer) - {"/intake/", "/requests/new", "/due"} | {"/admin/"}


def test_the_approver_sees_how_many_files_wait(cast: Cast) -> None:
    in_status(draft(cast), "review")
    html = signed_in(cast.approver).get("/states/").content.decode()
    assert re.search(r'class="count">1<', html)


def test_whoever_has_no_second_factor_is_led_to_set_one_up(cast: Cast) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    assert "has no second factor" in signed_in(cast.approver).get("/").content.decode()
    TOTP.activate(cast.approver, generate_totp_secret())
    assert "has no second factor" not in signed_in(cast.approver).get("/").content.decode()


def test_a_page_that_does_not_exist_keeps_the_dress_and_names_its_reference() -> None:
    response = Client().get("/nowhere/")
    assert response.status_code == 404
    assert "This page does not exist" in response.content.decode()
    assert response["X-Request-ID"] in response.content.decode()


def test_an_error_of_ours_tells_its_reference_and_nothing_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr("casework.views.worklist.find_requests", broken)
    response = signed_in(cast.drafter, raise_request_exception=False).get("/")
    html = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong on our side" in html
    assert response["X-Request-ID"] in html
    assert "secret inside" not in html


def test_a_form_of_another_session_is_refused_in_the_same_dress() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_too_much_text_is_a_413_that_says_so() -> None:
    response = Client().post("/accounts/login/", {"login": "x" * 2000})
    assert response.status_code == 413
    assert "too large" in response.content.decode()


def test_robots_are_kept_out() -> None:
    response = Client().get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert response.content.decode() == "User-agent: *\nDisallow: /\n"
