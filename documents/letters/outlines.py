"""A letter of any kind, set out for the page from its content and its wording."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from documents.letters import request, steps
from documents.letters.content import Authority, LetterContent, RequestLetter, in_second_language
from documents.letters.dates import long_date
from documents.letters.passages import Column
from documents.letters.request_sections import sections_of as request_sections
from documents.letters.wording import Wording
from documents.rendering.outline import Letterhead, Outline, Row, Section, side_by_side

FIXED = ("to", "page", "page_of", "signed_for", "sealed", "verify", "code", "attachment", "brief")


def sections_of(content: LetterContent, say: Wording) -> list[Section]:
    """The numbered sections of a letter, in the language of the wording."""
    return _sections(content, Column(content, say))


def _sections(content: LetterContent, column: Column) -> list[Section]:
    if isinstance(content, RequestLetter):
        return request_sections(content, column)
    return steps.sections_of(content, column)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is printed on a letter beside its content. `attachment` is the data as they were frozen."""

    created: datetime
    code: str
    """The verification code as printed."""
    url: str
    """Where it leads."""
    is_demonstration: bool
    attachment: Mapping[str, Any]

    @classmethod
    def draft(cls) -> Self:
        """Of a letter that is not ordered yet."""
        return cls(datetime.now(UTC), code="", url="", is_demonstration=False, attachment={})


def outline(content: LetterContent, texts: Mapping[str, Mapping[str, str]], frame: Frame) -> Outline:
    """The letter ready to be set. `texts` is its wording by language, the second included."""
    first = _in_one(content, Wording(texts[content.language], content.language), frame)
    if not content.second_language:
        return first
    say = Wording(texts[content.second_language], content.second_language)
    return side_by_side(first, _in_one(in_second_language(content), say, frame))


def _in_one(content: LetterContent, say: Wording, frame: Frame) -> Outline:
    column = Column(content, say)
    sections = _sections(content, column)
    names = {
        "sender_authority": content.sender.name,
        "sender_state": content.sender.state.label,
        "addressee_authority": content.addressee.name,
        "addressee_state": content.addressee.state.label,
    }
    if isinstance(content, RequestLetter):
        names |= {
            "requesting_authority": content.requesting.name,
            "requesting_state": content.requesting.state.label,
            "requested_authority": content.requested.name,
            "requested_state": content.requested.state.label,
        }
        subtitle = request.subtitle(content, say)
        brief = request.brief(content, column, {section.key: section.number for section in sections})
    else:
        concerning = column.shown(column.free(content.concerning, "/concerning"))
        subtitle, brief = " ".join(concerning.parts), ()
    return Outline(
        language=say.language,
        title=say("title"),
        subtitle=subtitle,
        created=frame.created,
        letterhead=Letterhead(
            content.sender.state.label,
            content.sender.name,
            content.sender.name_in_own_language,
            _contact(content.sender),
        ),
        addressee=_addressee(content.addressee),
        references=tuple(_references(content, say)),
        reference=content.reference,
        notices=tuple(_notices(content, say, is_demonstration=frame.is_demonstration)),
        opening=say("opening", **names),
        brief=brief,
        closing=say("closing", **names),
        signatory=tuple(filter(None, (content.signatory.name, content.signatory.function))),
        sections=tuple(sections),
        attachment=json.dumps(frame.attachment, ensure_ascii=False, indent=1).encode(),
        attachment_name=f"{content.kind.value}.json",
        verification_page=frame.url.rpartition("/")[0],
        verification_url=frame.url,
        verification_code=frame.code,
        texts={key: say(key, **names) for key in FIXED}
        | {"qr_alt": say("qr_alt", url=frame.url), "seal_field": say("seal_field", **names)},
    )


def _notices(content: LetterContent, say: Wording, *, is_demonstration: bool) -> list[str]:
    notices = [say("demonstration")] if is_demonstration else []
    if content.sender.is_sample or content.addressee.is_sample:
        notices.append(say("sample"))
    return notices


def _address(authority: Authority) -> list[str]:
    return [line.strip() for line in authority.address.splitlines() if line.strip()]


def _contact(authority: Authority) -> tuple[str, ...]:
    return tuple(filter(None, (*_address(authority), authority.telephone, authority.email)))


def _addressee(authority: Authority) -> tuple[str, ...]:
    """Name and postal address, with the State at the end unless the address names it."""
    lines, state = _address(authority), authority.state.label
    return (authority.name, *lines, *([] if state in lines else [state]))


def _references(content: LetterContent, say: Wording) -> list[Row]:
    entries: list[tuple[str, tuple[str, ...]]] = [
        (say("our_reference"), (content.reference,)),
        (say("your_reference"), (content.counterpart_reference,)),
        (say("letter_number"), (content.number,)),
        (say("date"), (long_date(content.date, say.language),)),
    ]
    if isinstance(content, RequestLetter):
        entries.append((say("urgency"), (content.urgency.label if content.urgency else "",)))
    elif answered := content.in_reply_to:
        day = long_date(answered.date, say.language) if answered.date else ""
        entries.append((say("in_reply_to"), (answered.number, day)))
    filled = [(label, tuple(filter(None, lines))) for label, lines in entries]
    return [(label, lines) for label, lines in filled if lines]
