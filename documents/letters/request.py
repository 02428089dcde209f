"""What the cover page of a request says besides the parties: the treaty, and the request in brief."""

from collections.abc import Mapping

from documents.letters.content import RequestLetter
from documents.letters.dates import long_date
from documents.letters.passages import Column
from documents.letters.wording import Wording
from documents.rendering.outline import Row

BRIEF_ITEMS = 5
"""How many crimes, persons and measures the cover page names before it points to their section."""
BRIEF_LENGTH = 220
"""Characters of free text on the cover page, so that seal and QR code stay on it."""


def subtitle(content: RequestLetter, say: Wording) -> str:
    """The treaties relied on."""
    treaties = "; ".join(basis.treaty.label for basis in content.legal_basis)
    return say("under", treaty=treaties) if treaties else ""


def brief(content: RequestLetter, column: Column, numbers: Mapping[str, int]) -> tuple[Row, ...]:
    """The request in a few lines. `numbers` are those of the sections, for the reader to find more."""
    say = column.say

    def listed(items: list[str], heading: str) -> tuple[str, ...]:
        distinct = list(dict.fromkeys(items))
        shown = [_shortened(item) for item in distinct[:BRIEF_ITEMS]]
        if (rest := len(distinct) - BRIEF_ITEMS) > 0:
            shown.append(say("brief_more", count=rest, section=numbers[heading]))
        return tuple(shown)

    subject = column.free(content.proceedings.subject_matter, "/proceedings/subject_matter")
    entries = [
        (say("brief_subject"), tuple(filter(None, [_shortened(" ".join(column.shown(subject).parts))]))),
        (say("brief_crimes"), listed([o.crime.label for o in content.offences], "offences")),
        (
            say("brief_persons"),
            listed(
                [f"{say.isolated(p.name)} ({p.role.label})" for p in content.persons if not p.is_protected],
                "persons",
            ),
        ),
        (say("brief_measures"), listed([m.measure.label for m in content.measures], "measures")),
    ]
    if content.time_limit:
        due = long_date(content.time_limit.due, column.language)
        entries.append((say("brief_time_limit"), (due,)))
    if "confidentiality" in numbers:
        wanted = say("brief_confidentiality_wanted", section=numbers["confidentiality"])
        entries.append((say("brief_confidentiality"), (wanted,)))
    return tuple((label, lines) for label, lines in entries if lines)


def _shortened(text: str) -> str:
    """One line for the cover page, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= BRIEF_LENGTH else line[:BRIEF_LENGTH].rsplit(" ", 1)[0] + " …"
