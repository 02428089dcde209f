"""What an arrival's sealed letter is found to be: in itself, and for the authority it came to."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from casework.models import AssistanceRequest
from documents.letters import content as letters
from documents.letters.content import LetterContent, RequestLetter
from documents.recognition.recognise import Recognition, recognise
from documents.recognition.sandbox import MOST_BYTES
from documents.recognition.verdicts import Verdict
from documents.sealing.key import SealKeyError, seal_key
from exchange.choices import Disposition
from exchange.models import Arrival, KnownSeal
from mla_portal.common.confidentiality import Confidentiality
from states.choices import AuthorityKind, LetterChannel
from states.models import Authority, State

SEALED_CHANNELS = {LetterChannel.SEALED_LETTER, LetterChannel.PORTAL}
"""Through which a PDF without a seal is worth a word."""
MOST_EXAMINED = 5
"""PDF files of one arrival; a sealed letter comes first among its enclosures, or nearly so."""
PATIENCE = 15
"""Seconds after which no further file of an arrival is examined; each takes one, unless made to last."""
_WORST_FIRST = list(Verdict)


@dataclass(frozen=True, slots=True)
class Examined:
    """The sealed letter among the files of an arrival, and what it is found to be in itself."""

    place: int
    found: Recognition


def examine(files: "Sequence[UploadedFile[bytes]]", channel: str) -> Examined | None:
    """The best of the PDFs, by what is found of each; None where nothing bears a seal, nor need to.

    Takes about a second for each PDF. Raises TrustError where the trusted issuers cannot be read.
    """
    must_be_sealed = channel in SEALED_CHANNELS
    places = [place for place, file in enumerate(files) if _is_pdf(file)][:MOST_EXAMINED]
    if must_be_sealed and not places:
        places = list(range(len(files)))[:1]
    candidates: list[Examined] = []
    until = time.monotonic() + PATIENCE
    for place in places:
        if not candidates or time.monotonic() < until:
            candidates.append(Examined(place, recognise(_content(files[place]))))
    if not candidates:
        return None
    best = max(candidates, key=lambda one: _WORST_FIRST.index(one.found.verdict))
    return best if must_be_sealed or best.found.report["seals"] or best.found.content else None


def _is_pdf(file: "UploadedFile[bytes]") -> bool:
    head = file.read(1024)
    file.seek(0)
    return b"%PDF-" in head


def _content(file: "UploadedFile[bytes]") -> bytes:
    """As much as is examined at most, the file left as it was."""
    content: bytes = file.read(MOST_BYTES + 1)
    file.seek(0)
    return content


def sender_of(letter: LetterContent) -> Authority | None:
    """The authority on record that the letter says it comes from."""
    return _on_record(letter.sender)


def _on_record(named: letters.Authority) -> Authority | None:
    return (
        Authority.objects.filter(state=named.state.code, name__iexact=named.name)
        .exclude(kind=AuthorityKind.COMPETENT)
        .select_related("state")
        .first()
    )


def judge(found: Recognition, holder: Authority, submitted_by: Authority | None) -> Recognition:
    """The finding for this authority: is the seal the sender's, is the letter addressed here, is it new?

    Only a sound letter is asked. `submitted_by` is the authority whose system handed it in. To be called once
    the holder's register is locked, so that two at once are not both new.
    """
    letter = found.content
    if letter is None or found.verdict not in (Verdict.SOUND, Verdict.SOUND_EXPIRED_SINCE):
        return found
    verdict, words = _for_holder(letter, found.report, holder, submitted_by)
    verdict = verdict or found.verdict
    return replace(found, verdict=verdict, report=found.report | words | {"verdict": verdict.value})


def _for_holder(
    letter: LetterContent, report: dict[str, Any], holder: Authority, submitted_by: Authority | None
) -> tuple[Verdict | None, dict[str, Any]]:
    sender = sender_of(letter)
    words: dict[str, Any] = {"sender": _named(letter.sender)}
    sealers = sealers_of([one["fingerprint"] for one in report["seal"]["chain"]])
    if submitted_by is not None and submitted_by != sender:
        return Verdict.WRONG_SENDER, words | {"sealer": str(submitted_by)}
    if sealers and sender not in sealers:
        return Verdict.WRONG_SENDER, words | {"sealer": "; ".join(map(str, sealers[:3]))}
    if not sealers:
        return Verdict.UNKNOWN_SEALER, words
    if _on_record(letter.addressee) != holder:
        return Verdict.MISADDRESSED, words | {"addressee": _named(letter.addressee)}
    if earlier := taken_in(holder, sender, letter, report["sha256"]):
        return Verdict.DUPLICATE, words | {"earlier": earlier.reference}
    return None, words


def _named(authority: letters.Authority) -> str:
    return f"{authority.name} ({authority.state.label})"


def sealers_of(fingerprints: Sequence[str]) -> list[Authority]:
    """Whose seal it is, by the certificates of its chain: this portal's own is that of whoever works here."""
    try:
        own = seal_key().fingerprint
    except SealKeyError:
        own = ""
    if fingerprints[0] == own:
        return list(Authority.objects.filter(is_hosted=True).exclude(kind=AuthorityKind.COMPETENT))
    known = KnownSeal.objects.filter(fingerprint__in=fingerprints)
    return list(Authority.objects.filter(pk__in=known.values("authority")))


def taken_in(
    holder: Authority, sender: Authority | None, letter: LetterContent, sha256: str
) -> Arrival | None:
    """The arrival by which this letter is in the holder's register already, unless it was set aside."""
    before = Arrival.objects.filter(holder=holder).exclude(disposition=Disposition.SET_ASIDE)
    same_number = before.filter(sender=sender, letter_number=letter.number, letter_kind=letter.kind)
    return before.filter(letter_sha256=sha256).first() or same_number.exclude(sender=None).first()


def subject_of(letter: LetterContent) -> str:
    """In words, for the register."""
    said = letter.proceedings.subject_matter if isinstance(letter, RequestLetter) else letter.concerning
    return " ".join(said.split())[:300]


def level_of(letter: LetterContent, holder: Authority) -> Confidentiality:
    """How confidential the letter is from its arrival on: as it asks, as its persons need, and as the file of
    the holder that it is about."""
    if isinstance(letter, RequestLetter):
        asks = letter.confidentiality_wanted or any(person.is_protected for person in letter.persons)
    else:
        asks = any(condition.type.code == "confidentiality" for condition in letter.conditions)
    if asks:
        return Confidentiality.CONFIDENTIAL
    ours = AssistanceRequest.objects.filter(holder=holder, own_reference=letter.counterpart_reference)
    level = ours.values_list("confidentiality", flat=True).first()
    return Confidentiality(level or Confidentiality.STANDARD)


def fill(arrival: Arrival, found: Recognition) -> None:
    """Writes (unsaved) what was found into the arrival, and fills what nobody entered from the letter's data.

    Data that are not to be relied on fill nothing, but raise the confidentiality all the same.
    """
    arrival.verdict, arrival.report = found.verdict, found.report
    letter = found.content
    if letter is None:
        return
    arrival.confidentiality = max(arrival.confidentiality, level_of(letter, arrival.holder))
    arrival.data, arrival.letter_kind = letter.frozen(), letter.kind
    arrival.letter_number, arrival.letter_sha256 = letter.number[:100], found.report["sha256"]
    if not found.reliance.may_fill:
        return
    sender = sender_of(letter)
    state = State.objects.filter(pk=letter.sender.state.code).first()
    dated: date = letter.date
    filled = {
        "sender": sender,
        "sender_state": sender.state if sender else state,
        "sender_stated": "" if sender else letter.sender.name[:300],
        "foreign_reference": letter.reference[:100],
        "dated_on": dated,
        "subject": subject_of(letter),
    }
    for name, value in filled.items():
        if not getattr(arrival, name):
            setattr(arrival, name, value)
