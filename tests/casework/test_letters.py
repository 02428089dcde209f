"""What a letter says of a case file: every measure the treaty knows, with each of its particulars."""

from pathlib import Path
from typing import Any

import pytest

from casework.letters import compose_request
from casework.models import AssistanceRequest, Measure
from documents.rendering.pdf import render
from states.treaties import get_treaty_rules
from states.treaties.schema import MeasureField
from states.treaties.vocabulary import FieldType
from tests.documents.making import findings, outline_of, words
from tests.factories.casework import Cast

RULES = get_treaty_rules("ljubljana-the-hague")
SAMPLES: dict[FieldType, Any] = {
    FieldType.TEXT: "A text",
    FieldType.LONG_TEXT: "A line\nand another",
    FieldType.DATE: "2027-03-01",
    FieldType.DATETIME: "2027-03-01T10:30",
    FieldType.NUMBER: 12,
    FieldType.BOOLEAN: True,
    FieldType.AUTHORITY: "A court",
}


def sample(field: MeasureField) -> Any:
    return field.options[0].code if field.options else SAMPLES[field.type]


@pytest.fixture
def asks_for_everything(cast: Cast, request_in_draft: AssistanceRequest) -> AssistanceRequest:
    request_in_draft.measures.all().delete()
    for kind in RULES.measures:
        details = {field.code: sample(field) for field in kind.fields}
        Measure.objects.create(
            request=request_in_draft, type=kind.code, description="Please.", details=details
        )
    return request_in_draft


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_letter_names_every_measure_with_each_of_its_particulars(
    asks_for_everything: AssistanceRequest, language: str
) -> None:
    asks_for_everything.language = language
    letter = compose_request(asks_for_everything, number="SI-MOJ 7/2026", signatory=None)
    said = {measure.measure.code: [detail.label for detail in measure.details] for measure in letter.measures}
    assert said.keys() == {kind.code for kind in RULES.measures}
    assert {code: len(labels) for code, labels in said.items()} == {
        kind.code: len(kind.fields) for kind in RULES.measures
    }
    assert all(label for labels in said.values() for label in labels)


def test_such_a_letter_conforms_and_shows_each_measure(
    asks_for_everything: AssistanceRequest, tmp_path: Path
) -> None:
    letter = compose_request(asks_for_everything, number="SI-MOJ 7/2026", signatory=None)
    pdf = render(outline_of(letter))
    assert findings(pdf) == []
    text = words(pdf, tmp_path)
    for measure in letter.measures:
        assert measure.measure.label in text
        for detail in measure.details:
            assert " ".join(detail.value.split()) in text
