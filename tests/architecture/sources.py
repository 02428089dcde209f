"""The files of ours that the rules are about."""

from pathlib import Path

from mla_portal.settings.environment import ROOT

PACKAGES = ["mla_portal", "states", "documents", "requests"]
ELSEWHERE = ["tests", "scripts", "bench"]


def python_files(*folders: str) -> list[Path]:
    """Python files below these folders, without migrations, relative to the root."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path.relative_to(ROOT) for path in found if "migrations" not in path.parts)


def page_templates() -> list[Path]:
    """Templates that a browser gets; letters are drawn by WeasyPrint and never leave as HTML."""
    found = (path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*.html"))
    return sorted(path for path in found if "letters" not in path.parts)
