"""What a stranger may send on purpose: nothing of it stops the register, fills a file or holds a desk up."""

import io
import json
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import reverse

from casework.models import AssistanceRequest, Offence
from casework.services.desk import add_document
from casework.services.export import export_documents
from documents.letters.samples import request_letter
from documents.models import Document
from documents.recognition import page_text, recognise, sandbox
from documents.recognition.verdicts import Reliance, Verdict
from exchange.models import Arrival, Delivery
from exchange.services import recognition
from exchange.services.deliveries import deliver
from exchange.services.placing import open_file
from mla_portal.common.errors import Refusal
from tests.casework.pages import signed_in
from tests.cast import Api, FullCast
from tests.documents import forging
from tests.documents.making import rendered, sealed
from tests.factories.casework import actor, draft, incoming
from tests.factories.exchange import SCAN, arrival, delivered, scan, sent_by_portal

pytestmark = pytest.mark.security


def named(name: str) -> bytes:
    """The sample letter whose attached file has this name."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AF[0].UF = pikepdf.String(name)

    return forging.changed(rendered(), change)


def raw(text: str) -> bytes:
    """The sample letter with its facts replaced by JSON of our own making."""
    data = request_letter().frozen() | {"facts": "FACTS"}
    return forging.with_attachment(json.dumps(data).replace('"FACTS"', text).encode())


UNSTORABLE = {
    "a NUL": lambda: raw('"In May\\u0000 1992"'),
    "half a character": lambda: raw('"In May \\ud800 1992"'),
    "a NUL in a name": lambda: raw('"x", "\\u0000": 1'),
    "not a number": lambda: raw("NaN"),
    "infinity": lambda: raw("1e999"),
    "a number of five thousand digits": lambda: raw("9" * 5000),
    "a name said twice": lambda: raw('"Nothing happened.", "facts": "In May 1992"'),
}


@pytest.mark.parametrize("hostile", UNSTORABLE.values(), ids=UNSTORABLE)
def test_data_that_no_database_keeps_or_two_readers_read_otherwise_are_not_read(
    cast: FullCast, hostile: Callable[[], bytes]
) -> None:
    row = arrival(cast, scan("letter.pdf", hostile()), channel="sealed_letter")
    row.refresh_from_db()
    assert (row.data, row.reliance) == (None, Reliance.NONE)
    assert row.report["data_fault"]


@pytest.mark.parametrize("name", ["letter\0.json", "../../etc/passwd.json", "\ufdfa" * 500 + ".json"])
def test_the_name_of_an_attached_file_is_only_text(cast: FullCast, name: str) -> None:
    row = arrival(cast, scan("letter.pdf", named(name)), channel="sealed_letter")
    row.refresh_from_db()
    assert row.verdict == Verdict.NO_SEAL
    assert all("\0" not in one and len(one) <= 200 for one in row.report["attachments"])


def test_a_comparison_that_was_made_to_last_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    half = "ab" * 30_000
    letter = request_letter().model_copy(update={"conditions": tuple(f"{half}{n}c" for n in range(40))})
    began = time.monotonic()
    with pytest.raises(page_text.TooMuch):
        page_text.contradictions(letter, [half] * 200, seconds=1)
    assert time.monotonic() - began < 10
    monkeypatch.setattr(page_text.contradictions, "__kwdefaults__", {"seconds": 0})
    found = recognise.recognise(rendered())
    assert (found.verdict, found.content) == (Verdict.UNREADABLE, None)


class Dying:
    """In place of Python: a program that ends in this way."""

    def __init__(self, tmp_path: Any, script: str) -> None:
        program = tmp_path / "python"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        self.executable = str(program)


@pytest.mark.parametrize(
    "script",
    ["kill -9 $$", "sleep 30", "echo nothing that is JSON", "exit 0", "exit 3"],
    ids=["killed", "silent", "babbling", "empty", "failed"],
)
def test_an_examiner_that_dies_leaves_an_arrival_that_says_so(
    cast: FullCast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(sandbox, "sys", Dying(tmp_path, script))
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    row = arrival(cast, scan("letter.pdf"), channel="sealed_letter")
    assert row.verdict == Verdict.UNREADABLE
    assert "too large to be examined safely" in row.sentence


def test_many_files_made_to_last_do_not_add_up(cast: FullCast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def slow(pdf: bytes) -> recognise.Recognition:
        asked.append(pdf)
        return recognise.Recognition(Verdict.UNREADABLE, {"seals": 0, "sha256": "0" * 64})

    monkeypatch.setattr(recognition, "recognise", slow)
    monkeypatch.setattr(recognition, "PATIENCE", 0)
    arrival(cast, *(scan(f"{n}.pdf") for n in range(4)), channel="sealed_letter")
    assert len(asked) == 1


def test_an_enclosure_cannot_hold_up_the_delivery_of_its_letter(
    cast: FullCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    real = recognition.recognise
    monkeypatch.setattr(recognition, "recognise", lambda pdf: asked.append(pdf) or real(pdf))
    delivery = sent_by_portal(cast, enclosed=[scan("bomb.pdf", SCAN + b"%bomb")])
    deliver(delivery.pk, task="one")
    assert len(asked) == 1
    assert Arrival.objects.get().verdict == Verdict.SOUND
    assert Arrival.objects.get().files.count() == 2


def test_a_bomb_of_packed_pages_is_kept_and_not_unpacked(cast: FullCast) -> None:
    packer = zlib.compressobj(9)
    inner = b"".join(packer.compress(b" " * 10_000_000) for _part in range(60)) + packer.flush()

    def put(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents = pdf.make_stream(b"")
        pdf.pages[0].Contents.write(
            zlib.compress(inner), filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 2)
        )

    bomb = forging.changed(forging.plain(), put)
    assert len(bomb) < 1_000_000
    row = arrival(cast, scan("bomb.pdf", bomb), channel="sealed_letter")
    assert row.reliance is Reliance.NONE
    assert row.files.count() == 1


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "..\\..\\boot.pdf", "/etc/shadow.pdf", "a\nb.pdf"])
def test_what_arrives_under_a_path_is_kept_and_exported_under_a_plain_name(cast: FullCast, name: str) -> None:
    file = SimpleUploadedFile("x.pdf", SCAN)
    file._name = name  # what a hostile client sends, past Django's own cleaning
    case = draft(cast)
    add_document(actor(cast.drafter), case.pk, title=name, file=file)
    archive = zipfile.ZipFile(io.BytesIO(export_documents(actor(cast.drafter), case.pk).read()))
    names = archive.namelist()
    assert names[-1] == "manifest.json"
    assert all(not set(one) & set("/\\\n\r") and ".." not in one for one in names)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4, initializer=connections.close_all) as pool:
        yield pool


@pytest.mark.django_db(transaction=True)
def test_an_arrival_placed_four_times_at_once_opens_one_file(threads: ThreadPoolExecutor) -> None:
    cast = FullCast()
    row = delivered(cast)

    def click(number: int) -> bool:
        try:
            open_file(actor(cast.other_state_officer), row.pk)
        except Refusal:
            return False
        finally:
            connections.close_all()
        return True

    assert sorted(threads.map(click, range(4))) == [False, False, False, True]
    assert AssistanceRequest.objects.filter(holder=cast.counterpart).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_letter_registered_four_times_at_once_is_new_once(threads: ThreadPoolExecutor) -> None:
    cast = FullCast()
    AssistanceRequest.objects.filter(pk=incoming(cast).pk).delete()
    pdf = sealed(rendered())

    def hand_in(number: int) -> str:
        try:
            return arrival(cast, scan("letter.pdf", pdf), channel="sealed_letter").letter_sha256
        finally:
            connections.close_all()

    assert len(set(threads.map(hand_in, range(4)))) == 1
    verdicts = list(Arrival.objects.values_list("verdict", flat=True))
    assert len(verdicts) == 4
    assert verdicts.count(Verdict.DUPLICATE) in (0, 3)
    assert len(set(Arrival.objects.values_list("reference", flat=True))) == 4


def test_a_delivered_letter_handed_in_again_on_paper_is_told_as_taken_in(cast: FullCast) -> None:
    row = delivered(cast)
    letter = Delivery.objects.get().communication.letter
    assert letter is not None
    assert letter.version is not None
    with letter.version.file.open() as file:
        pdf = file.read()
    page = signed_in(cast.other_state_officer).post(
        reverse("exchange:register"),
        {
            "holder": str(cast.counterpart.pk), "channel": "email", "confidentiality": "1",
            "received_on": row.received_on.isoformat(), "documents": scan("letter.pdf", pdf),
        },
    )  # fmt: skip
    assert page.status_code == 302
    again = Arrival.objects.exclude(pk=row.pk).get()
    assert (again.verdict, again.reliance) == (Verdict.DUPLICATE, Reliance.NONE)
    assert row.reference in again.sentence
    with pytest.raises(Refusal):
        open_file(actor(cast.other_state_officer), again.pk)


def test_another_states_system_registers_nothing_in_our_intake(cast: FullCast) -> None:
    body = {"holder": "SI-MOJ", "channel": "email", "received_on": "2026-11-20", "files": [scan()]}
    for client in (cast.other_state_client, cast.prosecutors_client):
        answer = Api(client).post("/api/v1/arrivals", body | {"files": [scan()]})
        assert answer.status_code == 403
    assert not Arrival.objects.exists()
    assert not Document.objects.exists()


def test_a_spreadsheet_gets_no_formula_from_outside(cast: FullCast) -> None:
    case = incoming(cast)
    Offence.objects.filter(request=case).update(crime="=HYPERLINK(1)")
    page = signed_in(cast.auditor).get(reverse("requests:statistics-csv"), {"by": "crime"})
    assert ",'=HYPERLINK(1)," in page.content.decode()


def test_an_item_of_another_file_in_the_address_says_nothing_here(cast: FullCast) -> None:
    ours, other = incoming(cast), incoming(cast)
    address = reverse("requests:letter-new", args=[ours.pk, "return_request"])
    browser = signed_in(cast.approver)
    plain = browser.get(address).context["form"]
    for item in (str(other.pk), str(other.measures.get().pk), "' OR 1=1", "x" * 3000):
        page = browser.get(address, {"item": item})
        assert page.status_code == 200
        assert page.context["form"].initial == plain.initial
        assert page.context["form"].fields.keys() == plain.fields.keys()


def test_fifty_megabytes_of_json_and_deep_nesting_end_at_the_door(cast: FullCast) -> None:
    api, path = Api(cast.client), f"/api/v1/requests/{draft(cast).pk}"
    for body, status in ((b'{"title": "' + b"x" * 50_000_000 + b'"}', 413), (b"[" * 500_000, 400)):
        answer = api.generic(
            "PATCH", path, body, content_type="application/json", headers={"If-Match": '"1"'}
        )
        assert answer.status_code == status
