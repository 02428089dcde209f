"""The numbered sections of a request. A section with nothing to say is left out."""

from documents.letters.content import Measure, Offence, Person, RequestLetter
from documents.letters.dates import long_date, long_moment, partial_date, period
from documents.letters.parts import details, enclosures, lines, numbered, open_section
from documents.letters.passages import Column
from documents.rendering.outline import Cell, Section


def sections_of(content: RequestLetter, column: Column) -> list[Section]:
    """The sections that have something to say, numbered as they come."""
    return numbered(
        fill(content, column)
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
    )


def _legal_basis(content: RequestLetter, column: Column) -> Section:
    say = column.say
    section = open_section(say, "legal_basis")
    for basis in content.legal_basis:
        section.add(basis.statement, basis.treaty.label)
        sure = " – ".join(
            filter(None, (basis.confidence.label if basis.confidence else "", say.isolated(basis.note)))
        )
        if sure:
            section.add(sure, say("note"))
    return section


def _authorities(content: RequestLetter, column: Column) -> Section:
    say = column.say
    section = open_section(say, "authorities")
    proceedings = content.proceedings
    functions = column.free(proceedings.conducting_functions, "/proceedings/conducting_functions")
    subject = column.free(proceedings.subject_matter, "/proceedings/subject_matter")
    section.add(proceedings.competent_authority, say("competent_authority"))
    section.add(proceedings.conducting_authority, say("conducting_authority"))
    column.add(section, functions, say("conducting_functions"))
    section.add(proceedings.stage.label if proceedings.stage else "", say("stage"))
    section.add(proceedings.domestic_reference, say("domestic_reference"))
    section.add(proceedings.operation_name, say("operation_name"))
    column.add(section, subject, say("subject_matter"))
    return section


def _persons(content: RequestLetter, column: Column) -> Section:
    say = column.say
    section = open_section(say, "persons")
    columns = (
        (say("person_number"), 6),
        (say("person_name"), 26),
        (say("person_birth"), 18),
        (say("person_identity"), 24),
        (say("person_location"), 26),
    )
    rows = [
        (Cell((str(number),)), *_person(person, f"/persons/{number - 1}", column))
        for number, person in enumerate(content.persons, start=1)
    ]
    section.add_table(say("persons_caption"), columns, rows)
    for number, person in enumerate(content.persons, start=1):
        note = column.free(person.note, f"/persons/{number - 1}/note")
        column.add(section, note, say("person_note", number=number, name=person.name))
    return section


def _person(person: Person, at: str, column: Column) -> tuple[Cell, ...]:
    say = column.say
    name = [person.name, person.role.label]
    if person.aliases:
        name.append(say("person_aliases", aliases="; ".join(person.aliases)))
    if person.is_protected:
        name.append(say("person_protected"))
    nationalities = ", ".join(term.label for term in person.nationalities)
    return (
        Cell(tuple(name), is_header=True),
        lines(say, partial_date(person.birth_date, column.language), person.birth_place),
        lines(say, nationalities, *person.identity_documents),
        lines(say, *column.lines(column.free(person.location, f"{at}/location"))),
    )


def _facts(content: RequestLetter, column: Column) -> Section:
    section = open_section(column.say, "facts")
    column.add(section, column.free(content.facts, "/facts"))
    return section


def _offences(content: RequestLetter, column: Column) -> Section:
    say = column.say
    section = open_section(say, "offences")
    columns = (
        (say("offence_number"), 6),
        (say("offence_crime"), 30),
        (say("offence_provision"), 36),
        (say("offence_where"), 28),
    )
    rows = [
        (Cell((str(number),)), *_offence(offence, f"/offences/{number - 1}", column))
        for number, offence in enumerate(content.offences, start=1)
    ]
    section.add_table(say("offences_caption"), columns, rows)
    for number, offence in enumerate(content.offences, start=1):
        description = column.free(offence.description, f"/offences/{number - 1}/description")
        column.add(section, description, say("offence_description", number=number, crime=offence.crime.label))
    provisions = column.free(content.legal_provisions, "/legal_provisions")
    column.add(section, provisions, say("legal_provisions"))
    return section


def _offence(offence: Offence, at: str, column: Column) -> tuple[Cell, ...]:
    provision = column.free(offence.provision, f"{at}/provision")
    penalty = column.free(offence.penalty, f"{at}/penalty")
    when = period(offence.committed_from, offence.committed_to, column.language)
    return (
        Cell((offence.crime.label,), is_header=True),
        lines(column.say, *column.lines(provision), *column.lines(penalty)),
        lines(column.say, when, offence.place),
    )


def _measures(content: RequestLetter, column: Column) -> Section:
    say = column.say
    section = open_section(say, "measures")
    column.add(section, column.free(content.purpose, "/purpose"), say("purpose_label"))
    urgent = any(measure.urgency for measure in content.measures)
    columns = [
        (say("measure_number"), 6),
        (say("measure_name"), 30),
        (say("measure_description"), 48 if urgent else 64),
        (say("measure_urgency"), 16),
    ]
    rows = [_measure(measure, f"/measures/{place}", column) for place, measure in enumerate(content.measures)]
    shown = len(columns) if urgent else len(columns) - 1
    section.add_table(say("measures_caption"), columns[:shown], [row[:shown] for row in rows])
    for place, measure in enumerate(content.measures):
        caption = say("measure_details", number=measure.number, measure=measure.measure.label)
        details(section, caption, measure.details, column, f"/measures/{place}/details")
    return section


def _measure(measure: Measure, at: str, column: Column) -> tuple[Cell, ...]:
    description = column.free(measure.description, f"{at}/description")
    return (
        Cell((str(measure.number),)),
        Cell((measure.measure.label,), is_header=True),
        lines(column.say, *column.lines(description)),
        Cell((measure.urgency.label if measure.urgency else "–",)),
    )


def _procedure(content: RequestLetter, column: Column) -> Section:
    section = open_section(column.say, "procedure")
    column.add(section, column.free(content.procedure, "/procedure"))
    return section


def _time_limit(content: RequestLetter, column: Column) -> Section:
    say = column.say
    section = open_section(say, "time_limit")
    if content.urgency:
        section.add(content.urgency.label, say("urgency"))
        column.add(section, column.free(content.urgency_reason, "/urgency_reason"))
    if content.time_limit:
        section.add(say("time_limit_due", date=long_date(content.time_limit.due, column.language)))
        reason = column.free(content.time_limit.reason, "/time_limit/reason")
        column.add(section, reason, say("reason"))
    return section


def _confidentiality(content: RequestLetter, column: Column) -> Section:
    section = open_section(column.say, "confidentiality")
    if content.confidentiality_wanted:
        section.add(column.say("confidentiality_wanted"))
    column.add(section, column.free(content.confidentiality, "/confidentiality"))
    return section


def _conditions(content: RequestLetter, column: Column) -> Section:
    section = open_section(column.say, "conditions")
    for place, condition in enumerate(content.conditions):
        column.add(section, column.free(condition, f"/conditions/{place}"))
    return section


def _override(content: RequestLetter, column: Column) -> Section:
    section = open_section(column.say, "override")
    if override := content.override:
        reason = column.free(override.reason, "/override/reason")
        moment = long_moment(override.at, column.language)
        section.add(column.say("overridden", by=override.by, date=moment))
        column.add(section, reason, column.say("reason"))
        for item in override.missing:
            section.add(item, column.say("missing"))
    return section


def _enclosures(content: RequestLetter, column: Column) -> Section:
    return enclosures(content.enclosures, column.say)
