"""`manage.py load_reference_data`: States, treaties, participation, authorities, country rules."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from mla_portal.accounts.actors import Actor, Channel
from states.services.reference import Loaded, load_reference_data, load_sample_data


class Command(BaseCommand):
    help = "Loads the reference data. Safe to run again: rows that administrators changed are left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sample",
            action="store_true",
            help="Also the invented authorities and country rules of the demonstration.",
        )

    def handle(self, *args: Any, sample: bool = False, **options: Any) -> None:
        actor = Actor.portal(Channel.COMMAND)
        self._tell("Reference data", load_reference_data(actor))
        if sample:
            self._tell("Sample data", load_sample_data(actor))

    def _tell(self, what: str, loaded: Loaded) -> None:
        self.stdout.write(
            f"{what}: {loaded.created} created, {loaded.updated} updated, {loaded.unchanged} unchanged."
        )
        for name in loaded.kept:
            self.stdout.write(f"  kept as changed by an administrator: {name}")
