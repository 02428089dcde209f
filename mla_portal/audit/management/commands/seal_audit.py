"""`manage.py seal_audit`: a sealed checkpoint now, without waiting for the hour."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mla_portal.audit.checkpoints import seal_checkpoints
from mla_portal.audit.sealer import SealingFailed
from mla_portal.audit.statement import digest


class Command(BaseCommand):
    help = "Seals a checkpoint over every audit chain that has grown since the last one."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = seal_checkpoints()
        except SealingFailed as error:
            raise CommandError(f"No checkpoint was made: {error}") from error
        for checkpoint in made:
            self.stdout.write(f"{checkpoint.number}:{digest(checkpoint.statement)}")
        if not made:
            self.stderr.write("Nothing has happened since the last checkpoint.")
