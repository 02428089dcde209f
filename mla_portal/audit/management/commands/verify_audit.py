"""`manage.py verify_audit`: proves the audit record, or names each place where it does not hold."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mla_portal.audit.models import AuditChain, AuditEvent
from mla_portal.audit.services import verify


class Command(BaseCommand):
    help = "Verifies the hash chains of the audit record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--chain", help="Only this chain, for example request:0198…")

    def handle(self, *args: Any, chain: str | None = None, **options: Any) -> None:
        faults = list(verify(chain=chain))
        for fault in faults:
            self.stderr.write(f"{fault.chain} event {fault.sequence}: {fault.reason}")
        if faults:
            raise CommandError(f"The audit record does not hold: {len(faults)} fault(s).")
        chains, events = AuditChain.objects.all(), AuditEvent.objects.all()
        if chain:
            chains, events = chains.filter(key=chain), events.filter(chain_id=chain)
        self.stdout.write(f"The audit record holds: {events.count()} events in {chains.count()} chains.")
