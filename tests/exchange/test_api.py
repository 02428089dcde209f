"""The API of the exchange: an authority's own intake, and a counterpart's letters in and out."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.models import AssistanceRequest
from casework.services.transition import perform
from documents.sealing.key import seal_key
from exchange.models import Arrival, KnownSeal
from states.models import Authority
from tests.cast import Api, FullCast, api_client
from tests.documents.making import rendered, sealed
from tests.factories.casework import actor, sent
from tests.factories.exchange import arrival, scan, sealed_request
from tests.factories.states import AuthorityFactory, StateFactory

EXCHANGE = "exchange:read exchange:submit"
ARRIVAL_FIELDS = {
    "id", "reference", "holder", "channel", "received_on", "registered_at", "sender_state", "sender",
    "sender_stated", "foreign_reference", "dated_on", "subject", "confidentiality", "verdict", "finding",
    "letter_kind", "letter_number", "disposition", "placed_in", "files", "version",
}  # fmt: skip
RECEIPT_FIELDS = {"id", "reference", "addressee", "received_at", "sha256", "verdict", "finding"}
COMMUNICATED_FIELDS = {"id", "type", "sender", "number", "language", "dated_on", "sent_on", "sha256"}


@pytest.fixture
def api(cast: FullCast) -> Api:
    return Api(cast.client)


def test_the_own_intake_is_listed_and_read_with_exactly_these_fields(cast: FullCast, api: Api) -> None:
    row = arrival(cast)
    [listed] = api.get("/api/v1/arrivals").json()["items"]
    assert listed == api.get(f"/api/v1/arrivals/{row.pk}").json()
    assert set(listed) == ARRIVAL_FIELDS
    assert set(listed["files"][0]) == {"document", "title", "is_letter"}
    assert Api(cast.other_state_client).get("/api/v1/arrivals").json()["items"] == []
    assert Api(cast.prosecutors_client).get(f"/api/v1/arrivals/{row.pk}").status_code == 404


def test_a_mail_gateway_registers_once_for_its_key(cast: FullCast, api: Api) -> None:
    def post() -> Any:
        body = {"channel": "email", "received_on": "2026-11-20", "sender_stated": "Rīga", "files": [scan()]}
        return api.post("/api/v1/arrivals", body, headers={"Idempotency-Key": "mail-7"})

    first, second = post(), post()
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Arrival.objects.count() == 1
    assert second.headers["Idempotency-Replayed"] == "true"


class Counterpart:
    """An authority elsewhere, with a system of its own and its seal on record."""

    def __init__(self, cast: FullCast) -> None:
        StateFactory.create(code="SI")
        self.authority = AuthorityFactory.create(
            code="SI-ELSEWHERE", name="Ministry of Justice (sample)", is_hosted=False
        )
        Authority.objects.filter(pk=cast.counterpart.pk).update(name="Ministry of Justice of Latvia (sample)")
        self.api = Api(api_client(self.authority), EXCHANGE)
        self.addressee = "LV-MOJ"

    def hands_in(self, pdf: bytes, **more: Any) -> Any:
        letter = SimpleUploadedFile("letter.pdf", pdf, "application/pdf")
        body = {"addressee": self.addressee, "letter": letter} | more
        return self.api.post("/api/v1/exchange/letters", body, headers={"Idempotency-Key": "letter-17"})


@pytest.fixture
def counterpart(cast: FullCast) -> Counterpart:
    return Counterpart(cast)


@pytest.fixture
def known(counterpart: Counterpart, monkeypatch: pytest.MonkeyPatch) -> str:
    """The seal's certificate is on record as the counterpart's, and not that of this portal."""
    fingerprint = seal_key().fingerprint
    KnownSeal.objects.create(authority=counterpart.authority, fingerprint=fingerprint, source="A test")

    class Other:
        fingerprint = "0" * 64

    monkeypatch.setattr("exchange.services.recognition.seal_key", Other)
    return fingerprint


@pytest.fixture(scope="module")
def letter() -> bytes:
    return sealed(rendered())


def test_a_counterpart_hands_a_letter_in_and_gets_its_receipt_once(
    cast: FullCast, counterpart: Counterpart, known: str, letter: bytes
) -> None:
    first, second = counterpart.hands_in(letter), counterpart.hands_in(letter)
    assert first.status_code == 201, first.json()
    assert set(first.json()) == RECEIPT_FIELDS
    assert first.json() == second.json()
    row = Arrival.objects.get()
    assert (first.json()["verdict"], first.json()["reference"]) == ("sound", row.reference)
    assert (row.holder, row.sender, row.channel) == (cast.counterpart, counterpart.authority, "sealed_letter")
    assert row.files.get().is_letter


@pytest.mark.security
def test_a_letter_replayed_under_another_key_is_told_as_taken_in(
    counterpart: Counterpart, known: str, letter: bytes
) -> None:
    counterpart.hands_in(letter)
    body = {"addressee": "LV-MOJ", "letter": SimpleUploadedFile("l.pdf", letter)}
    again = counterpart.api.post("/api/v1/exchange/letters", body)
    assert again.json()["verdict"] == "duplicate"
    assert Arrival.objects.order_by("id").first().reference in again.json()["finding"]  # type: ignore[union-attr]


@pytest.mark.security
def test_a_letter_that_claims_another_sender_is_told(
    cast: FullCast, counterpart: Counterpart, letter: bytes
) -> None:
    impostor = AuthorityFactory.create(code="EE-MOJ", state=StateFactory.create(code="EE"), is_hosted=False)
    KnownSeal.objects.create(authority=impostor, fingerprint=seal_key().fingerprint, source="A test")
    api = Api(api_client(impostor), EXCHANGE)
    body = {"addressee": "LV-MOJ", "letter": SimpleUploadedFile("l.pdf", letter)}
    answer = api.post("/api/v1/exchange/letters", body).json()
    assert answer["verdict"] == "wrong_sender"
    assert Arrival.objects.get().reliance.value == "none"


@pytest.mark.security
def test_a_seal_that_is_on_record_for_nobody_takes_a_confirmation(
    counterpart: Counterpart, known: str, letter: bytes
) -> None:
    KnownSeal.objects.all().delete()
    assert counterpart.hands_in(letter).json()["verdict"] == "unknown_sealer"
    assert Arrival.objects.get().reliance.value == "confirm"


def test_a_letter_to_somebody_else_is_told_and_kept(
    cast: FullCast, counterpart: Counterpart, known: str, letter: bytes
) -> None:
    counterpart.addressee = "SI-MOJ"
    answer = counterpart.hands_in(letter).json()
    assert answer["verdict"] == "misaddressed"
    assert "Latvia" in answer["finding"]


@pytest.mark.security
def test_a_counterpart_reads_what_was_sent_to_it_and_nothing_else(cast: FullCast) -> None:
    Authority.objects.filter(pk=cast.counterpart.pk).update(is_hosted=False)
    api = Api(cast.other_state_client, EXCHANGE)
    request = sealed_request(cast)
    letters = "/api/v1/exchange/letters"
    assert api.get(letters).json()["items"] == []
    perform(actor(cast.drafter), request.pk, "send", sent())
    [item] = api.get(letters).json()["items"]
    assert set(item) == COMMUNICATED_FIELDS
    detail = api.get(f"{letters}/{item['id']}").json()
    assert set(detail) == COMMUNICATED_FIELDS | {"data", "enclosures"}
    assert detail["data"]["reference"] == request.own_reference
    content = api.get(f"{letters}/{item['id']}/content")
    assert b"".join(content.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    stranger = AuthorityFactory.create(code="EE-MOJ", state=StateFactory.create(code="EE"), is_hosted=False)
    other = Api(api_client(stranger), EXCHANGE)
    assert other.get(letters).json()["items"] == []
    assert other.get(f"{letters}/{item['id']}").status_code == 404
    assert other.get(f"{letters}/{item['id']}/content").status_code == 404
    AssistanceRequest.objects.filter(pk=request.pk).update(confidentiality=3)
    low = Api(api_client(cast.counterpart, confidentiality=2), EXCHANGE)
    assert low.get(letters).json()["items"] == []


@pytest.mark.security
def test_whoever_works_here_and_whoever_lacks_the_scope_does_not_use_this_face(cast: FullCast) -> None:
    for client in (cast.client, cast.other_state_client):
        assert Api(client, EXCHANGE).get("/api/v1/exchange/letters").status_code == 403
    Authority.objects.filter(pk=cast.counterpart.pk).update(is_hosted=False)
    assert Api(cast.other_state_client).get("/api/v1/exchange/letters").status_code == 403
