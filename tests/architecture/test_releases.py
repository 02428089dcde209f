"""No code outside the gate opens a version's file, so that no new path can forget the conditions."""

import ast
from pathlib import Path

import pytest

from mla_portal.settings.environment import ROOT
from tests.architecture.sources import PACKAGES, python_files

INSIDE = {
    "documents/services/releases.py": "the gate itself",
    "documents/services/scanning.py": "the virus scanner reads it; nothing leaves",
    "documents/services/destruction.py": "removes it",
    "documents/verification.py": "compares its hash; nothing leaves",
}
"""Who touches `Version.file`, and why that is no release."""

STORE = {
    "documents/services/production.py": "keeps a sealed letter",
    "documents/services/orphans.py": "deletes what no version names",
    "documents/services/destruction.py": "removes what was destroyed",
    "documents/checks.py": "tries the storage at start-up",
}
"""Who uses the storage itself."""

ANSWERS = {
    "documents/streaming.py": "one version, released",
    "requests/casework/views/evidence.py": "an archive of versions, each released",
}
"""Who sends a file to a browser."""

READS = {
    "open",
    "read",
    "chunks",
    "multiple_chunks",
    "path",
    "url",
    "name",
    "storage",
    "size",
    "file",
    "seek",
}


def reads_of_file(tree: ast.AST) -> set[str]:
    """The expressions of the form `….file.<read>`, and `….file` handed on whole, that are not form input."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            if node.value.attr == "file" and node.attr in READS:
                found.add(ast.unparse(node))
        elif isinstance(node, ast.Call | ast.Return):
            given = node.args if isinstance(node, ast.Call) else [node.value]
            found |= {ast.unparse(a) for a in given if isinstance(a, ast.Attribute) and a.attr == "file"}
    return found


def names_in(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }


@pytest.mark.security
@pytest.mark.parametrize("path", python_files(*PACKAGES), ids=str)
def test_no_code_outside_the_gate_opens_the_file_of_a_version(path: Path) -> None:
    tree = ast.parse((ROOT / path).read_text())
    if str(path) not in INSIDE:
        assert not reads_of_file(tree), f"{path}: let it leave through documents.services.releases.release"
    if str(path) not in STORE:
        assert "default_storage" not in names_in(tree), f"{path}: files live behind documents.services"
    if str(path) not in ANSWERS:
        assert "FileResponse" not in names_in(tree), f"{path}: see documents.streaming"


@pytest.mark.parametrize("source", ["version.file.open()", "send(version.file)", "x = a.b.file.path"])
def test_the_rule_sees_what_it_forbids(source: str) -> None:
    assert reads_of_file(ast.parse(source))
