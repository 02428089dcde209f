"""A letter that did not reach the other desk: seen where its officer looks, and sent on its way again."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from exchange.choices import DeliveryStatus
from exchange.models import Arrival, Delivery
from exchange.services.deliveries import deliver, retry
from mla_portal.accounts.models import User
from mla_portal.audit.models import AuditEvent
from states.choices import Role
from tests.casework.pages import signed_in, words
from tests.cast import Api, FullCast, api_client
from tests.factories.casework import actor
from tests.factories.exchange import arrival, not_delivered

DELIVERY_FIELDS = {
    "id", "request", "communication", "type", "number", "to", "status", "failure", "attempts", "queued_at",
    "receipt",
}  # fmt: skip
REACHED = "has not reached"
BUTTON = "Deliver it again"


def letters_tab(user: User, delivery: Delivery) -> str:
    address = reverse("requests:case-tab", args=[delivery.communication.request_id, "communications"])
    return words(signed_in(user).get(address))


def test_a_failure_stands_at_the_letter_and_in_the_worklist_until_it_is_delivered(cast: FullCast) -> None:
    delivery = not_delivered(cast)
    letters = letters_tab(cast.drafter, delivery)
    assert "Failed" in letters
    assert "The storage was out of reach." in letters
    assert BUTTON in letters
    line = f"of the file {delivery.communication.request.own_reference} {REACHED}"
    assert line in words(signed_in(cast.colleague).get("/"))
    browser = signed_in(cast.drafter)
    page = browser.post(reverse("exchange:retry", args=[delivery.pk]), follow=True)
    assert "on its way again" in words(page)
    assert BUTTON not in words(page)
    assert REACHED not in words(browser.get("/"))
    deliver(delivery.pk, task="again")
    assert "Delivered" in letters_tab(cast.drafter, delivery)
    assert Arrival.objects.count() == 1


@pytest.mark.security
def test_whoever_only_reads_the_file_is_told_but_offered_no_button(cast: FullCast) -> None:
    delivery = not_delivered(cast)
    letters = letters_tab(cast.auditor, delivery)
    assert "The storage was out of reach." in letters
    assert BUTTON not in letters
    for user in (cast.auditor, cast.other_state_officer, cast.outsider):
        assert REACHED not in words(signed_in(user).get("/"))


def test_many_failures_do_not_bury_the_worklist(cast: FullCast) -> None:
    delivery = not_delivered(cast)
    request = delivery.communication.request
    for _number in range(7):
        row = request.communications.create(direction="issued", type="chaser", channel="portal")
        Delivery.objects.create(communication=row, to=cast.counterpart, status=DeliveryStatus.FAILED)
    assert words(signed_in(cast.drafter).get("/")).count(REACHED) == 5


def test_the_worklist_says_how_many_arrivals_are_not_placed_yet(cast: FullCast) -> None:
    sentence = "not placed in a file yet"
    assert sentence not in words(signed_in(cast.drafter).get("/"))
    arrival(cast)
    arrival(cast)
    assert f"2 arrivals are {sentence}" in words(signed_in(cast.drafter).get("/"))
    for user in (cast.auditor, cast.prosecutor, cast.other_state_officer):
        assert sentence not in words(signed_in(user).get("/"))


def retried() -> int:
    return AuditEvent.objects.filter(verb="delivery.retried").count()


def test_a_second_click_changes_nothing_whether_it_is_on_its_way_or_has_arrived(cast: FullCast) -> None:
    delivery = not_delivered(cast)
    browser: Client = signed_in(cast.drafter)
    address = reverse("exchange:retry", args=[delivery.pk])
    assert [browser.post(address).status_code for _click in range(2)] == [302, 302]
    deliver(delivery.pk, task="again")
    assert "was delivered" in words(browser.post(address, follow=True))
    delivery.refresh_from_db()
    assert (delivery.status, retried()) == (DeliveryStatus.DELIVERED, 1)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4, initializer=connections.close_all) as pool:
        yield pool


@pytest.mark.django_db(transaction=True)
def test_four_clicks_at_once_ask_for_it_once(threads: ThreadPoolExecutor) -> None:
    cast = FullCast()
    delivery = not_delivered(cast)

    def click(number: int) -> str:
        try:
            return retry(actor(cast.drafter), delivery.pk).status
        finally:
            connections.close_all()

    assert set(threads.map(click, range(4))) == {DeliveryStatus.QUEUED}
    assert retried() == 1


@pytest.mark.security
def test_the_api_lists_and_retries_the_own_deliveries_with_exactly_these_fields(cast: FullCast) -> None:
    delivery = not_delivered(cast)
    api, path = Api(cast.client), f"/api/v1/deliveries/{delivery.pk}"
    [listed] = api.get("/api/v1/deliveries?status=failed").json()["items"]
    assert listed == api.get(path).json()
    assert set(listed) == DELIVERY_FIELDS
    assert listed["receipt"] is None
    assert api.get("/api/v1/deliveries?status=delivered").json()["items"] == []
    assert api.get("/api/v1/deliveries?status=lost").status_code == 400
    for stranger in (cast.other_state_client, cast.prosecutors_client):
        other = Api(stranger)
        assert other.get("/api/v1/deliveries").json()["items"] == []
        assert other.get(path).status_code == other.post(f"{path}/retry").status_code == 404
    reader = Api(api_client(cast.authority, role=Role.AUDITOR))
    assert reader.get(path).status_code == 200
    assert reader.post(f"{path}/retry").status_code == 403
    assert Api(cast.client, "requests:read").post(f"{path}/retry").status_code == 403
    first, second = (api.post(f"{path}/retry") for _time in range(2))
    assert (first.status_code, first.json()["status"]) == (200, "queued")
    assert second.json() == first.json()
    assert retried() == 1
    deliver(delivery.pk, task="again")
    receipt = api.get(path).json()["receipt"]
    assert set(receipt) == {"reference", "received_at", "sha256"}
    assert receipt["reference"] == Arrival.objects.get().reference
