"""`manage.py write_country_rules`: writes `docs/country-rules.md` anew."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from casework.demonstration.flaw_table import country_rules_document


class Command(BaseCommand):
    help = "Writes docs/country-rules.md: which rule catches which defect of the flawed requests."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "country-rules.md"
        path.write_text(country_rules_document(), encoding="utf-8")
        self.stdout.write(f"Wrote {path}")
