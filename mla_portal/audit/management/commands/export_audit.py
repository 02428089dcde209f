"""`manage.py export_audit FOLDER`: the record in a form that a stranger can verify without this portal."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mla_portal.audit.export import export
from mla_portal.audit.management.arguments import add_chain, chosen_chain
from mla_portal.audit.sealer import SealingFailed


class Command(BaseCommand):
    help = "Writes audit events, checkpoints and the seal's certificate into a new folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="A folder that does not exist yet.")
        add_chain(parser)

    def handle(
        self,
        *args: Any,
        folder: Path,
        request: str | None = None,
        chain: str | None = None,
        **options: Any,
    ) -> None:
        key = chosen_chain(request=request, chain=chain)
        try:
            done = export(folder, chain=key)
        except (OSError, SealingFailed) as error:
            raise CommandError(f"Nothing was exported: {error}") from error
        self.stdout.write(
            f"{done.events} events and {done.checkpoints} checkpoints are in {folder}. To verify them:\n"
            f"scripts/verify_audit_export.py {folder}{f' --chain {key}' if key else ''}"
        )
