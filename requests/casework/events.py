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
EXAMINED = event_type(
    "request.examined",
    _("%(check)s: %(findings)s"),
    "check",
    "findings",
    words={"check": wording.check, "findings": wording.findings},
)
CONSULTATION_WAIVED = event_type(
    "request.consultation_waived", _("Decided without consultation: %(reason)s"), "reason"
)
PROPOSED = event_type(
    "request.proposed",
    _("Proposed for %(name)s: %(decision)s"),
    "decision",
    "name",
    "ground",
    words={"decision": wording.decision, "name": wording.part_name},
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
_LETTER = {"type": wording.communication}
LETTER_PREPARED = event_type(
    "request.letter_prepared", _("Letter prepared: %(type)s"), "id", "type", words=_LETTER
)
LETTER_CHANGED = event_type(
    "request.letter_changed", _("Prepared letter changed: %(type)s"), "id", "type", words=_LETTER
)
LETTER_DISCARDED = event_type(
    "request.letter_discarded", _("Prepared letter discarded: %(type)s"), "id", "type", words=_LETTER
)
LETTER_REVOKED = event_type(
    "request.letter_revoked",
    _("Sealed letter revoked before it was sent: %(type)s"),
    "id",
    "type",
    "reason",
    words=_LETTER,
)
TRANSLATED = event_type(
    "request.translated",
    _("Translation into %(language)s: %(state)s"),
    "place",
    "language",
    "state",
    words={"language": wording.language, "state": wording.translation_state},
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
_CONDITION = {"type": wording.condition, "purpose": wording.purpose}
CONDITION_ENDED = event_type(
    "request.condition_ended",
    _("Condition ended: %(type)s. %(proof)s"),
    "type",
    "id",
    private=("proof",),
    words={"type": wording.condition},
)
CONSENT_ASKED = event_type(
    "request.consent_asked",
    _("Consent asked (%(type)s): %(purpose)s"),
    "id",
    "type",
    "purpose",
    words=_CONDITION,
)
CONSENT_GIVEN = event_type(
    "request.consent_given",
    _("Consent given (%(type)s): %(purpose)s"),
    "id",
    "type",
    "purpose",
    words=_CONDITION,
)
CONSENT_REFUSED = event_type(
    "request.consent_refused",
    _("Consent refused (%(type)s): %(purpose)s"),
    "id",
    "type",
    "purpose",
    words=_CONDITION,
)
CERTIFIED = event_type(
    "request.items_certified",
    _("%(what)s of items certified, done on %(done_on)s by %(done_by)s"),
    "id",
    "what",
    "done_on",
    "items",
    private=("done_by", "witness"),
    words={"what": wording.certificate, "done_on": wording.day},
)
EXPORTED = event_type(
    "request.exported",
    _("Documents exported: %(documents)s; withheld: %(withheld)s"),
    "documents",
    "withheld",
)
DOCUMENT_TAKEN = event_type(
    "request.document_taken",
    _("Document taken from the file %(reference)s: %(title)s"),
    "document",
    "reference",
    private=("title",),
)
RETURN_CAUSES = event_type(
    "request.return_causes_recorded", _("Why it came back: %(causes)s"), "id", "causes"
)
CONDITION_RECORDED = event_type(
    "request.condition_recorded",
    _("Condition recorded: %(type)s"),
    "type",
    "id",
    words={"type": wording.condition},
)
_EXECUTION = {"measure": wording.part_name, "name": wording.execution_act, "outcome": wording.outcome}
SAMPLE_ROUTING_LOADED = event_type(
    "routing.sample_loaded", _("%(count)s sample routing rules loaded"), "count"
)
MEASURE_ASSIGNED = event_type(
    "request.measure_assigned",
    _("%(measure)s given to %(authority)s"),
    "id",
    "measure",
    "authority",
    words=_EXECUTION,
)
MEASURE_STEP = event_type(
    "request.measure_step",
    _("%(measure)s, %(authority)s: %(name)s"),
    "id",
    "measure",
    "authority",
    "name",
    "source",
    "target",
    private=("text",),
    words=_EXECUTION,
)
MEASURE_OUTCOME = event_type(
    "request.measure_outcome",
    _("Outcome of %(measure)s: %(outcome)s"),
    "id",
    "measure",
    "outcome",
    words=_EXECUTION,
)
DEADLINE_SET = event_type(
    "request.deadline_set",
    _("Deadline set: %(text)s, %(due_on)s: %(reason)s"),
    "text",
    "due_on",
    "reason",
    words={"due_on": wording.day},
)
DEADLINE_PAUSED = event_type(
    "request.deadline_paused",
    _("Deadline paused (%(text)s, %(due_on)s): %(reason)s"),
    "text",
    "due_on",
    "reason",
    words={"due_on": wording.day},
)
DEADLINE_RESUMED = event_type(
    "request.deadline_resumed",
    _("Deadline runs again (%(text)s, now %(due_on)s): %(reason)s"),
    "text",
    "due_on",
    "reason",
    words={"due_on": wording.day},
)
DEADLINE_ENDED = event_type(
    "request.deadline_ended",
    _("Deadline met or stopped (%(text)s, %(due_on)s): %(reason)s"),
    "text",
    "due_on",
    "reason",
    words={"due_on": wording.day},
)
DEADLINE_MOVED = event_type(
    "request.deadline_moved",
    _("Deadline moved (%(text)s) from %(before)s to %(due_on)s: %(cause)s"),
    "text",
    "before",
    "due_on",
    "cause",
    words={"before": wording.day, "due_on": wording.day, "cause": wording.move_cause},
)
DEADLINE_NAMED_NO_MORE = event_type(
    "request.deadline_named_no_more",
    _("Deadline ended (%(text)s, %(before)s): %(cause)s"),
    "text",
    "before",
    "cause",
    words={"before": wording.day, "cause": wording.move_cause},
)
