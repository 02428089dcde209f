"""The frame, the worklist, the pages of States and of accounts speak French, Spanish and Arabic."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.test import Client

from mla_portal.settings.environment import ROOT
from tests.factories.casework import Cast, draft, in_status

FOLDERS = ("account", "components", "demonstration", "forms", "mfa", "states")
TEMPLATES = [
    *(
        path
        for folder in FOLDERS
        for path in sorted((ROOT / "templates" / folder).rglob("*.html"))
        if "admin" not in path.parts
    ),
    *sorted((ROOT / "templates").glob("*.html")),
    *sorted((ROOT / "templates" / "requests").glob("worklist*.html")),
]
STRING = re.compile(r'{%\s*translate\s+"([^"]+)"')
# allauth and Django bring their own catalogues; these templates override some of theirs word for word.
THEIRS = {"Sign Out", "Authenticator App"}


def translated(language: str) -> set[str]:
    found: set[str] = set()
    for folder in (ROOT / "locale", ROOT / "states" / "locale"):
        path = folder / language / "LC_MESSAGES" / "django.po"
        if path.exists():
            with path.open("rb") as file:
                found |= {str(m.id) for m in read_po(file) if m.string and isinstance(m.id, str)}
    return found


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_every_string_of_these_templates_is_translated(language: str) -> None:
    known = translated(language) | THEIRS
    missing = {
        f"{Path(path).relative_to(ROOT)}: {string}"
        for path in TEMPLATES
        for string in STRING.findall(path.read_text())
        if string not in known
    }
    assert missing == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["Liste de travail", "En relecture", "Prochaine échéance", "Pouvons-nous coopérer\u202f?"]),
        ("es", ["Lista de trabajo", "En revisión", "Próximo plazo", "¿Podemos cooperar?"]),
        ("ar", ["قائمة العمل", "قيد المراجعة", "الأجل القادم", "هل يمكننا التعاون؟"]),
    ],
)
def test_the_worklist_speaks_the_readers_language(language: str, words: list[str]) -> None:
    cast = Cast()
    in_status(draft(cast), "review")
    client = Client()
    client.force_login(cast.drafter)
    client.cookies["django_language"] = language
    page = client.get("/").content.decode().replace(" ?", "\u202f?")
    assert [word for word in words if word not in page] == []
