"""The numbered sections of a request. A section with nothing to say is left out."""

from babel.numbers import format_decimal

from documents.letters.content import Measure, Person, RequestLetter
from documents.letters.dates import long_date, long_moment, partial_date, period
from documents.letters.wording import Wording
from documents.rendering.outline import Cell, Section


def sections_of(content: RequestLetter, say: Wording) -> list[Section]:
    """The sections that have something to say, numbered as they come."""
    filled = [
        section
        for fill in (
            _legal_basis,
            _authorities,
            _persons,
            _facts,
            _offences,
            _measures,
            _procedure,
            _time_limit,
            _confidentiality,
            _conditions,
            _override,
            _enclosures,
        )
        if (section := fill(content, say)).blocks
    ]
    for number, section in enumerate(filled, start=1):
        section.number = number
    return filled


def _open(say: Wording, key: str) -> Section:
    return Section(key, say(key))


def _legal_basis(content: RequestLetter, say: Wording) -> Section:
    section = _open(say, "legal_basis")
    for basis in content.legal_basis:
        section.add(basis.statement, basis.treaty.label)
        sure = " – ".join(filter(None, (basis.confidence.label if basis.confidence else "", basis.note)))
        if sure:
            section.add(say("legal_basis_note", note=sure))
    return section


def _authorities(content: RequestLetter, say: Wording) -> Section:
    section = _open(say, "authorities")
    proceedings = content.proceedings
    for key, value in (
        ("competent_authority", proceedings.competent_authority),
        ("conducting_authority", proceedings.conducting_authority),
        ("conducting_functions", proceedings.conducting_functions),
        ("stage", proceedings.stage.label if proceedings.stage else ""),
        ("domestic_reference", proceedings.domestic_reference),
        ("operation_name", proceedings.operation_name),
        ("subject_matter", proceedings.subject_matter),
    ):
        section.add(value, say(key))
    return section


def _persons(content: RequestLetter, say: Wording) -> Section:
    section = _open(say, "persons")
    if content.persons:
        columns = (
            (say("person_number"), 6),
            (say("person_name"), 26),
            (say("person_birth"), 18),
            (say("person_identity"), 24),
            (say("person_location"), 26),
        )
        rows = [
            (Cell((str(number),)), *_person(person, say, content.language))
            for number, person in enumerate(content.persons, start=1)
        ]
        section.add_table(say("persons_caption"), columns, rows)
    for number, person in enumerate(content.persons, start=1):
        section.add(person.note, f"{number}. {person.name}")
    return section


def _person(person: Person, say: Wording, language: str) -> tuple[Cell, ...]:
    name = [person.name, person.role.label]
    if person.aliases:
        name.append(say("person_aliases", aliases="; ".join(person.aliases)))
    if person.is_protected:
        name.append(say("person_protected"))
    nationalities = ", ".join(term.label for term in person.nationalities)
    return (
        Cell(tuple(name), is_header=True),
        _lines(say, partial_date(person.birth_date, language), person.birth_place),
        _lines(say, nationalities, *person.identity_documents),
        _lines(say, person.location),
    )


def _facts(content: RequestLetter, say: Wording) -> Section:
    section = _open(say, "facts")
    section.add(content.facts)
    return section


def _offences(content: RequestLetter, say: Wording) -> Section:
    section = _open(say, "offences")
    if content.offences:
        columns = (
            (say("offence_number"), 6),
            (say("offence_crime"), 30),
            (say("offence_provision"), 36),
            (say("offence_where"), 28),
        )
        rows = [
            (
                Cell((str(number),)),
                Cell((offence.crime.label,), is_header=True),
                _lines(say, offence.provision, offence.penalty),
                _lines(
                    say,
                    period(offence.committed_from, offence.committed_to, content.language),
                    offence.place,
                ),
            )
            for number, offence in enumerate(content.offences, start=1)
        ]
        section.add_table(say("offences_caption"), columns, rows)
    for number, offence in enumerate(content.offences, start=1):
        section.add(offence.description, f"{number}. {offence.crime.label}")
    section.add(content.legal_provisions, say("legal_provisions"))
    return section


def _measures(content: RequestLetter, say: Wording) -> Section:
    section = _open(say, "measures")
    if content.purpose.strip():
        section.add(say("purpose", purpose=content.purpose))
    if content.measures:
        urgent = any(measure.urgency for measure in content.measures)
        columns = [
            (say("measure_number"), 6),
            (say("measure_name"), 30),
            (say("measure_description"), 48 if urgent else 64),
            (say("measure_urgency"), 16),
        ]
        rows = [_measure(measure, say) for measure in content.measures]
        shown = len(columns) if urgent else len(columns) - 1
        section.add_table(say("measures_caption"), columns[:shown], [row[:shown] for row in rows])
    for measure in content.measures:
        if measure.details:
            section.add_table(
                say("measure_details", number=measure.number, measure=measure.measure.label),
                ((say("detail_label"), 30), (say("detail_value"), 70)),
                [(Cell((d.label,), is_header=True), _lines(say, d.value)) for d in measure.details],
            )
    return section


def _measure(measure: Measure, say: Wording) -> tuple[Cell, ...]:
    return (
        Cell((str(measure.number),)),
        Cell((measure.measure.label,), is_header=True),
        _lines(say, measure.description),
        Cell((measure.urgency.label if measure.urgency else "–",)),
    )


def _procedure(content: RequestLetter, say: Wording) -> Section:
    section = _open(say, "procedure")
    section.add(content.procedure)
    return section


def _time_limit(content: RequestLetter, say: Wording) -> Section:
    section = _open(say, "time_limit")
    if content.urgency:
        section.add(say("time_limit_urgency", urgency=content.urgency.label))
        section.add(content.urgency_reason)
    if content.time_limit:
        section.add(say("time_limit_due", date=long_date(content.time_limit.due, content.language)))
        if content.time_limit.reason.strip():
            section.add(say("time_limit_reason", reason=content.time_limit.reason))
    return section


def _confidentiality(content: RequestLetter, say: Wording) -> Section:
    section = _open(say, "confidentiality")
    if content.confidentiality_wanted:
        section.add(say("confidentiality_wanted"))
    section.add(content.confidentiality)
    return section


def _conditions(content: RequestLetter, say: Wording) -> Section:
    section = _open(say, "conditions")
    for condition in content.conditions:
        section.add(condition)
    return section


def _override(content: RequestLetter, say: Wording) -> Section:
    section = _open(say, "override")
    if override := content.override:
        moment = long_moment(override.at, content.language)
        section.add(say("override_statement", by=override.by, date=moment, reason=override.reason))
        for item in override.missing:
            section.add(say("override_item", item=item))
    return section


def _enclosures(content: RequestLetter, say: Wording) -> Section:
    section = _open(say, "enclosures")
    if content.enclosures:
        columns = (
            (say("enclosure_number"), 6),
            (say("enclosure_title"), 28),
            (say("enclosure_file"), 22),
            (say("enclosure_size"), 12),
            (say("enclosure_sha256"), 32),
        )
        rows = [
            (
                Cell((str(number),)),
                Cell((enclosure.title,), is_header=True),
                Cell((enclosure.filename,)),
                Cell((f"{format_decimal(-(-enclosure.size // 1024), locale=content.language)} KiB",)),
                Cell((enclosure.sha256,)),
            )
            for number, enclosure in enumerate(content.enclosures, start=1)
        ]
        section.add_table(say("enclosures_caption"), columns, rows)
    return section


def _lines(say: Wording, *values: str) -> Cell:
    """What is known, a line each; or that it was not given."""
    return Cell(tuple(value for value in values if value.strip()) or (say("none_given"),))
