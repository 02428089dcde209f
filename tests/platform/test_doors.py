"""What holds for every page: its headers, who may open an account, whose word is taken for an address."""

import logging

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from mla_portal.common.proxies import TrustedProxiesMiddleware
from mla_portal.logs import CorrelationFilter, correlation_id
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.security


@pytest.mark.django_db
def test_pages_allow_nothing_inline_and_nothing_from_elsewhere(client: Client) -> None:
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in client.get("/accounts/login/")["Content-Security-Policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    form = {"email": "new@example.org", "password1": "a long enough password"}
    answer = client.post("/accounts/signup/", form)
    assert answer.status_code == 200
    assert "closed" in answer.content.decode().lower()


@pytest.mark.django_db
def test_guessing_a_password_is_stopped(client: Client) -> None:
    user = UserFactory.create()
    for _ in range(5):
        client.post("/accounts/login/", {"login": user.email, "password": "wrong"})
    answer = client.post("/accounts/login/", {"login": user.email, "password": "wrong"})
    assert "Too many failed login attempts" in answer.content.decode()


def client_address(forwarded: str) -> str:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    TrustedProxiesMiddleware(view)(request)
    return seen[0]


def test_a_forwarded_address_is_ignored_without_proxies_of_ours() -> None:
    assert settings.TRUSTED_PROXIES == 0
    assert client_address("198.51.100.7") == "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "made-up, 198.51.100.7", "198.51.100.7"),
        (2, "made-up, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "198.51.100.7, made-up", "10.0.0.1"),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_only_what_our_own_proxies_saw_is_believed(
    proxies: int, forwarded: str, expected: str, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert client_address(forwarded) == expected


@pytest.mark.django_db
def test_log_lines_bear_the_identifier_of_the_answer(client: Client) -> None:
    answer = client.get("/health/live", headers={"X-Request-ID": "chosen by the client"})
    record = logging.makeLogRecord({"msg": "a line"})
    CorrelationFilter().filter(record)
    assert answer["X-Request-ID"] == record.__dict__["correlation_id"] == correlation_id.get()
