"""The typed audit events of the case file."""

from django.utils.translation import gettext_lazy as _

from mla_portal.audit.events import event_type

OPENED = event_type("request.opened", _("File %(reference)s opened"), "reference")
CHANGED = event_type("request.changed", _("Changed: %(fields)s"), "fields")
PART_ADDED = event_type("request.part_added", _("Added %(part)s: %(name)s"), "part", "id", private=("name",))
PART_CHANGED = event_type(
    "request.part_changed",
    _("Changed %(part)s %(name)s: %(fields)s"),
    "part",
    "id",
    "fields",
    private=("name",),
)
PART_REMOVED = event_type(
    "request.part_removed", _("Removed %(part)s: %(name)s"), "part", "id", private=("name",)
)
TRANSITION = event_type(
    "request.transition",
    _("%(label)s (%(source)s → %(target)s)"),
    "name",
    "label",
    "source",
    "target",
    "reason",
)
OVERRIDDEN = event_type(
    "request.completeness_overridden",
    _("Approved although incomplete (%(missing)s): %(reason)s"), "missing", "reason",
)  # fmt: skip
COMMUNICATION = event_type(
    "request.communication", _("%(direction)s: %(type)s, %(channel)s, %(passed_on)s"),
    "id", "direction", "type", "channel", "passed_on",
)  # fmt: skip
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
CONDITION_RECORDED = event_type("request.condition_recorded", _("Condition recorded: %(type)s"), "type", "id")
