"""What is written about the code is true."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from mla_portal.management.commands.describe_settings import documents
from mla_portal.settings.environment import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_setting_is_described_as_it_is() -> None:
    for path, text in documents().items():
        assert path.read_text() == text, f"{path.name} is out of date: run `make docs`"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_command_that_is_named_exists(path: Path) -> None:
    told = path.read_text()
    assert set(re.findall(r"(?m)(?:`|^)make ([a-z-]+)", told)) <= set(
        TARGET.findall((ROOT / "Makefile").read_text())
    )
    assert set(re.findall(r"\bmanage\.py ([a-z_]+)", told)) <= set(get_commands())


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_link_leads_somewhere(path: Path) -> None:
    links = (
        link.partition("#")[0]
        for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text())
        if "://" not in link
    )
    assert [link for link in links if not (path.parent / link).exists()] == []
