"""Anybody may verify a letter, and learns nothing else."""

import hashlib
import re

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from documents.letters.codes import ALPHABET, canonical, grouped, new_code
from documents.models import Letter
from documents.services.letters import supersede_letter, withdraw_letter
from documents.views.verify import TRIES
from mla_portal.accounts.actors import Actor, Channel
from tests.factories.accounts import UserFactory
from tests.factories.documents import ordered_letter, sealed_letter

pytestmark = pytest.mark.django_db


def address(letter: Letter) -> str:
    return f"/verify/{grouped(letter.verification_code)}"


def as_json(client: Client, path: str, **headers: str) -> dict[str, object]:
    answer: dict[str, object] = client.get(path, headers={"Accept": "application/json", **headers}).json()
    return answer


def actor() -> Actor:
    return Actor(user=UserFactory.create(), channel=Channel.WEB)


def test_a_code_has_more_than_100_random_bits_and_survives_typing() -> None:
    code = new_code()
    assert len(ALPHABET) ** len(code) > 2**100
    assert len({new_code() for _ in range(1000)}) == 1000
    assert canonical(grouped(code)) == code
    assert canonical(f"  {grouped(code).lower().replace('-', ' ')} ") == code
    assert canonical(code.replace("1", "l").replace("0", "o")) == code
    for malformed in ("", "short", code + "A", code[:-1] + "U", code[:-1] + "é"):
        assert canonical(malformed) is None


def test_the_address_in_the_letter_leads_to_its_page(client: Client) -> None:
    letter = sealed_letter()
    assert client.get(address(letter)).status_code == 200


def test_a_genuine_letter_shows_who_when_hash_and_seal(client: Client) -> None:
    letter = sealed_letter()
    assert letter.version is not None
    answer = as_json(client, address(letter))
    assert answer == {
        "found": True,
        "code": grouped(letter.verification_code),
        "kind": "request",
        "standing": "genuine",
        "detail": "This letter is genuine.",
        "authority": letter.authority.name,
        "state": "Slovenia",
        "sealed_at": letter.version.seal.sealed_at.isoformat().replace("+00:00", "Z"),
        "withdrawn_at": None,
        "sha256": hashlib.sha256(letter.version.file.read()).hexdigest(),
        "seal": {
            "holds": True,
            "signer": "CN=MLA Portal DEMONSTRATION ONLY seal,O=MLA Portal DEMONSTRATION ONLY",
            "issuer": "CN=MLA Portal DEMONSTRATION ONLY CA,O=MLA Portal DEMONSTRATION ONLY",
            "algorithm": "ECDSA secp256r1",
            "demonstration": True,
        },
    }
    page = client.get(address(letter)).content.decode()
    for text in (
        "This letter is genuine.",
        "Request for mutual legal assistance",
        letter.authority.name,
        answer["sha256"],
        "demonstration key",
    ):
        assert str(text) in page


def test_json_has_an_address_of_its_own(client: Client) -> None:
    letter = sealed_letter()
    assert client.get(f"{address(letter)}.json").json()["standing"] == "genuine"


@pytest.mark.security
def test_nothing_of_the_case_is_told(client: Client) -> None:
    letter = sealed_letter()
    told = (
        client.get(address(letter)).content.decode() + client.get(f"{address(letter)}.json").content.decode()
    )
    private = [letter.number, letter.data["reference"], letter.data["requested"]["name"], "Vzorec", "Latvia"]
    private += [person["name"] for person in letter.data["persons"]]
    assert [text for text in private if text in told] == []


def test_a_superseded_letter_says_so(client: Client) -> None:
    letter = sealed_letter()
    supersede_letter(actor(), letter, by=sealed_letter())
    assert as_json(client, address(letter))["standing"] == "superseded"
    assert "a newer letter has taken its place" in client.get(address(letter)).content.decode()


def test_a_withdrawn_letter_says_so_and_since_when(client: Client) -> None:
    letter = sealed_letter()
    withdraw_letter(actor(), letter)
    answer = as_json(client, address(letter))
    assert answer["standing"] == "withdrawn"
    assert answer["withdrawn_at"] is not None


@pytest.mark.security
def test_a_stored_file_altered_by_one_byte_is_noticed(client: Client) -> None:
    letter = sealed_letter()
    assert letter.version is not None
    name = letter.version.file.name or ""
    content = bytearray(letter.version.file.read())
    content[len(content) // 3] ^= 1
    default_storage.delete(name)
    default_storage.save(name, ContentFile(bytes(content)))
    cache.clear()
    answer = as_json(client, address(letter))
    assert answer["standing"] == "damaged"
    assert "cannot be confirmed" in str(answer["detail"])


@pytest.mark.security
def test_an_unknown_a_malformed_and_an_unfinished_code_get_the_same_answer(client: Client) -> None:
    unfinished = ordered_letter()
    answers = set()
    for code in (grouped(new_code()), "no-code-at-all", grouped(unfinished.verification_code)):
        response = client.get(f"/verify/{code}", headers={"Accept": "application/json"})
        answers.add((response.status_code, response.content))
        page = client.get(f"/verify/{code}")
        assert page.status_code == 404
        assert code in page.content.decode()
    assert len(answers) == 1


@pytest.mark.security
def test_an_address_that_tries_too_many_codes_has_to_wait(client: Client) -> None:
    tries = int(TRIES.split("/")[0])
    statuses = [client.get(f"/verify/{grouped(new_code())}").status_code for _ in range(tries + 2)]
    assert statuses == [404] * tries + [429] * 2
    assert client.get(f"/verify/{grouped(new_code())}", REMOTE_ADDR="192.0.2.7").status_code == 404
    waiting = client.get(f"/verify/{grouped(new_code())}", headers={"Accept": "application/json"})
    assert waiting.json()["detail"].startswith("Too many codes")


def test_the_form_leads_to_the_codes_page(client: Client) -> None:
    assert client.get("/verify").status_code == 200
    response = client.get("/verify", {"code": " abc/def "})
    assert (response.status_code, response.headers["Location"]) == (302, "/verify/abc-def")


@pytest.mark.security
def test_the_page_is_not_cached_indexed_or_scripted_inline(client: Client) -> None:
    response = client.get(address(sealed_letter()))
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    page = response.content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]


def test_the_schema_of_the_data_is_public(client: Client) -> None:
    response = client.get("/schemas/request-1.0.json")
    assert response.headers["Content-Type"] == "application/schema+json"
    assert response.json()["$id"] == "urn:mla-portal:schema:request-1.0"
    assert client.get("/schemas/other-1.0.json").status_code == 404
