"""A request for mutual legal assistance, set out as a cover page and numbered sections."""

import json
from collections.abc import Mapping
from datetime import datetime

from documents.letters.content import Authority, RequestLetter
from documents.letters.dates import long_date
from documents.letters.request_sections import sections_of
from documents.letters.wording import Wording
from documents.rendering.outline import Letterhead, Outline

BRIEF_ITEMS = 5
"""How many crimes, persons and measures the cover page names before it points to their section."""
BRIEF_LENGTH = 220
"""Characters of free text on the cover page, so that seal and QR code stay on it."""

FIXED = ("to", "page", "page_of", "brief", "signed_for", "sealed", "verify", "code", "attachment")


def outline(
    content: RequestLetter,
    texts: Mapping[str, str],
    *,
    created: datetime,
    code: str,
    url: str,
    is_demonstration: bool,
) -> Outline:
    """The letter ready to be set. `code` is the verification code as printed, `url` where it leads."""
    say = Wording(texts)
    sections = sections_of(content, say)
    names = {
        "requesting_authority": content.requesting.name,
        "requesting_state": content.requesting.state.label,
        "requested_authority": content.requested.name,
        "requested_state": content.requested.state.label,
    }
    notices = []
    if is_demonstration:
        notices.append(say("demonstration"))
    if content.requesting.is_sample or content.requested.is_sample:
        notices.append(say("sample"))
    treaties = "; ".join(basis.treaty.label for basis in content.legal_basis)
    return Outline(
        language=content.language,
        title=say("title"),
        subtitle=say("under", treaty=treaties) if treaties else "",
        created=created,
        letterhead=Letterhead(
            content.requesting.state.label,
            content.requesting.name,
            content.requesting.name_in_own_language,
            _contact(content.requesting),
        ),
        addressee=_addressee(content.requested),
        references=tuple(_references(content, say)),
        reference=content.reference,
        notices=tuple(notices),
        opening=say("opening", **names),
        brief=tuple(_brief(content, say, {section.key: section.number for section in sections})),
        closing=say("closing", **names),
        signatory=tuple(filter(None, (content.signatory.name, content.signatory.function))),
        sections=tuple(sections),
        attachment=json.dumps(content.frozen(), ensure_ascii=False, indent=1).encode(),
        verification_page=url.rpartition("/")[0],
        verification_url=url,
        verification_code=code,
        texts={key: say(key) for key in FIXED}
        | {
            "qr_alt": say("qr_alt", url=url),
            "seal_field": say("seal_field", **names),
        },
    )


def _address(authority: Authority) -> list[str]:
    return [line.strip() for line in authority.address.splitlines() if line.strip()]


def _contact(authority: Authority) -> tuple[str, ...]:
    return tuple(filter(None, (*_address(authority), authority.telephone, authority.email)))


def _addressee(authority: Authority) -> tuple[str, ...]:
    """Name and postal address, with the State at the end unless the address names it."""
    lines, state = _address(authority), authority.state.label
    return (authority.name, *lines, *([] if state in lines else [state]))


def _references(content: RequestLetter, say: Wording) -> list[tuple[str, str]]:
    entries = [
        (say("our_reference"), content.reference),
        (say("your_reference"), content.counterpart_reference),
        (say("letter_number"), content.number),
        (say("date"), long_date(content.date, content.language)),
        (say("urgency"), content.urgency.label if content.urgency else ""),
    ]
    return [(label, value) for label, value in entries if value]


def _brief(
    content: RequestLetter, say: Wording, numbers: Mapping[str, int]
) -> list[tuple[str, tuple[str, ...]]]:
    def listed(items: list[str], heading: str) -> tuple[str, ...]:
        distinct = list(dict.fromkeys(items))
        shown = [_shortened(item) for item in distinct[:BRIEF_ITEMS]]
        if (rest := len(distinct) - BRIEF_ITEMS) > 0:
            shown.append(say("brief_more", count=rest, section=numbers[heading]))
        return tuple(shown)

    entries = [
        (say("brief_subject"), tuple(filter(None, [_shortened(content.proceedings.subject_matter)]))),
        (say("brief_crimes"), listed([o.crime.label for o in content.offences], "offences")),
        (
            say("brief_persons"),
            listed([f"{p.name} ({p.role.label})" for p in content.persons if not p.is_protected], "persons"),
        ),
        (say("brief_measures"), listed([m.measure.label for m in content.measures], "measures")),
    ]
    if content.time_limit:
        due = long_date(content.time_limit.due, content.language)
        entries.append((say("brief_time_limit"), (due,)))
    if "confidentiality" in numbers:
        wanted = say("brief_confidentiality_wanted", section=numbers["confidentiality"])
        entries.append((say("brief_confidentiality"), (wanted,)))
    return [(label, lines) for label, lines in entries if lines]


def _shortened(text: str) -> str:
    """One line for the cover page, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= BRIEF_LENGTH else line[:BRIEF_LENGTH].rsplit(" ", 1)[0] + " …"
