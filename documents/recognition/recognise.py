"""Recognises a sealed letter of this portal's format, and says in one sentence what it is."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from django.conf import settings
from django.utils import timezone
from pydantic import ValidationError

from documents.choices import LetterKind
from documents.letters.content import CONTENT, LetterContent
from documents.recognition import sandbox
from documents.recognition.page_text import TooMuch, contradictions
from documents.recognition.verdicts import Reliance, Verdict, reliance_on, sentence_of, words_of
from documents.sealing.demonstration import LABEL
from documents.sealing.trust import trust

_UNREAD = {
    "not_pdf": Verdict.NOT_PDF,
    "encrypted": Verdict.ENCRYPTED,
    "unreadable": Verdict.UNREADABLE,
    "too_much": Verdict.UNREADABLE,
}


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was found. `report` is the validation report, in plain values and with times in UTC; `content` is
    the letter's data where they are readable.
    """

    verdict: Verdict
    report: dict[str, Any] = field(default_factory=dict)
    content: LetterContent | None = None

    @property
    def sentence(self) -> str:
        return sentence_of(self.verdict, words_of(self.report))

    @property
    def reliance(self) -> Reliance:
        return reliance_on(self.verdict, self.report)

    @property
    def kind(self) -> LetterKind | None:
        return self.content.kind if self.content else None


def recognise(pdf: bytes) -> Recognition:
    """Examines a file in a bounded process. Raises TrustError where the trusted issuers cannot be read."""
    known = trust()
    found = sandbox.examine(pdf, trusted=list(known.certificates), crls=list(known.revocations))
    content, fault = _content(found)
    try:
        against = contradictions(content, found["pages"]) if content else []
    except TooMuch:
        found, content, against = {"kind": "too_much", "error": "comparison"}, None, []
    seal = found.get("seal") or {}
    report = {
        "examined_at": timezone.now().isoformat(timespec="seconds"),
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "size": len(pdf),
        "error": found.get("error", ""),
        "seals": found.get("seals", 0),
        "seal": seal,
        "attachments": found.get("attachments", []),
        "data_fault": fault,
        "contradictions": against,
    }
    verdict = _verdict(found, seal, content, against)
    report["verdict"] = verdict.value
    kept: dict[str, Any] = _storable(report)
    return Recognition(verdict, kept, content)


def _verdict(
    found: Mapping[str, Any], seal: Mapping[str, Any], content: LetterContent | None, against: list[str]
) -> Verdict:
    """The first that fits, in the order of the vocabulary."""
    if found["kind"] != "pdf":
        return _UNREAD[found["kind"]]
    if found["seals"] != 1:
        return Verdict.SEVERAL_SEALS if found["seals"] else Verdict.NO_SEAL
    broken = _broken(seal)
    if broken:
        return broken
    if found["data"] is None and not found["data_error"] and not seal["trusted"]:
        return Verdict.FOREIGN_SEAL
    untrusted = _untrusted(seal)
    if untrusted:
        return untrusted
    if found["data"] is None and not found["data_error"]:
        return Verdict.NO_DATA
    if content is None:
        return Verdict.BAD_DATA
    if against:
        return Verdict.CONTRADICTION
    now = timezone.now().isoformat()
    return Verdict.SOUND_EXPIRED_SINCE if seal["chain"][0]["valid_until"] < now else Verdict.SOUND


def _broken(seal: Mapping[str, Any]) -> Verdict | None:
    """What is wrong with the seal as such."""
    if not (seal["intact"] and seal.get("valid")):
        return Verdict.ALTERED
    match seal["coverage"]:
        case "entire_file":
            return None if seal["locked"] else Verdict.FOREIGN_SEAL
        case "entire_revision":
            return Verdict.ADDED_TO
    return Verdict.PARTIAL_SEAL


def _untrusted(seal: Mapping[str, Any]) -> Verdict | None:
    """What is wrong with the certificate, or with its use here."""
    if not seal["trusted"]:
        return Verdict.UNTRUSTED
    if seal["revoked_at"]:
        return Verdict.REVOKED
    certificate, claimed = seal["chain"][0], seal["claimed_at"]
    if not certificate["valid_from"] <= claimed <= certificate["valid_until"]:
        return Verdict.EXPIRED
    if settings.IS_PRODUCTION and (LABEL in certificate["subject"] or LABEL in certificate["issuer"]):
        return Verdict.DEMONSTRATION
    return None


def _content(found: Mapping[str, Any]) -> tuple[LetterContent | None, str]:
    """The attached data by their contract, or what is wrong with them."""
    text = found.get("data")
    if text is None:
        return None, found.get("data_error", "")
    try:
        data = json.loads(text, object_pairs_hook=_each_once, parse_constant=_refuse)
        if _storable(data) != data:
            raise ValueError("characters or numbers that no database keeps")
        stated = str(data["format"]) if isinstance(data, dict) else ""
    except (ValueError, KeyError, RecursionError) as error:
        return None, f"{type(error).__name__}: {error}"[:500]
    for contract in CONTENT.values():
        if stated in get_args(contract.model_fields["format"].annotation):
            try:
                return contract.model_validate(data), ""
            except ValidationError as error:
                return None, str(error.errors(include_input=False, include_url=False))[:2000]
    return None, f"format {stated[:100]}"


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are said once: of two, another reader might take the other."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is said twice")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _storable(value: Any) -> Any:
    """The value as a database keeps it: no NUL, no half of a character, no number beyond all bounds."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {_storable(name): _storable(one) for name, one in value.items()}
    return [_storable(one) for one in value] if isinstance(value, list) else value
