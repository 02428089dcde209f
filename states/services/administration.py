"""Edits of plain reference data, which the administration makes itself and which are recorded here."""

from collections.abc import Iterable

from django.db import models

from mla_portal.accounts.actors import Actor
from mla_portal.accounts.services import require_administrator
from mla_portal.audit.events import EventType
from mla_portal.audit.models import AuditEvent
from mla_portal.audit.services import PORTAL_CHAIN, record


def record_row(actor: Actor, kind: EventType, row: models.Model, changes: Iterable[str]) -> AuditEvent:
    """Records that an administrator added, changed or deleted a row. Raises NotPermitted for others."""
    require_administrator(actor)
    particulars = {"changes": "; ".join(changes)} if "changes" in kind.particulars else {}
    return record(
        kind,
        chain=PORTAL_CHAIN,
        actor=actor,
        model=row._meta.label_lower,
        key=str(row.pk),
        name=str(row),
        **particulars,
    )
