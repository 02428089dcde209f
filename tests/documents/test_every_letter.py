"""Every letter in every language and in pairs: PDF/A-3, PDF/UA-1, a valid seal. Every measure in each."""

from pathlib import Path

import pytest

from documents.choices import LetterKind, LetterLanguage
from documents.letters.samples import every_measure, letters_of, request_letter
from documents.rendering.outline import Table
from documents.rendering.pdf import render
from states.treaties import get_treaty_rules
from tests.documents.making import findings, outline_of, poppler, sealed

RULES = get_treaty_rules("ljubljana-the-hague")


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_letter_conforms_and_its_seal_is_valid(kind: LetterKind, tmp_path: Path) -> None:
    for name, letter in letters_of(kind):
        pdf = sealed(render(outline_of(letter)))
        assert findings(pdf) == [], name
        assert "Signature is Valid." in poppler("pdfsig", pdf, tmp_path), name


@pytest.mark.parametrize("language", list(LetterLanguage))
def test_every_measure_has_its_particulars_in_the_letter(language: LetterLanguage) -> None:
    measures = every_measure(RULES, language.value)
    assert [measure.measure.code for measure in measures] == [measure.code for measure in RULES.measures]
    outline = outline_of(request_letter(language.value, measures=measures))
    section = next(section for section in outline.sections if section.key == "measures")
    tables = [block for block in section.blocks if isinstance(block, Table)][1:]
    with_particulars = [measure for measure in measures if measure.details]
    assert len(tables) == len(with_particulars)
    for table, measure in zip(tables, with_particulars, strict=True):
        assert measure.measure.label in table.caption
        assert [row[0].lines[0] for row in table.rows] == [detail.label for detail in measure.details]
    assert findings(render(outline)) == []
