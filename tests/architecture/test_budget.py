"""Files and functions are split before they grow too long to read."""

import ast
from pathlib import Path

import pytest

from mla_portal.settings.environment import ROOT
from tests.architecture.sources import ELSEWHERE, PACKAGES, python_files

LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def functions_over_budget(path: Path) -> list[str]:
    return [
        f"{node.name}: {length}"
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]


@pytest.mark.parametrize("path", python_files(*PACKAGES, *ELSEWHERE), ids=str)
def test_a_file_stays_within_the_budget(path: Path) -> None:
    assert len((ROOT / path).read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", python_files(*PACKAGES, "scripts"), ids=str)
def test_its_functions_stay_within_the_budget(path: Path) -> None:
    assert functions_over_budget(path) == []
