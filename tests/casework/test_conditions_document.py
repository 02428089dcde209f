"""`docs/conditions.md` says what the table says."""

from collections.abc import Mapping

import pytest

from casework.choices import ConditionType
from casework.conditions import OVERDUE, TABLE, Verdict
from documents.choices import Purpose
from mla_portal.settings.environment import ROOT

PAGE = (ROOT / "docs/conditions.md").read_text()
HEAD = f"| condition | {' | '.join(Purpose)} |\n|{'---|' * (len(Purpose) + 1)}\n"


def written(rows: Mapping[ConditionType, Mapping[Purpose, Verdict]]) -> str:
    lines = (
        f"| {kind} | {' | '.join(row[purpose].name.lower() for purpose in Purpose)} |\n"
        for kind, row in rows.items()
    )
    return HEAD + "".join(lines)


@pytest.mark.parametrize(("mark", "rows"), [("table", TABLE), ("overdue", OVERDUE)])
def test_the_page_has_the_table_of_the_code(
    mark: str, rows: Mapping[ConditionType, Mapping[Purpose, Verdict]]
) -> None:
    assert PAGE.split(f"<!-- {mark} -->\n")[1].split("<!-- end -->")[0] == written(rows)
