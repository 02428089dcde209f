"""What was executed, measure by measure, with the evidence and what binds its use."""

from collections.abc import Iterable

from casework.choices import CommunicationType, ConditionType, MeasureOutcome
from casework.letters.step import Step, head
from casework.measure_details import details_in_words
from casework.models import CaseDocument, Condition, MeasureAssignment
from casework.selectors.execution import released_results
from documents.letters import content
from documents.models import Version


def results(step: Step) -> content.ResultsLetter:
    """The results released and not transmitted yet; `is_complete` where nothing follows any more."""
    rows = list(released_results(step.request))
    bound = _conditions(step)
    return content.ResultsLetter(
        **head(step) | {"conditions": tuple(_said(step, c) for c in bound if not c.documents.all())},
        measures=tuple(_measure(step, row) for row in rows),
        items=tuple(_items(step, rows, bound)),
        is_complete=_is_complete(step),
    )


def _measure(step: Step, row: MeasureAssignment) -> content.MeasureResult:
    outcome = MeasureOutcome(row.outcome)
    kind = step.rules.measure(row.measure.type).outcome
    return content.MeasureResult(
        **step.measure(row.measure_id),
        outcome=content.Term(code=outcome.value, label=str(outcome.label)),
        executed_on=row.executed_on,
        note=step.passage(row.result_note),
        values=tuple(
            content.Detail(code=field.code, label=str(field.label), value=text, raw=row.results[field.code])
            for field, text in details_in_words(kind, row.results)
        ),
    )


def _items(
    step: Step, rows: Iterable[MeasureAssignment], bound: list[Condition]
) -> Iterable[content.ResultItem]:
    """Each enclosure with the measure it comes from and the conditions on it alone."""
    origin = {file.document_id: row.measure_id for row in rows for file in row.files.all() if file.is_result}
    links = CaseDocument.objects.filter(communication=step.communication).order_by("id")
    letter = step.communication.letter
    if letter and letter.version:  # composed again after the seal: the letter is no item of itself
        links = links.exclude(document=letter.version.document_id)
    for link in links:
        version = Version.objects.filter(document=link.document_id).order_by("number").last()
        if version is not None:
            yield content.ResultItem(
                sha256=version.sha256,
                number=step.measure(origin.get(link.pk))["number"],
                conditions=tuple(_said(step, c) for c in bound if link.pk in c.document_ids),
            )


def _conditions(step: Step) -> list[Condition]:
    """What we set on what we give, as far as it has not ended."""
    rows = Condition.objects.filter(request=step.request, ended_on=None).prefetch_related("documents")
    return [row for row in rows.select_related("communication").order_by("id") if not row.binds_us]


def _said(step: Step, condition: Condition) -> content.Condition:
    kind = ConditionType(condition.type)
    return content.Condition(
        type=content.Term(code=kind.value, label=str(kind.label)),
        text=step.passage(condition.text),
        due=condition.due_on,
    )


def _is_complete(step: Step) -> bool:
    """What was sent as the results of the whole; a measure that was postponed may still follow."""
    is_whole = step.communication.type == CommunicationType.RESULTS
    outcomes = {measure.outcome for _number, measure in step.measures.values()}
    return is_whole and MeasureOutcome.POSTPONED not in outcomes
