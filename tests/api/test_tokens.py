"""Who gets a token, and what ends it."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken

from casework.models import AssistanceRequest
from mla_portal.common.api.idempotency import AcceptedWrite
from mla_portal.tasks import tidy_api
from states.models import Authority, Membership
from tests.cast import SECRET, Api, FullCast, token_of

pytestmark = pytest.mark.security

TOKEN, REVOKE, LIST = "/api/v1/oauth/token", "/api/v1/oauth/revoke", "/api/v1/requests"
FORM = "application/x-www-form-urlencoded"


def ask(client_id: str, secret: str, *, path: str = TOKEN, **more: str) -> Any:
    from urllib.parse import urlencode

    basic = b64encode(f"{client_id}:{secret}".encode()).decode()
    data = urlencode({"grant_type": "client_credentials"} | more)
    return Client().post(path, data, content_type=FORM, headers={"Authorization": f"Basic {basic}"})


def bearer(token: str) -> Any:
    return Client().get(LIST, headers={"Authorization": f"Bearer {token}"})


def test_a_client_gets_a_short_lived_token_that_works(cast: FullCast, case: AssistanceRequest) -> None:
    answer = ask(cast.client.client_id, SECRET, scope="requests:read")
    body = answer.json()
    assert (answer.status_code, body["expires_in"], body["scope"]) == (200, 900, "requests:read")
    assert "refresh_token" not in body
    assert answer["Cache-Control"] == "no-store"
    assert [item["id"] for item in bearer(body["access_token"]).json()["items"]] == [str(case.pk)]


def test_neither_token_nor_secret_is_stored(cast: FullCast) -> None:
    raw = ask(cast.client.client_id, SECRET).json()["access_token"]
    token = AccessToken.objects.get()
    assert token.token == ""
    assert raw not in token.token_checksum
    cast.client.refresh_from_db()
    assert SECRET not in cast.client.client_secret


EXCHANGE, FILES = {"exchange:read", "exchange:submit"}, {"requests:read", "requests:write"}


@pytest.mark.parametrize(
    ("is_hosted", "given", "refused"), [(True, FILES, EXCHANGE), (False, EXCHANGE, FILES)]
)
def test_a_system_works_on_files_here_or_exchanges_letters_from_elsewhere(
    cast: FullCast, is_hosted: bool, given: set[str], refused: set[str]
) -> None:
    Authority.objects.filter(pk=cast.authority.pk).update(is_hosted=is_hosted)
    by_default = ask(cast.client.client_id, SECRET).json()["scope"]
    assert set(by_default.split()) == given | {"reference:read"}
    for scope in refused:
        answer = ask(cast.client.client_id, SECRET, scope=scope)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(("client_id", "secret"), [("unknown", SECRET), (None, "wrong")])
def test_a_wrong_client_or_secret_gets_nothing(cast: FullCast, client_id: str | None, secret: str) -> None:
    answer = ask(client_id or cast.client.client_id, secret)
    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_client"})


def test_no_other_grant_exists(cast: FullCast) -> None:
    answer = ask(cast.client.client_id, SECRET, grant_type="password", username="a", password="b")
    assert answer.status_code == 400
    assert answer.json()["error"] == "unsupported_grant_type"


def test_an_unknown_scope_is_refused(cast: FullCast) -> None:
    answer = ask(cast.client.client_id, SECRET, scope="requests:read admin")
    assert answer.json()["error"] == "invalid_scope"


def test_failed_attempts_are_limited_even_for_the_right_secret(cast: FullCast) -> None:
    for _ in range(10):
        assert ask(cast.client.client_id, "wrong").status_code == 401
    answer = ask(cast.client.client_id, SECRET)
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert ask(cast.other_state_client.client_id, SECRET).status_code == 200


def test_a_revoked_token_is_dead_at_once(cast: FullCast) -> None:
    raw = ask(cast.client.client_id, SECRET).json()["access_token"]
    assert bearer(raw).status_code == 200
    assert ask(cast.client.client_id, SECRET, path=REVOKE, token=raw).status_code == 200
    assert bearer(raw).status_code == 401


def test_nobody_revokes_another_clients_token(cast: FullCast) -> None:
    raw = token_of(cast.client)
    ask(cast.other_state_client.client_id, SECRET, path=REVOKE, token=raw)
    assert bearer(raw).status_code == 200


def test_an_expired_token_is_refused(cast: FullCast) -> None:
    assert bearer(token_of(cast.client, minutes=-1)).status_code == 401


def test_an_inactive_service_account_is_refused_at_once(cast: FullCast) -> None:
    raw, account = token_of(cast.client), cast.client.service_account
    account.is_active = False
    account.save(update_fields=["is_active"])
    assert bearer(raw).status_code == 401


def test_an_ended_membership_is_refused_at_once(cast: FullCast) -> None:
    raw = token_of(cast.client)
    Membership.objects.filter(user=cast.client.service_account).delete()
    assert bearer(raw).status_code == 401


def test_an_account_of_a_person_is_no_service_account(cast: FullCast) -> None:
    raw = token_of(cast.client)
    type(cast.client).objects.filter(pk=cast.client.pk).update(service_account=cast.drafter)
    assert bearer(raw).status_code == 401


def test_a_client_serves_its_own_authority_alone(cast: FullCast, case: AssistanceRequest) -> None:
    """Even if its account were given a second membership."""
    Membership.objects.create(
        user=cast.other_state_client.service_account, authority=cast.authority, role="officer"
    )
    assert Api(cast.other_state_client).get(LIST).json()["items"] == []


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer a b", "Basic eDp5", "Bearer \xff"])
def test_without_a_readable_token_there_is_no_answer(db: None, header: str) -> None:
    answer = Client().get(LIST, headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="MLA Portal"'
    assert answer.json()["title"] == "No valid access token"


def test_a_browsers_session_opens_no_api(cast: FullCast, case: AssistanceRequest) -> None:
    browser = Client()
    browser.force_login(cast.drafter, "django.contrib.auth.backends.ModelBackend")
    assert browser.get(LIST).status_code == 401


def test_a_token_without_the_scope_is_told_which(cast: FullCast) -> None:
    answer = Api(cast.client, "reference:read").get(LIST)
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("/problems/scope-missing")
    assert answer.json()["detail"] == "The token needs the scope requests:read."


def test_a_client_that_asks_too_often_is_told_to_wait(cast: FullCast, settings: Any) -> None:
    settings.API_RATES = {"client": 2, "token": 30}
    api = Api(cast.client)
    assert [api.get(LIST).status_code for _ in range(3)] == [200, 200, 429]
    answer = api.get(LIST)
    assert 0 < int(answer["Retry-After"]) <= 60
    assert answer["RateLimit"].startswith('"client";r=0;t=')
    assert Api(cast.other_state_client).get(LIST).status_code == 200


def test_expired_tokens_and_old_keys_are_tidied_away(cast: FullCast) -> None:
    old, new = token_of(cast.client, minutes=-1), token_of(cast.client)
    for key, days in (("old", 2), ("new", 0)):
        AcceptedWrite.objects.create(client_id="c", key=key, digest="d")
        AcceptedWrite.objects.filter(key=key).update(at=timezone.now() - timedelta(days=days))
    tidy_api()
    assert (bearer(old).status_code, bearer(new).status_code) == (401, 200)
    assert AccessToken.objects.count() == 1
    assert [write.key for write in AcceptedWrite.objects.all()] == ["new"]
