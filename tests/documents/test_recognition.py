"""A letter that arrives as a file is what it says, or it is told in one sentence what it is instead."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from documents.choices import LetterKind
from documents.recognition.examiner import pages_of
from documents.recognition.page_text import contradictions
from documents.recognition.recognise import Recognition, recognise
from documents.recognition.verdicts import SENTENCES, Reliance, Verdict, reliance_on
from documents.rendering.pdf import render
from documents.sealing.key import SealKey, seal_key
from documents.sealing.trust import TrustError
from tests.documents import forging
from tests.documents.keys import issued_by, issuer, revocation_list
from tests.documents.making import outline_of, rendered, sealed
from tests.documents.samples import request_letter, step_letter

pytestmark = pytest.mark.security


class Trusted:
    """An issuer that this portal trusts, and a ministry's seal under it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.issuer = issuer()
        self.seal = issued_by(self.issuer)
        self.trusts(self.issuer)

    def trusts(self, authority: SealKey) -> None:
        from cryptography.hazmat.primitives.serialization import Encoding

        path = self.folder / f"{authority.serial}.pem"
        path.write_bytes(authority.certificate.public_bytes(Encoding.PEM))

    def revokes(self, *seals: SealKey) -> None:
        (self.folder / "revoked.crl").write_bytes(revocation_list(self.issuer, *seals))


@pytest.fixture
def trusted(tmp_path: Path, settings: Settings) -> Trusted:
    settings.SEAL_TRUST = tmp_path
    return Trusted(tmp_path)


FORGED: dict[Verdict, Callable[[Trusted], bytes]] = {
    Verdict.NOT_PDF: lambda t: b"PK\x03\x04 no letter at all",
    Verdict.ENCRYPTED: lambda t: forging.encrypted(rendered()),
    Verdict.UNREADABLE: lambda t: forging.sealed_with(t.seal)[:30_000],
    Verdict.NO_SEAL: lambda t: rendered(),
    Verdict.SEVERAL_SEALS: lambda t: forging.signed_by(
        t.seal, forging.signed_by(t.seal, forging.plain(), "One"), "Two"
    ),
    Verdict.ALTERED: lambda t: forging.altered_byte(forging.sealed_with(t.seal)),
    Verdict.ADDED_TO: lambda t: forging.added_to(forging.sealed_with(t.seal)),
    Verdict.PARTIAL_SEAL: lambda t: forging.partly_sealed(t.seal),
    Verdict.FOREIGN_SEAL: lambda t: forging.signed_by(issued_by(issuer()), forging.plain(), "Signature1"),
    Verdict.UNTRUSTED: lambda t: forging.sealed_with(issued_by(issuer("Somebody"))),
    Verdict.EXPIRED: lambda t: forging.sealed_with(issued_by(t.issuer, from_day=-400, to_day=-30)),
    Verdict.NO_DATA: lambda t: forging.sealed_with(t.seal, forging.without_data()),
    Verdict.BAD_DATA: lambda t: forging.sealed_with(t.seal, forging.with_attachment(b"{]")),
    Verdict.CONTRADICTION: lambda t: forging.sealed_with(
        t.seal, forging.with_data(lambda data: data["persons"][0].update(name="Иван Другой"))
    ),
    Verdict.SOUND: lambda t: forging.sealed_with(t.seal),
}


@pytest.mark.parametrize("verdict", FORGED, ids=str)
def test_each_damaged_or_forged_letter_is_told_apart(verdict: Verdict, trusted: Trusted) -> None:
    found = recognise(FORGED[verdict](trusted))
    assert found.verdict == verdict, found.report
    assert found.report["verdict"] == verdict.value
    assert found.sentence.endswith(".")
    assert "%(" not in found.sentence


def test_data_that_contradict_the_pages_are_not_used_under_an_untrusted_seal_either() -> None:
    forged = forging.with_data(lambda data: data.update(facts="Something else happened."))
    found = recognise(forging.sealed_with(issued_by(issuer("Somebody")), forged))
    assert found.verdict == Verdict.UNTRUSTED
    assert found.reliance is Reliance.NONE


def test_a_revoked_certificate_is_told_whatever_time_the_seal_claims(trusted: Trusted) -> None:
    letter = forging.sealed_with(trusted.seal)
    trusted.revokes(issued_by(trusted.issuer))
    assert recognise(letter).verdict == Verdict.SOUND
    trusted.revokes(trusted.seal)
    found = recognise(letter)
    assert found.verdict == Verdict.REVOKED
    assert found.report["seal"]["revoked_at"]


def test_a_list_of_revocations_that_the_issuer_did_not_sign_counts_nothing(trusted: Trusted) -> None:
    letter = forging.sealed_with(trusted.seal)
    forger = issuer()  # of the same name
    (trusted.folder / "forged.crl").write_bytes(revocation_list(forger, trusted.seal))
    assert recognise(letter).verdict == Verdict.SOUND


def test_a_certificate_that_expired_since_leaves_the_letter_sound_and_says_so(
    trusted: Trusted, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = forging.sealed_with(trusted.seal)
    later = timezone.now() + timedelta(days=40)
    monkeypatch.setattr("documents.recognition.recognise.timezone.now", lambda: later)
    found = recognise(letter)
    assert found.verdict == Verdict.SOUND_EXPIRED_SINCE
    assert found.reliance is Reliance.FILLS


def test_a_demonstration_seal_counts_nothing_in_production(settings: Settings) -> None:
    letter = sealed(rendered())
    assert recognise(letter).verdict == Verdict.SOUND
    settings.IS_PRODUCTION = True
    assert recognise(letter).verdict == Verdict.DEMONSTRATION


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_what_this_portal_seals_it_recognises_and_reads_whole(language: str) -> None:
    found = recognise(sealed(rendered(language)))
    assert found.verdict == Verdict.SOUND, found.report["contradictions"]
    assert found.kind is LetterKind.REQUEST
    assert found.content == request_letter(language)
    assert found.report["seal"]["chain"][0]["fingerprint"] == seal_key().fingerprint
    assert found.report["seal"]["coverage"] == "entire_file"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("kind", LetterKind)
def test_the_pages_of_every_letter_say_all_that_its_data_say(kind: LetterKind, language: str) -> None:
    letter = request_letter(language) if kind is LetterKind.REQUEST else step_letter(kind, language)
    pages = pages_of(render(outline_of(letter)))
    assert contradictions(letter, pages) == []
    other = letter.model_copy(update={"number": "LV-MOJ/2026/L-99999"})
    assert contradictions(other, pages) == ["LV-MOJ/2026/L-99999"]


@pytest.mark.parametrize(
    "change",
    [
        {"number": "SI-MOJ/2026/L-99999"},
        {"reference": "SI-MOJ/2026/OUT/99999"},
        {"date": "2026-11-23"},
        {"facts": "Something else happened."},
        {"purpose": ""},
        {"time_limit": {"due": "2027-02-02", "reason": ""}},
        {"conditions": ["Whatever was not agreed."]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_data_that_say_something_else_than_the_pages_are_named(
    change: dict[str, object], trusted: Trusted
) -> None:
    pdf = forging.sealed_with(trusted.seal, forging.with_data(lambda data: data.update(change)))
    found = recognise(pdf)
    if change == {"purpose": ""}:
        assert found.verdict == Verdict.SOUND  # the pages may say more than the data, never less
        return
    assert found.verdict == Verdict.CONTRADICTION
    assert len(found.report["contradictions"]) == 1
    assert found.reliance is Reliance.NONE


@pytest.mark.parametrize(
    "attachment",
    [
        b"",
        b"[" * 200_000,
        b'{"format": "mla-portal/request/9.0"}',
        b'{"format": "mla-portal/request/1.0", "unknown": true}',
        b'{"format": "' + b" " * 10_000_001 + b'"}',
        b"\xff\xfe\x00",
    ],
    ids=["empty", "deep", "of a later format", "beside the contract", "too large", "not text"],
)
def test_data_that_no_contract_knows_fill_nothing(attachment: bytes, trusted: Trusted) -> None:
    found = recognise(forging.sealed_with(trusted.seal, forging.with_attachment(attachment)))
    assert found.verdict == Verdict.BAD_DATA
    assert found.content is None


@pytest.mark.parametrize(
    "hostile",
    [
        forging.with_endless_pages,
        forging.with_endless_names,
        lambda: forging.with_many_signatures(3000),
        lambda: b"%PDF-1.7\n" + b"1 0 obj<<" * 100_000,
        lambda: b"%PDF-1.7\n" + b"0" * 60_000_001,
    ],
    ids=["endless pages", "endless names", "3000 signatures", "deep nesting", "60 megabytes"],
)
def test_a_hostile_file_is_read_within_bounds(hostile: Callable[[], bytes]) -> None:
    began = time.monotonic()
    found = recognise(hostile())
    assert time.monotonic() - began < 60
    assert found.reliance is Reliance.NONE
    assert found.content is None


def test_every_verdict_has_its_sentence_and_says_what_the_data_are_worth() -> None:
    assert set(SENTENCES) == set(Verdict)
    assert {reliance_on(verdict) for verdict in Verdict} == set(Reliance)


def test_a_folder_of_trusted_issuers_that_cannot_be_read_is_said(tmp_path: Path, settings: Settings) -> None:
    settings.SEAL_TRUST = tmp_path / "nowhere"
    with pytest.raises(TrustError):
        recognise(rendered())
    (tmp_path / "broken.pem").write_text("-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n")
    settings.SEAL_TRUST = tmp_path
    with pytest.raises(TrustError):
        recognise(rendered())


def test_a_recognition_without_a_report_still_says_its_sentence() -> None:
    assert "–" in Recognition(Verdict.UNTRUSTED).sentence
