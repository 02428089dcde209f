"""What anybody may learn of a letter who holds its code: whether it is genuine, by whom, when, and its hash.

Nothing of its content, and no reference or number of a case.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.choices import LetterKind
from documents.letters.codes import canonical, grouped
from documents.models import Letter, Version

REMEMBERED_SECONDS = 900
"""How long an examination of a stored file is trusted before the file is read again."""


class Standing(StrEnum):
    GENUINE = "genuine"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DAMAGED = "damaged"


SENTENCES: dict[Standing, str | Promise] = {
    Standing.GENUINE: _("This letter is genuine."),
    Standing.SUPERSEDED: _("This letter is genuine, but a newer letter has taken its place."),
    Standing.WITHDRAWN: _("This letter was genuine, but its authority has withdrawn it."),
    Standing.DAMAGED: _(
        "A letter of this code was issued, but its seal cannot be confirmed at the moment. Ask the authority."
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What the page and the JSON say. Times are UTC."""

    code: str
    kind: LetterKind
    standing: Standing
    authority: str
    state: str
    sealed_at: datetime
    withdrawn_at: datetime | None
    sha256: str
    seal_holds: bool
    signer: str
    issuer: str
    algorithm: str
    is_demonstration: bool

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.standing])


def find(typed: str) -> Finding | None:
    """The sealed letter of a code as somebody typed it; None for a code unknown, unfinished or malformed."""
    code = canonical(typed)
    if code is None:
        return None
    letter = (
        Letter.objects.filter(verification_code=code, version__isnull=False)
        .select_related("authority__state", "version__seal")
        .first()
    )
    if letter is None or letter.version is None:
        return None
    seal, holds = letter.version.seal, seal_holds(letter.version)
    return Finding(
        code=grouped(code),
        kind=LetterKind(letter.kind),
        standing=_standing(letter, holds),
        authority=letter.authority.name,
        state=letter.authority.state.name(),
        sealed_at=seal.sealed_at,
        withdrawn_at=letter.withdrawn_at,
        sha256=letter.version.sha256,
        seal_holds=holds,
        signer=seal.signer,
        issuer=seal.issuer,
        algorithm=seal.algorithm,
        is_demonstration=seal.is_demonstration,
    )


def _standing(letter: Letter, holds: bool) -> Standing:
    if not holds:
        return Standing.DAMAGED
    if letter.withdrawn_at:
        return Standing.WITHDRAWN
    return Standing.SUPERSEDED if letter.superseded_by_id else Standing.GENUINE


def seal_holds(version: Version) -> bool:
    """Whether the stored file is still the recorded one and its seal intact, remembered for a while."""
    key = f"seal:{version.pk}"
    known: bool | None = cache.get(key)
    if known is None:
        known = _examine(version)
        cache.set(key, known, REMEMBERED_SECONDS)
    return known


def _examine(version: Version) -> bool:
    from documents.sealing.examine import examine  # loads pyHanko, which most web processes never need

    try:
        with version.file.open() as file:
            content = file.read()
    except OSError:
        return False
    return (
        hashlib.sha256(content).hexdigest() == version.sha256
        and examine(content, fingerprint=version.seal.fingerprint).holds
    )
