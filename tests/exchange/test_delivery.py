"""From one desk of the portal to another: exactly one arrival, and a receipt, whatever happens on the way."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone

from casework.services.desk import add_document
from casework.services.transition import perform
from documents.models import Document, Version
from documents.services.production import produce
from exchange.choices import DeliveryStatus
from exchange.models import Arrival, Delivery, Receipt
from exchange.services import deliveries
from exchange.services.deliveries import deliver, retry, sweep
from exchange.services.placing import open_file
from mla_portal.accounts.models import User
from mla_portal.audit.services import verify
from mla_portal.common.confidentiality import Confidentiality
from mla_portal.common.errors import NotPermitted, Refusal
from states.models import Authority, Membership
from tests.cast import FullCast
from tests.factories.casework import actor, sent
from tests.factories.exchange import SCAN, delivered, sealed_request, sent_by_portal


def test_sending_through_the_portal_makes_one_arrival_and_a_receipt(cast: FullCast) -> None:
    delivery = sent_by_portal(cast)
    assert not Arrival.objects.exists()
    deliver(delivery.pk, task="one")
    arrival = Arrival.objects.get()
    sent_letter = delivery.communication.letter
    assert sent_letter is not None
    assert sent_letter.version is not None
    assert (arrival.holder, arrival.channel, arrival.verdict) == (cast.counterpart, "portal", "sound")
    assert arrival.sender == cast.authority
    assert arrival.foreign_reference == delivery.communication.request.own_reference
    assert arrival.letter == type(arrival.letter).model_validate(sent_letter.data)
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.DELIVERED
    assert delivery.receipt.reference == arrival.reference
    assert delivery.receipt.sha256 == sent_letter.version.sha256 == arrival.letter_sha256
    delivery.communication.refresh_from_db()
    assert arrival.reference in delivery.communication.proof
    assert list(verify(chain=arrival.audit_chain)) == []
    assert list(verify(chain=delivery.communication.request.audit_chain)) == []


@pytest.mark.security
def test_nothing_is_shared_between_the_two_authorities(cast: FullCast) -> None:
    arrival = delivered(cast)
    theirs, ours = cast.other_state_officer, cast.drafter
    request = Delivery.objects.get().communication.request
    assert Arrival.objects.visible_to(theirs).get() == arrival
    assert not Arrival.objects.visible_to(ours).exists()
    assert not Delivery.objects.visible_to(theirs).exists()
    assert Delivery.objects.visible_to(ours).exists()
    documents = set(arrival.files.values_list("document", flat=True))
    assert documents == set(Document.objects.visible_to(theirs).values_list("pk", flat=True))
    assert not documents & set(request.documents.values_list("document", flat=True))
    copies = Version.objects.filter(document__in=documents)
    assert all(copy.document.holder == cast.counterpart for copy in copies)
    stored = Version.objects.values_list("file", flat=True)
    assert len(set(stored)) == len(stored)


def test_enclosures_go_with_the_letter_as_copies_of_the_same_bytes(cast: FullCast) -> None:
    request = sealed_request(cast)
    perform(actor(cast.approver), request.pk, "revoke", sent(reason="An enclosure is missing."))
    for title in ("Rights", "Rights, for counsel"):
        enclosed = SimpleUploadedFile("../../rights.pdf", SCAN + b"enclosed", "application/pdf")
        add_document(actor(cast.drafter), request.pk, title=title, file=enclosed, is_enclosure=True)
    perform(actor(cast.drafter), request.pk, "submit")
    perform(actor(cast.approver), request.pk, "approve")
    perform(actor(cast.approver, fresh_second_factor=True), request.pk, "seal")
    letter = request.communications.filter(letter__withdrawn_at=None).get().letter
    assert letter is not None
    produce(letter.pk, task="again")
    perform(actor(cast.drafter), request.pk, "send", sent(channel="portal"))
    deliver(Delivery.objects.get().pk, task="one")
    arrival = Arrival.objects.get()
    versions = Version.objects.filter(document__in=arrival.files.values("document"))
    content = arrival.letter
    assert content is not None
    assert {one.sha256 for one in content.enclosures} < set(versions.values_list("sha256", flat=True))
    assert set(versions.values_list("filename", flat=True)) >= {"rights.pdf"}
    assert arrival.files.filter(is_letter=True).count() == 1
    theirs = open_file(actor(cast.other_state_officer), arrival.pk)
    titles = set(theirs.documents.values_list("document__title", flat=True))
    assert titles > {"Rights", "Rights, for counsel"}


@pytest.mark.parametrize("blow", ["a second task", "the same message again", "a sweep"])
def test_a_delivery_made_twice_arrives_once(cast: FullCast, blow: str) -> None:
    delivery = sent_by_portal(cast)
    deliver(delivery.pk, task="one")
    match blow:
        case "a second task":
            deliver(delivery.pk, task="two")
        case "the same message again":
            deliver(delivery.pk, task="one")
        case "a sweep":
            assert sweep() == 0
    assert Arrival.objects.count() == Receipt.objects.count() == 1


def test_a_worker_killed_on_the_way_leaves_nothing_half_done(
    cast: FullCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = sent_by_portal(cast)

    def die(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(deliveries, "_close", die)
    with pytest.raises(KeyboardInterrupt):
        deliver(delivery.pk, task="killed")
    monkeypatch.undo()
    assert not Arrival.objects.exists()
    deliver(delivery.pk, task="another")  # the claim of the dead one still holds
    assert not Arrival.objects.exists()
    Delivery.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert sweep() == 1
    deliver(delivery.pk, task="another")
    assert Arrival.objects.get().reference.endswith("/A/00001")


def test_a_delivery_that_cannot_be_made_fails_in_words_and_is_tried_again(cast: FullCast) -> None:
    delivery = sent_by_portal(cast)
    Delivery.objects.update(attempts=10, due_at=timezone.now() - timedelta(seconds=1))
    deliver(delivery.pk, task="late")
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.FAILED
    assert "10 times" in delivery.failure
    with pytest.raises(NotPermitted):
        retry(actor(cast.auditor), delivery.pk)
    with pytest.raises(Delivery.DoesNotExist):
        retry(actor(cast.other_state_officer), delivery.pk)
    retry(actor(cast.drafter), delivery.pk)
    deliver(delivery.pk, task="again")
    assert Arrival.objects.count() == 1


def test_a_letter_goes_by_portal_only_to_whoever_works_on_it(cast: FullCast) -> None:
    request = sealed_request(cast)
    Authority.objects.filter(pk=cast.counterpart.pk).update(is_hosted=False)
    with pytest.raises(Refusal):
        perform(actor(cast.drafter), request.pk, "send", sent(channel="portal"))
    assert not Delivery.objects.exists()


@pytest.mark.security
def test_a_letter_that_asks_for_it_is_confidential_from_its_arrival_on(cast: FullCast) -> None:
    arrival = delivered(cast, confidentiality_wish=True, confidentiality_reason="Suspects at large.")
    assert arrival.confidentiality == Confidentiality.CONFIDENTIAL
    Membership.objects.filter(user=cast.other_state_officer).update(confidentiality=2)
    officer = User.objects.get(pk=cast.other_state_officer.pk)
    assert not Arrival.objects.visible_to(officer).exists()
    assert not Document.objects.visible_to(officer).exists()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4, initializer=connections.close_all) as pool:
        yield pool


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_make_one_arrival(threads: ThreadPoolExecutor) -> None:
    delivery = sent_by_portal(FullCast())

    def work(number: int) -> None:
        try:
            deliveries._deliver(Delivery.objects.get(pk=delivery.pk))  # past the claim, as after a lease
        finally:
            connections.close_all()

    list(threads.map(work, range(4)))
    assert Arrival.objects.count() == Receipt.objects.count() == 1
    assert Arrival.objects.get().reference.endswith("/A/00001")


@pytest.mark.django_db(transaction=True)
def test_two_clicks_on_send_make_one_delivery(threads: ThreadPoolExecutor) -> None:
    cast = FullCast()
    request = sealed_request(cast)

    def click(number: int) -> bool:
        try:
            perform(actor(cast.drafter), request.pk, "send", sent(channel="portal"))
        except Refusal:
            return False
        finally:
            connections.close_all()
        return True

    assert sorted(threads.map(click, range(2))) == [False, True]
    assert Delivery.objects.count() == 1
