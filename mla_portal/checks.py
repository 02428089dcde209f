"""What production refuses to start on. Every entry point asks, not only `manage.py check`."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register, run_checks
from django.core.exceptions import ImproperlyConfigured

from mla_portal.settings.environment import DEMONSTRATION_SECRET, environment

PRODUCTION = "production"
SHORTEST_SECRET = 50


@register(PRODUCTION)
def unsafe_values(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """One error for each setting that is fit for a demonstration only."""
    return list(_unsafe_values()) if settings.IS_PRODUCTION else []


def _unsafe_values() -> Iterator[CheckMessage]:
    if settings.SECRET_KEY == DEMONSTRATION_SECRET or len(settings.SECRET_KEY) < SHORTEST_SECRET:
        yield Error(
            "MLA_SECRET_KEY is the demonstration's or shorter than 50 characters.", id="mla_portal.E001"
        )
    if settings.DEBUG:
        yield Error("MLA_DEBUG is on.", id="mla_portal.E002")
    if not settings.ALLOWED_HOSTS or any("*" in host for host in settings.ALLOWED_HOSTS):
        yield Error("MLA_HOSTS must name the hosts, without a wildcard.", id="mla_portal.E003")
    if not settings.PUBLIC_URL.startswith("https://"):
        yield Error("MLA_PUBLIC_URL must begin with https://.", id="mla_portal.E004")
    if settings.DEMO_CODES_ON_SCREEN:
        yield Error("MLA_DEMO_CODES_ON_SCREEN shows one-time codes to anybody.", id="mla_portal.E005")
    if not environment.database_url:
        yield Error("DATABASE_URL is missing.", id="mla_portal.E006")
    if not environment.redis_url:
        yield Error("REDIS_URL is missing.", id="mla_portal.E007")
    if not settings.SEAL_KEY_FILE:
        yield Error(
            "MLA_SEAL_KEY_FILE is missing: letters would bear a demonstration seal.", id="mla_portal.E008"
        )


def refuse_unsafe_production() -> None:
    """Raises ImproperlyConfigured, with the reasons, where `manage.py check` would report such errors."""
    errors = [message for message in run_checks(tags=[PRODUCTION]) if message.is_serious()]
    if errors:
        reasons = "".join(f"\n  {error.id}: {error.msg}" for error in errors)
        raise ImproperlyConfigured(f"The portal refuses to start:{reasons}")
