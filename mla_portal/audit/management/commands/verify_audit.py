"""`manage.py verify_audit`: proves the audit record, or names each place where it does not hold."""

from argparse import ArgumentParser, ArgumentTypeError
from itertools import chain as both
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.management.base import BaseCommand, CommandError
from django.db.models import F, Sum

from mla_portal.audit.checkpoints import examine, verify_checkpoints
from mla_portal.audit.management.arguments import add_chain, chosen_chain
from mla_portal.audit.models import AuditChain, AuditCheckpoint
from mla_portal.audit.sealer import SealingFailed, the_sealer
from mla_portal.audit.services import verify


def noted(text: str) -> tuple[int, str]:
    """`NUMBER:SHA256`, as `seal_audit` and the log write it."""
    number, _, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != 64:
        raise ArgumentTypeError("A noted checkpoint is written NUMBER:SHA256.")
    return int(number), digest.lower()


def fingerprints(pem: str) -> set[str]:
    """SHA-256 of each certificate, in hexadecimal. Raises ValueError where there is none."""
    certificates = x509.load_pem_x509_certificates(pem.encode())
    return {certificate.fingerprint(SHA256()).hex() for certificate in certificates}


class Command(BaseCommand):
    help = "Verifies the hash chains and the sealed checkpoints of the audit record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_chain(parser)
        parser.add_argument(
            "--trust",
            type=Path,
            metavar="PEM",
            help="Certificates that this portal sealed with before its present one.",
        )
        parser.add_argument(
            "--noted",
            type=noted,
            action="append",
            default=[],
            metavar="NUMBER:SHA256",
            help="A checkpoint written down elsewhere, which must still stand. May be given again.",
        )

    def handle(
        self,
        *args: Any,
        request: str | None = None,
        chain: str | None = None,
        trust: Path | None = None,
        noted: list[tuple[int, str]],
        **options: Any,
    ) -> None:
        key = chosen_chain(request=request, chain=chain)
        trusted = self._trusted(trust)
        found = 0
        for fault in both(
            verify(chain=key), verify_checkpoints(trusted=trusted, noted=dict(noted), chain=key)
        ):
            self.stderr.write(str(fault))
            found += 1
        if found:
            raise CommandError(f"The audit record does not hold: {found} fault(s).")
        self._say_what_holds(key)

    def _trusted(self, file: Path | None) -> set[str]:
        try:
            own = the_sealer().certificates()[0]
            return fingerprints(own) | (fingerprints(file.read_text()) if file else set())
        except SealingFailed as error:
            raise CommandError(f"The portal's own seal is unknown: {error}") from error
        except (OSError, ValueError) as error:
            raise CommandError(f"The file of certificates cannot be read: {error}") from error

    def _say_what_holds(self, key: str | None) -> None:
        chains = AuditChain.objects.all() if key is None else AuditChain.objects.filter(key=key)
        events = chains.aggregate(
            all=Sum("length", default=0), younger=Sum(F("length") - F("covered"), default=0)
        )
        self.stdout.write(f"The audit record holds: {events['all']} events in {chains.count()} chains.")
        last = AuditCheckpoint.objects.last()
        if last is None:
            self.stdout.write("No checkpoint has been sealed yet.")
            return
        self.stdout.write(
            f"{AuditCheckpoint.objects.count()} checkpoints hold, the last of {last.at:%Y-%m-%d %H:%M} UTC, "
            f"sealed by {examine(last).name}; {events['younger']} events are younger."
        )
