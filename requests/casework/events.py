"""The typed audit events of the case file."""

from django.utils.translation import gettext_lazy as _

from casework import wording
from mla_portal.audit.events import event_type

_PART = {"part": wording.part, "name": wording.part_name, "fields": wording.fields}

OPENED = event_type("request.opened", _("File %(reference)s opened"), "reference")
CHANGED = event_type("request.changed", _("Changed: %(fields)s"), "fields", words={"fields": wording.fields})
PART_ADDED = event_type(
    "request.part_added", _("Added %(part)s: %(name)s"), "part", "id", private=("name",), words=_PART
)
PART_CHANGED = event_type(
    "request.part_changed",
    _("Changed %(part)s %(name)s: %(fields)s"),
    "part",
    "id",
    "fields",
    private=("name",),
    words=_PART,
)
PART_REMOVED = event_type(
    "request.part_removed", _("Removed %(part)s: %(name)s"), "part", "id", private=("name",), words=_PART
)
TRANSITION = event_type(
    "request.transition",
    _("%(name)s (%(source)s → %(target)s)"),
    "name",
    "source",
    "target",
    "reason",
    words={"name": wording.transition, "source": wording.status, "target": wording.status},
)
OVERRIDDEN = event_type(
    "request.completeness_overridden",
    _("Approved although incomplete (%(missing)s): %(reason)s"),
    "missing",
    "reason",
)
COMMUNICATION = event_type(
    "request.communication",
    _("%(direction)s: %(type)s, %(channel)s, %(passed_on)s"),
    "id",
    "direction",
    "type",
    "channel",
    "passed_on",
    words={
        "direction": wording.direction,
        "type": wording.communication,
        "channel": wording.channel,
        "passed_on": wording.day,
    },
)
DOCUMENT_LINKED = event_type(
    "request.document_linked", _("Document added: %(title)s"), "document", private=("title",)
)
DOCUMENT_REMOVED = event_type(
    "request.document_removed", _("Document removed: %(title)s"), "document", private=("title",)
)
NOTE_WRITTEN = event_type("request.note_written", _("Note written"), "id")
ASSIGNED = event_type("request.assigned", _("Assigned to %(to)s"), "to")
UNASSIGNED = event_type("request.unassigned", _("No longer assigned to %(to)s"), "to")
GRANTED = event_type("request.granted", _("Opened to %(to)s"), "to")
GRANT_ENDED = event_type("request.grant_ended", _("No longer open to %(to)s"), "to")
CONDITION_RECORDED = event_type(
    "request.condition_recorded",
    _("Condition recorded: %(type)s"),
    "type",
    "id",
    words={"type": wording.condition},
)
