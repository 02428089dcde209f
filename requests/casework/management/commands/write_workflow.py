"""`manage.py write_workflow`: writes `docs/workflow.md` anew."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from casework.diagram import workflow_document


class Command(BaseCommand):
    help = "Writes docs/workflow.md from the tables of transitions."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "workflow.md"
        path.write_text(workflow_document(), encoding="utf-8")
        self.stdout.write(f"Wrote {path}")
