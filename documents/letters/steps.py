"""The numbered sections of the letters after the request.

Each kind has its own function; remarks, conditions and enclosures follow in every letter.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from documents.letters import content as c
from documents.letters.dates import long_date
from documents.letters.parts import details, enclosures, lines, numbered, open_section
from documents.letters.passages import Column
from documents.letters.wording import Wording
from documents.rendering.outline import Cell, Section


def sections_of(content: c.StepLetter, column: Column) -> list[Section]:
    """The sections that have something to say, numbered as they come."""
    own: Callable[[Any, Column], Iterable[Section]] = SECTIONS[type(content)]
    return numbered(
        [
            *own(content, column),
            _text(content, column),
            _conditions(content, column),
            enclosures(content.enclosures, column.say),
        ]
    )


def _receipt(content: c.ReceiptLetter, column: Column) -> list[Section]:
    say = column.say
    section = open_section(say, "receipt")
    section.add(say("received", date=_day(column, content.received_on), channel=content.channel.label))
    section.add(say("arrival_only"))
    return [section]


def _acknowledgement(content: c.AcknowledgementLetter, column: Column) -> list[Section]:
    say = column.say
    section = open_section(say, "acknowledgement")
    section.add(say("registered", file_number=content.file_number))
    if content.contact_officer:
        section.add(say("contact_officer", officer=content.contact_officer))
    if content.expected_decision_by:
        section.add(say("expected_decision", date=_day(column, content.expected_decision_by)))
    section.add(say("next_step"))
    return [section]


def _questions(content: c.QuestionsLetter, column: Column) -> list[Section]:
    say = column.say
    section = open_section(say, "questions")
    section.add(say("questions_intro"))
    columns = ((say("question_number"), 8), (say("question"), 52), (say("for_measure"), 18), (say("due"), 22))
    rows = [
        (
            Cell((str(question.number),)),
            Cell(column.lines(question.text), is_header=True),
            Cell((str(question.measure or "–"),)),
            Cell((_day(column, question.due),)),
        )
        for question in content.questions
    ]
    section.add_table(say("questions_caption"), columns, rows)
    section.add(say("quote_numbers"))
    return [section]


def _supplement(content: c.SupplementLetter, column: Column) -> list[Section]:
    say = column.say
    section = open_section(say, "supplement")
    section.add(say("supplements"))
    rows = [
        (
            Cell((str(answer.number or "–"),)),
            Cell(column.lines(answer.question), is_header=True),
            Cell(column.lines(answer.text)),
        )
        for answer in content.answers
    ]
    if rows:
        columns = ((say("question_number"), 8), (say("question"), 38), (say("answer"), 54))
        section.add_table(say("answers_caption"), columns, rows)
    days = [
        (
            Cell((changed.what.label,), is_header=True),
            Cell((str(changed.number or "–"),)),
            Cell((_day(column, changed.before) or "–",)),
            Cell((_day(column, changed.day),)),
        )
        for changed in content.days
    ]
    if days:
        heads = ((say("day"), 40), (say("for_measure"), 16), (say("day_before"), 22), (say("day_now"), 22))
        section.add_table(say("days_caption"), heads, days)
    return [section]


def _consultation(content: c.ConsultationLetter, column: Column) -> list[Section]:
    say = column.say
    section = open_section(say, "considered")
    section.add(say("considered_intro"))
    columns = ((say("on_measure"), 26), (say("considered_what"), 20), (say("grounds_and_reasons"), 54))
    rows = [
        (
            _measure(item.number, item.measure, say),
            Cell((say(f"considered_{item.what}"),)),
            Cell((*_labels(item.ground), *column.lines(item.reasons))),
        )
        for item in content.considered
    ]
    section.add_table(say("considered_caption"), columns, rows)
    section.add(say("invitation"))
    if content.reply_by:
        section.add(say("reply_by", date=_day(column, content.reply_by)))
    return [section]


def _consultation_reply(content: c.ConsultationReplyLetter, column: Column) -> list[Section]:
    say = column.say
    section = open_section(say, "reply")
    section.add(say("reply_intro"))
    return [section]


def _decided(
    content: c.DecisionLetter | c.RefusalLetter | c.PostponementLetter, column: Column
) -> list[Section]:
    say = column.say
    section = open_section(say, "decisions")
    section.add(say("decisions_intro"))
    columns = ((say("on_measure"), 26), (say("decision"), 22), (say("grounds_and_reasons"), 52))
    rows = [
        (
            _measure(item.number, item.measure, say),
            Cell((item.decision.label, *_until(column, item))),
            Cell((*_labels(item.ground), *column.lines(item.reasons)) or ("–",)),
        )
        for item in content.decisions
    ]
    section.add_table(say("decisions_caption"), columns, rows)
    if content.consulted_on:
        section.add(say("consulted", date=_day(column, content.consulted_on)))
    elif content.waiver:
        column.add(section, content.waiver, say("why_not_consulted"))
    section.add(say("afterwards"))
    return [section]


def _until(column: Column, decided: c.MeasureDecision) -> tuple[str, ...]:
    day = decided.postponed_until
    return (column.say("until", date=_day(column, day)),) if day else ()


def _assignment(content: c.AssignmentLetter, column: Column) -> list[Section]:
    say = column.say
    task = open_section(say, "task")
    task.add(say("assigned", number=content.measure_number, measure=content.measure.label))
    if content.due:
        task.add(say("report_by", date=_day(column, content.due)))
    if content.details:
        caption = say("measure_details", number=content.measure_number, measure=content.measure.label)
        details(task, caption, content.details, column, "/details")
    task.add(say("results_to_us"))
    others = []
    for key in ("instructions", "confidentiality", "protection"):
        section = open_section(say, key)
        column.add(section, getattr(content, key))
        others.append(section)
    return [task, *others]


def _results(content: c.ResultsLetter, column: Column) -> list[Section]:
    say = column.say
    section = open_section(say, "results")
    section.add(say("results_complete" if content.is_complete else "results_in_part"))
    columns = ((say("on_measure"), 34), (say("outcome"), 24), (say("executed_on"), 20), (say("note"), 22))
    rows = [
        (
            _measure(result.number, result.measure, say),
            Cell((result.outcome.label,)),
            Cell((_day(column, result.executed_on),)),
            Cell(column.lines(result.note) or ("–",)),
        )
        for result in content.measures
    ]
    section.add_table(say("results_caption"), columns, rows)
    for place, result in enumerate(content.measures):
        caption = say("result_details", number=result.number, measure=result.measure.label)
        details(section, caption, result.values, column, f"/measures/{place}/values")
    return [section]


def _chaser(content: c.ChaserLetter, column: Column) -> list[Section]:
    say = column.say
    section = open_section(say, "reminder")
    if content.sent_on:
        section.add(say("our_letter_of", date=_day(column, content.sent_on)))
    if content.due:
        section.add(say("was_due", what=content.what.label, date=_day(column, content.due)))
    else:
        section.add(say("is_awaited", what=content.what.label))
    section.add(say("which_reminder", which=content.which))
    section.add(say("how_it_stands"))
    return [section]


def _withdrawal(content: c.WithdrawalLetter, column: Column) -> list[Section]:
    say = column.say
    section = open_section(say, "withdrawal")
    section.add(say("withdrawn", reference=content.reference))
    column.add(section, content.reason, say("reason"))
    section.add(say("end_execution"))
    return [section]


def _closing(content: c.ClosingLetter, column: Column) -> list[Section]:
    say = column.say
    section = open_section(say, "closed")
    section.add(say("file_closed"))
    if evaluation := content.evaluation:
        for key, term in (("timeliness", evaluation.timeliness), ("usefulness", evaluation.usefulness)):
            section.add(term.label if term else "", say(key))
        column.add(section, evaluation.remarks, say("evaluation_remarks"))
    return [section]


def _return(content: c.ReturnLetter, column: Column) -> list[Section]:
    say = column.say
    section = open_section(say, "returned")
    section.add(say("returned_intro"))
    columns = ((say("requirement"), 28), (say("basis"), 30), (say("fix"), 42))
    rows = [
        (
            Cell((failing.requirement or failing.code,), is_header=True),
            lines(say, failing.citation, *_labels(failing.confidence)),
            Cell((failing.fix,)),
        )
        for failing in content.failings
    ]
    section.add_table(say("failings_caption"), columns, rows)
    section.add(say("send_again"))
    return [section]


def _forwarding(content: c.ForwardingLetter, column: Column) -> list[Section]:
    say = column.say
    section = open_section(say, "forwarded")
    section.add(say("forwarded_to", authority=content.to.name, state=content.to.state.label))
    address = ", ".join(line.strip() for line in content.to.address.splitlines() if line.strip())
    for key, value in (
        ("address", address),
        ("telephone", content.to.telephone),
        ("email", content.to.email),
    ):
        section.add(value, say(key))
    section.add(say("write_there"))
    return [section]


def _progress(content: c.ProgressLetter, column: Column) -> list[Section]:
    say = column.say
    section = open_section(say, "progress")
    section.add(say("state_of_execution", status=content.status.label))
    if content.expected_by:
        section.add(say("expected_by", date=_day(column, content.expected_by)))
    return [section]


def _certificate(content: c.CertificateLetter, column: Column) -> list[Section]:
    say = column.say
    section = open_section(say, f"material_{content.act}")
    section.add(say(f"certified_{content.act}", date=_day(column, content.done_on)))
    if content.done_by:
        section.add(say("certified_done_by", name=content.done_by))
    if content.witness:
        section.add(say("certified_witness", name=content.witness))
    columns = (
        (say("item_number"), 6),
        (say("item"), 28),
        (say("enclosure_file"), 22),
        (say("enclosure_sha256"), 44),
    )
    rows = [
        (
            Cell((str(number),)),
            Cell(tuple(filter(None, (item.title, item.note))), is_header=True),
            Cell((item.filename or "–",)),
            Cell((item.sha256 or "–",)),
        )
        for number, item in enumerate(content.items, start=1)
    ]
    section.add_table(say("items_caption"), columns, rows)
    return [section]


SECTIONS: dict[type[c.StepLetter], Callable[[Any, Column], Iterable[Section]]] = {
    c.ReceiptLetter: _receipt,
    c.AcknowledgementLetter: _acknowledgement,
    c.QuestionsLetter: _questions,
    c.SupplementLetter: _supplement,
    c.ConsultationLetter: _consultation,
    c.ConsultationReplyLetter: _consultation_reply,
    c.DecisionLetter: _decided,
    c.RefusalLetter: _decided,
    c.PostponementLetter: _decided,
    c.AssignmentLetter: _assignment,
    c.ResultsLetter: _results,
    c.ChaserLetter: _chaser,
    c.WithdrawalLetter: _withdrawal,
    c.ClosingLetter: _closing,
    c.ReturnLetter: _return,
    c.ForwardingLetter: _forwarding,
    c.ProgressLetter: _progress,
    c.CertificateLetter: _certificate,
}


def _text(content: c.StepLetter, column: Column) -> Section:
    say = column.say
    section = open_section(say, "remarks")
    column.add(section, content.text)
    return section


def _conditions(content: c.StepLetter, column: Column) -> Section:
    """Those of the whole letter, of single decisions and of single items, in one table."""
    say = column.say
    section = open_section(say, "conditions")
    given = [(say("whole_request"), condition) for condition in content.conditions]
    if isinstance(content, c.DecisionLetter | c.RefusalLetter | c.PostponementLetter):
        for decision in content.decisions:
            name = _measure_name(decision.number, decision.measure, say)
            given += [(name, condition) for condition in decision.conditions]
    if isinstance(content, c.ResultsLetter):
        titles = {enclosure.sha256: enclosure.title for enclosure in content.enclosures}
        for item in content.items:
            given += [(titles.get(item.sha256, item.sha256), condition) for condition in item.conditions]
    if given:
        columns = (
            (say("condition_applies_to"), 26),
            (say("condition_type"), 20),
            (say("condition_text"), 36),
            (say("due"), 18),
        )
        section.add_table(say("conditions_caption"), columns, _condition_rows(given, column))
    return section


def _condition_rows(given: Sequence[tuple[str, c.Condition]], column: Column) -> list[tuple[Cell, ...]]:
    return [
        (
            Cell((name,), is_header=True),
            Cell((condition.type.label,)),
            Cell(column.lines(condition.text)),
            Cell((_day(column, condition.due),)),
        )
        for name, condition in given
    ]


def _measure(number: int | None, term: c.Term | None, say: Wording) -> Cell:
    return Cell((_measure_name(number, term, say),), is_header=True)


def _measure_name(number: int | None, term: c.Term | None, say: Wording) -> str:
    if number is None:
        return say("whole_request")
    return f"{number}. {term.label}" if term else f"{number}."


def _labels(term: c.Term | None) -> tuple[str, ...]:
    return (term.label,) if term else ()


def _day(column: Column, day: date | None) -> str:
    return long_date(day, column.language) if day else "–"
