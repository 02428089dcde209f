"""Pages bring no script or style of their own, and fetch nothing from anybody else's server."""

import re
from pathlib import Path

import pytest

from mla_portal.settings.environment import ROOT
from tests.architecture.sources import page_templates

pytestmark = pytest.mark.security

COMMENT = re.compile(r"{% comment.*?{% endcomment %}|{#.*?#}|<!--.*?-->", re.DOTALL)
REFUSED = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "an inline style": re.compile(r"<style\b|\sstyle=", re.IGNORECASE),
    "an event handler": re.compile(r"\son[a-z]+=|\shx-on", re.IGNORECASE),
    "something evaluated": re.compile(r"javascript:|hx-vals=['\"]js:", re.IGNORECASE),
    "another server": re.compile(
        r"<(?:script|link|img|iframe|source)[^>]*(?:src|href)=[\"'](?:https?:)?//", re.I
    ),
}


@pytest.mark.parametrize("path", page_templates(), ids=str)
def test_a_template_holds_nothing_the_policy_forbids(path: Path) -> None:
    text = COMMENT.sub("", (ROOT / path).read_text())
    assert [what for what, pattern in REFUSED.items() if pattern.search(text)] == []


def test_no_stylesheet_or_script_names_another_server() -> None:
    own = [path for path in (ROOT / "static").rglob("*") if path.suffix in (".css", ".js")]
    fetched = re.compile(r"@import|url\(['\"]?(?:https?:)?//|fetch\(['\"]https?:|from ['\"]https?:")
    assert [path.name for path in own if fetched.search(path.read_text())] == []
