"""What an installation lacks to make letters, told by `manage.py check` and before production starts."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Warned

from documents.rendering.fonts import FILES
from documents.sealing.key import SealKeyError, seal_key

EXPIRES_SOON = timedelta(days=60)


@register("production")
def the_seal_is_fit_for_use(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Whether the configured key may seal. The demonstration key is for demonstrations only."""
    if not settings.SEAL_KEY_FILE:
        return []  # that it is missing in production is the platform's check
    return list(_seal())


def _seal() -> Iterator[CheckMessage]:
    try:
        key = seal_key()
    except SealKeyError as error:
        yield Error(str(error), id="documents.E001")
        return
    for fault in key.faults():
        yield Error(fault, id="documents.E002")
    if settings.IS_PRODUCTION and key.is_demonstration:
        yield Error("MLA_SEAL_KEY_FILE is a demonstration key, which proves nothing.", id="documents.E003")
    if datetime.now(UTC) < key.expires_at < datetime.now(UTC) + EXPIRES_SOON:
        yield Warned(
            f"The seal's certificate expires on {key.expires_at:%Y-%m-%d}. No letter is made after that.",
            id="documents.W001",
        )


@register()
def the_letters_fonts_are_installed(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    if missing := [path.name for path in FILES.values() if not path.is_file()]:
        return [
            Warned(
                f"Fonts of letters are not installed: {', '.join(missing)}.",
                hint="Run `make setup`.",
                id="documents.W002",
            )
        ]
    return []
