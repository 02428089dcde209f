"""What a request says at one item of the check, in words, for whoever examines it."""

from datetime import date

from django.utils.formats import date_format

from casework.case_fields import enclosure_titles
from casework.completeness import Item
from casework.measure_details import details_in_words
from casework.models import AssistanceRequest
from mla_portal.common.fingerprints import fingerprint
from states.treaties import TreatyRules

DETAILS = "details_"
"""Before the code of a measure's own field, as the drafting path has it."""


def received_at(case: AssistanceRequest, item: Item, rules: TreatyRules) -> str:
    """What is there; empty where nothing is. The file comes with its parts."""
    if item.field.startswith(DETAILS):
        return _detail(case, item, rules)
    if item.section == "documents":
        return ", ".join(enclosure_titles(case))
    if item.field == "language":
        return ", ".join(filter(None, (case.get_language_display(), case.get_second_language_display())))
    if isinstance(item.value, list):
        return ", ".join(_named(row, rules) for row in item.value)
    if item.field == "proceedings_stage":
        return str(case.get_proceedings_stage_display())
    if item.field == "nationality":
        return next((str(p.nationality or "") for p in case.persons.all() if p.pk == item.part_id), "")
    return date_format(item.value, "DATE_FORMAT") if isinstance(item.value, date) else str(item.value or "")


def fingerprint_of(case: AssistanceRequest, item: Item) -> str:
    """Tells whether what is there changed since, whoever reads it in whatever language."""
    value = [str(row) for row in item.value] if isinstance(item.value, list) else str(item.value)
    if item.section == "documents":
        value = enclosure_titles(case)
    return fingerprint({"is_met": item.is_met, "value": value})


def _detail(case: AssistanceRequest, item: Item, rules: TreatyRules) -> str:
    code = item.field.removeprefix(DETAILS)
    for measure in case.measures.all():
        if measure.pk == item.part_id:
            words = details_in_words(rules.measure(measure.type), measure.details)
            return next((text for field, text in words if field.code == code), "")
    return ""


def _named(row: object, rules: TreatyRules) -> str:
    """A person by name, an offence or a measure by its label in the treaty file."""
    labels = {entry.code: str(entry.label) for entry in (*rules.crimes, *rules.measures)}
    return labels.get(str(row), str(row))
