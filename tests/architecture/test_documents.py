"""What is written about the code is true."""

import re

from mla_portal.management.commands.describe_settings import documents
from mla_portal.settings.environment import ROOT

TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


def test_every_setting_is_described_as_it_is() -> None:
    for path, text in documents().items():
        assert path.read_text() == text, f"{path.name} is out of date: run `make docs`"


def test_every_command_of_the_readme_exists() -> None:
    told = set(re.findall(r"\bmake ([a-z-]+)", (ROOT / "README.md").read_text()))
    assert told <= set(TARGET.findall((ROOT / "Makefile").read_text()))
