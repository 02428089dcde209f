"""What the audit commands share: naming one chain."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from mla_portal.audit.chains import chains_of
from mla_portal.audit.models import AuditChain


def add_chain(parser: ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--request", help="Only the file with this reference.")
    which.add_argument("--chain", help="Only this chain, for example request:0198…")


def chosen_chain(*, request: str | None, chain: str | None) -> str | None:
    """None means every chain. Raises CommandError unless exactly one chain is meant and exists."""
    if request is None and chain is None:
        return None
    keys = chains_of(request) if request is not None else [chain]
    found = list(AuditChain.objects.filter(key__in=keys).order_by("key").values_list("key", flat=True))
    match found:
        case [key]:
            return key
        case []:
            raise CommandError(f"There is no audit chain of {request or chain}.")
        case _:
            raise CommandError(f"Several files have this reference; choose with --chain: {', '.join(found)}")
