"""What can be said of a letter that arrives as a file: one verdict, and one plain sentence for it."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reliance(Enum):
    """What may be done with the data of a letter."""

    FILLS = "fills"
    """They fill the form."""
    CONFIRM = "confirm"
    """They fill it once an officer has confirmed by another way that the letter is the sender's."""
    NONE = "none"
    """They are not used: whatever is entered is entered by hand."""

    @property
    def may_fill(self) -> bool:
        return self is not Reliance.NONE


class Verdict(models.TextChoices):
    """In the order in which they are asked: a letter has the first that fits."""

    NOT_PDF = "not_pdf", _("No PDF")
    ENCRYPTED = "encrypted", _("Encrypted")
    UNREADABLE = "unreadable", _("Not readable")
    NO_SEAL = "no_seal", _("No seal")
    SEVERAL_SEALS = "several_seals", _("Several seals")
    ALTERED = "altered", _("Altered after sealing")
    ADDED_TO = "added_to", _("Added to after sealing")
    PARTIAL_SEAL = "partial_seal", _("Seal covers a part only")
    FOREIGN_SEAL = "foreign_seal", _("Foreign seal")
    UNTRUSTED = "untrusted", _("Issuer not trusted")
    REVOKED = "revoked", _("Certificate revoked")
    EXPIRED = "expired", _("Certificate not valid at sealing")
    DEMONSTRATION = "demonstration", _("Demonstration seal")
    NO_DATA = "no_data", _("Data missing")
    BAD_DATA = "bad_data", _("Data not readable")
    CONTRADICTION = "contradiction", _("Data contradict the pages")
    WRONG_SENDER = "wrong_sender", _("Sealed by another authority")
    UNKNOWN_SEALER = "unknown_sealer", _("Seal not on record")
    MISADDRESSED = "misaddressed", _("Addressed to another authority")
    DUPLICATE = "duplicate", _("Taken in already")
    SOUND_EXPIRED_SINCE = "sound_expired_since", _("Sound, certificate expired since")
    SOUND = "sound", _("Sound")


SENTENCES: Mapping[Verdict, str | Promise] = {
    Verdict.NOT_PDF: _("This file is not a PDF, so it is no sealed letter."),
    Verdict.ENCRYPTED: _("This PDF is encrypted, so neither its seal nor its data can be examined."),
    Verdict.UNREADABLE: _("This PDF is damaged, or too large to be examined safely."),
    Verdict.NO_SEAL: _("This PDF bears no seal: nothing proves who made it."),
    Verdict.SEVERAL_SEALS: _("This PDF bears %(seals)s seals; a letter of this portal bears exactly one."),
    Verdict.ALTERED: _("Bytes of this letter were changed after it was sealed. Do not rely on it."),
    Verdict.ADDED_TO: _("Something was added to this letter after it was sealed. Do not rely on it."),
    Verdict.PARTIAL_SEAL: _("The seal covers only a part of this file. Do not rely on it."),
    Verdict.FOREIGN_SEAL: _(
        "The seal is whole, but it is not that of a letter of this portal: %(signer)s sealed a PDF that "
        "carries no data."
    ),
    Verdict.UNTRUSTED: _("The seal is whole, but this portal does not trust its issuer: %(issuer)s."),
    Verdict.REVOKED: _("The certificate of the seal was revoked on %(revoked_on)s. Do not rely on it."),
    Verdict.EXPIRED: _(
        "The certificate was not valid when the letter claims to have been sealed (%(sealed_on)s): it was "
        "valid from %(valid_from)s until %(valid_until)s."
    ),
    Verdict.DEMONSTRATION: _(
        "The letter was sealed with a demonstration key: it is a sample without effect."
    ),
    Verdict.NO_DATA: _("The seal is sound, but the letter's data are not attached, so nothing is filled in."),
    Verdict.BAD_DATA: _("The seal is sound, but the attached data are not those of a letter known here."),
    Verdict.CONTRADICTION: _(
        "The seal is sound, but the attached data say what the pages do not: %(contradiction)s."
    ),
    Verdict.WRONG_SENDER: _("The letter says it comes from %(sender)s, but the seal is that of %(sealer)s."),
    Verdict.UNKNOWN_SEALER: _(
        "The seal is sound and its issuer trusted, but it is not on record as the seal of %(sender)s."
    ),
    Verdict.MISADDRESSED: _("The letter is sound, but it is addressed to %(addressee)s and not to you."),
    Verdict.DUPLICATE: _("The letter is sound, but it was taken in already: %(earlier)s."),
    Verdict.SOUND_EXPIRED_SINCE: _(
        "The letter is sound: sealed by %(signer)s and unchanged. The certificate has expired since, on "
        "%(valid_until)s."
    ),
    Verdict.SOUND: _("The letter is sound: sealed by %(signer)s and unchanged since."),
}

MOST_NAMED = 3
"""Contradictions named in the sentence; the report has all of them."""

FILLS = {Verdict.SOUND, Verdict.SOUND_EXPIRED_SINCE, Verdict.MISADDRESSED}
CONFIRM = {Verdict.UNTRUSTED, Verdict.EXPIRED, Verdict.UNKNOWN_SEALER}


def reliance_on(verdict: Verdict, report: Mapping[str, Any] | None = None) -> Reliance:
    """What the data are worth. Data that contradict the pages are worth nothing, whoever sealed them."""
    if report and report.get("contradictions"):
        return Reliance.NONE
    if verdict in FILLS:
        return Reliance.FILLS
    return Reliance.CONFIRM if verdict in CONFIRM else Reliance.NONE


def sentence_of(verdict: Verdict, words: Mapping[str, Any]) -> str:
    """The verdict in the reader's language. `words` are those of the validation report."""
    return str(SENTENCES[verdict]) % _Known(words)


class _Known(dict[str, Any]):
    """A word that the report lacks reads as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def words_of(report: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a verdict's sentence, in the reader's language."""
    chain = (report.get("seal") or {}).get("chain") or [{}]
    against = report.get("contradictions") or []
    named = "; ".join(f"“{text}”" for text in against[:MOST_NAMED])
    more = "; …" if len(against) > MOST_NAMED else ""
    seal = report.get("seal") or {}
    return dict(report) | {
        "signer": chain[0].get("name", "–"),
        "issuer": chain[0].get("issuer_name", "–"),
        "valid_from": _day(chain[0].get("valid_from")),
        "valid_until": _day(chain[0].get("valid_until")),
        "sealed_on": _day(seal.get("claimed_at")),
        "revoked_on": _day(seal.get("revoked_at")),
        "contradiction": named + more,
    }


def _day(moment: str | None) -> str:
    return str(date_format(datetime.fromisoformat(moment), "DATE_FORMAT")) if moment else "–"
