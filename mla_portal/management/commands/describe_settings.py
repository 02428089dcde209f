"""`manage.py describe_settings`: writes `docs/settings.md` and `.env.example` from the settings reader."""

from enum import Enum
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from mla_portal.settings.environment import MODE_DEFAULTS, ROOT, Environment, variable_name

TITLE = "# Settings"
INTRODUCTION = """\
Every setting is an environment variable, or a line in `.env` at the root of the checkout, or, for secrets, a
file in `/run/secrets` named as its variable. This page is made from `mla_portal/settings/environment.py` by
`make docs`; a test compares them.

| variable | default | meaning |
|---|---|---|
"""


class Command(BaseCommand):
    help = "Describes every setting in docs/settings.md and .env.example."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path, text in documents().items():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
            self.stdout.write(f"Wrote {path.relative_to(ROOT)}.")


def documents() -> dict[Path, str]:
    """The generated files, by path."""
    return {ROOT / "docs" / "settings.md": page(), ROOT / ".env.example": example()}


def page() -> str:
    """The settings as a table for readers."""
    rows = [
        f"| `{variable_name(name)}` | {default_of(name, field)} | {field.description} |"
        for name, field in Environment.model_fields.items()
    ]
    return f"{TITLE}\n\n{INTRODUCTION}" + "\n".join(rows) + "\n"


def example() -> str:
    """The settings as an environment file in which nothing is set."""
    lines = ["# Copy to .env and set what differs from the default. Made by `make docs`.", ""]
    for name, field in Environment.model_fields.items():
        lines += [f"# {field.description}", f"#{variable_name(name)}={plain(field.default)}", ""]
    return "\n".join(lines)


def default_of(name: str, field: FieldInfo) -> str:
    """The default as shown in the table, with the modes that have another one."""
    shown = f"`{plain(field.default)}`" if plain(field.default) else "(none)"
    others = [
        f"{mode}: `{plain(defaults[name])}`" for mode, defaults in MODE_DEFAULTS.items() if name in defaults
    ]
    return "; ".join([shown, *others])


def plain(value: Any) -> str:
    """A value as it is written in an environment file; the demonstration's secret key is not shown."""
    match value:
        case None | SecretStr():
            return ""
        case bool():
            return str(value).lower()
        case Enum():
            return str(value.value)
        case list():
            return ",".join(value)
        case Path():
            return str(value.relative_to(ROOT))
        case _:
            return str(value)
