"""Codes on screen are for the demonstration's own accounts, and for nobody and nowhere else."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.test import Client

from mla_portal.accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.security]

PASSWORD = "fictional demonstration"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.VAR = tmp_path
    return tmp_path


def person(folder: Path, *, of_demo: bool) -> tuple[User, str]:
    user = UserFactory.create(password=PASSWORD)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    if of_demo:
        account = {"email": user.email, "name": user.full_name, "role": "drafter", "password": PASSWORD}
        (folder / "demo.json").write_text(json.dumps({"accounts": [account]}))
    return user, secret


def at_second_factor(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def shown(client: Client) -> str:
    return client.get("/accounts/demo-codes/").content.decode()


def test_the_code_on_screen_is_the_one_that_counts_and_counts_once(folder: Path) -> None:
    user, secret = person(folder, of_demo=True)
    client = at_second_factor(user)
    code = json.loads(shown(client).split('data-fill="')[1].split('"')[0].replace("&quot;", '"'))["id_code"]
    assert validate_totp_code(secret, code)
    response = client.post("/accounts/2fa/authenticate/", {"code": code})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert "Used already" in shown(client)


def test_nobody_else_s_code_is_ever_shown(folder: Path) -> None:
    user, _ = person(folder, of_demo=False)
    (folder / "demo.json").write_text(json.dumps({"accounts": []}))
    assert shown(at_second_factor(user)).strip() == ""
    assert shown(Client()).strip() == ""


def test_without_the_setting_there_is_nothing(folder: Path, settings: Any) -> None:
    user, _ = person(folder, of_demo=True)
    settings.DEMO_CODES_ON_SCREEN = False
    client = at_second_factor(user)
    assert client.get("/accounts/demo-codes/").status_code == 404
    for address in ("/accounts/login/", "/accounts/2fa/authenticate/"):
        page = client.get(address).content.decode()
        assert "demo-box" not in page
        assert PASSWORD not in page


def test_the_sign_in_lists_the_accounts_of_the_demo(folder: Path) -> None:
    user, _ = person(folder, of_demo=True)
    page = Client().get("/accounts/login/").content.decode()
    assert user.email in page
    assert "Accounts of this demonstration" in page


def test_whoever_signs_in_finds_the_screens_in_their_own_language(folder: Path) -> None:
    user = UserFactory.create(password=PASSWORD, language="ar")
    credentials = {"login": user.email, "password": PASSWORD}
    client = Client()
    client.post("/accounts/login/", credentials)
    assert 'dir="rtl"' in client.get("/").content.decode()
    told_another = Client()
    told_another.cookies["django_language"] = "fr"
    told_another.post("/accounts/login/", credentials)
    assert '<html lang="fr"' in told_another.get("/").content.decode()


def test_a_code_is_not_cached(folder: Path) -> None:
    assert Client().get("/accounts/demo-codes/")["Cache-Control"] == "no-store"
    assert Authenticator.objects.count() == 0
