"""What the record says of intake and delivery."""

from django.utils.translation import gettext_lazy as _

from casework import wording
from documents.recognition.verdicts import Verdict
from mla_portal.audit.events import event_type

REGISTERED = event_type(
    "arrival.registered",
    _("Registered %(reference)s, received on %(received_on)s: %(channel)s, %(files)s files"),
    "reference",
    "channel",
    "received_on",
    "files",
    words={"channel": wording.channel, "received_on": wording.day},
)
EXAMINED = event_type(
    "arrival.examined",
    _("Examined a letter (SHA-256 %(sha256)s): %(verdict)s"),
    "verdict",
    "sha256",
    words={"verdict": lambda code: str(dict(Verdict.choices).get(code, code))},
)
SET_ASIDE = event_type(
    "arrival.set_aside", _("Set %(reference)s aside: %(reason)s"), "reference", private=("reason",)
)
PLACED = event_type(
    "arrival.placed",
    _("Placed %(reference)s in the file %(file)s. %(confirmed)s"),
    "reference",
    "file",
    private=("confirmed",),
)
TAKEN_IN = event_type("request.taken_in", _("Taken in from the intake: %(reference)s"), "reference")
DELIVERED = event_type(
    "delivery.delivered",
    _("Delivered through this portal to %(to)s, who entered it as %(reference)s"),
    "communication",
    "to",
    "reference",
    "sha256",
)
NOT_DELIVERED = event_type(
    "delivery.failed",
    _("Could not be delivered through this portal to %(to)s: %(reason)s"),
    "communication",
    "to",
    "reason",
)
RETRIED = event_type("delivery.retried", _("Asked for the delivery to %(to)s again"), "communication", "to")
