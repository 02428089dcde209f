"""Registering what arrives, by whichever channel, at once and with all its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.clock import today
from casework.numbering import Series, next_reference
from documents.services.uploads import new_document
from exchange import events
from exchange.choices import Disposition
from exchange.models import Arrival, ArrivalFile
from exchange.policies import require_intake_desk
from exchange.services.recognition import Examined, examine, fill, judge
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.confidentiality import Confidentiality
from mla_portal.common.errors import Refusal
from states.choices import LetterChannel
from states.models import Authority, State


@dataclass(frozen=True, slots=True)
class Stated:
    """What the officer reads off what arrived. Days are in the holder's time zone."""

    channel: str
    received_on: date
    sender_state: State | None = None
    sender: Authority | None = None
    sender_stated: str = ""
    foreign_reference: str = ""
    dated_on: date | None = None
    subject: str = ""
    text: str = ""
    confidentiality: Confidentiality = Confidentiality.STANDARD


def register_arrival(
    actor: Actor, *, holder: Authority, stated: Stated, files: "Sequence[UploadedFile[bytes]]"
) -> Arrival:
    """Enters what arrived under the next number of the holder's register of intake, with its files.

    A sealed letter among the files is recognised, and fills what the officer left empty. Raises NotPermitted
    unless the actor works at the holder's desk, Refusal with the fields in error.
    """
    require_intake_desk(actor, holder)
    _require_said(holder, stated, files)
    return receive(actor, holder=holder, stated=stated, files=files, examined=examine(files, stated.channel))


@transaction.atomic
def receive(
    actor: Actor,
    *,
    holder: Authority,
    stated: Stated,
    files: "Sequence[UploadedFile[bytes]]",
    examined: Examined | None,
    submitted_by: Authority | None = None,
    delivery_id: UUID | None = None,
) -> Arrival:
    """The one way in, for every door, once it has decided that this may be entered.

    `examined` is the sealed letter among the files, `submitted_by` the authority whose own system hands it
    in, `delivery_id` the delivery from another desk of this portal, which comes in once.
    """
    arrival = Arrival(
        holder=holder,
        channel=stated.channel,
        received_on=stated.received_on,
        registered_by=actor.user,
        confidentiality=stated.confidentiality,
        sender_state=stated.sender.state if stated.sender else stated.sender_state,
        sender=stated.sender,
        sender_stated=stated.sender_stated,
        foreign_reference=stated.foreign_reference,
        dated_on=stated.dated_on,
        subject=stated.subject,
        text=stated.text,
        delivery_id=delivery_id,
    )
    _clean(arrival)
    arrival.reference = next_reference(holder, Series.INTAKE)
    if examined is not None:
        fill(arrival, judge(examined.found, holder, submitted_by))
    arrival.save(force_insert=True)
    for place, file in enumerate(files):
        title = (file.name or "").rsplit("/", 1)[-1]
        document = new_document(actor, holder=holder, title=title, file=file, audit_chain=arrival.audit_chain)
        is_letter = examined is not None and examined.place == place
        ArrivalFile.objects.create(arrival=arrival, document=document, is_letter=is_letter)
    record(
        events.REGISTERED,
        chain=arrival.audit_chain,
        actor=actor,
        reference=arrival.reference,
        channel=arrival.channel,
        received_on=str(arrival.received_on),
        files=len(files),
    )
    if examined is not None:
        record(
            events.EXAMINED,
            chain=arrival.audit_chain,
            actor=Actor.portal(actor.channel),
            verdict=arrival.verdict,
            sha256=arrival.report["sha256"],
        )
    return arrival


def lock_arrival(actor: Actor, arrival_id: UUID, *, expected_version: int | None = None) -> Arrival:
    """The arrival, locked until the transaction ends, for whoever may place it and while it is not placed.

    Raises DoesNotExist where the actor may not know of it, NotPermitted, StaleVersion, and Refusal once
    something became of it.
    """
    Arrival.objects.visible_to(actor.person).only("pk").get(pk=arrival_id)
    # Asked apart: whoever waited for the lock would not see the file that it was placed in meanwhile.
    arrivals = Arrival.objects.select_for_update(of=("self",)).select_related("holder__state")
    arrival = arrivals.get(pk=arrival_id)
    require_intake_desk(actor, arrival.holder)
    if arrival.disposition != Disposition.WAITING:
        raise Refusal(_("This is done already: %(what)s.") % {"what": arrival.get_disposition_display()})
    arrival.require_version(expected_version)
    return arrival


@transaction.atomic
def set_aside(actor: Actor, arrival_id: UUID, *, reason: str, expected_version: int | None = None) -> Arrival:
    """Ends an arrival that belongs in no file: a letter taken in twice, a forgery. It stays in the register.

    Raises Refusal without a reason, and as `lock_arrival` does.
    """
    arrival = lock_arrival(actor, arrival_id, expected_version=expected_version)
    if not reason.strip():
        raise Refusal(_("Give a reason."), fields={"reason": _("Give a reason.")})
    arrival.disposition, arrival.reason = Disposition.SET_ASIDE, reason.strip()
    finish(arrival, actor, "reason")
    record(
        events.SET_ASIDE,
        chain=arrival.audit_chain,
        actor=actor,
        reference=arrival.reference,
        reason=arrival.reason,
    )
    return arrival


def finish(arrival: Arrival, actor: Actor, *fields: str) -> None:
    """Writes what became of it, with by whom and when."""
    arrival.placed_by, arrival.placed_at = actor.user, timezone.now()
    arrival.version += 1
    arrival.save(update_fields=["disposition", "placed_by", "placed_at", "version", "updated_at", *fields])


def _require_said(holder: Authority, stated: Stated, files: "Sequence[UploadedFile[bytes]]") -> None:
    """Raises Refusal, naming each field, unless it says from whom, when and what."""
    wrong: dict[str, str] = {}
    if stated.channel not in LetterChannel.values or stated.channel == LetterChannel.PORTAL:
        wrong["channel"] = _("Say through which channel it came.")
    if stated.received_on > today(holder):
        wrong["received_on"] = _("This day has not come yet.")
    elif stated.dated_on and stated.dated_on > stated.received_on:
        wrong["dated_on"] = _("It cannot be dated after the day it arrived.")
    if stated.sender and stated.sender_state and stated.sender.state_id != stated.sender_state.pk:
        wrong["sender"] = _("This authority is not one of the State named.")
    if stated.sender and stated.sender.pk == holder.pk:
        wrong["sender"] = _("This is your own authority.")
    if not files:
        if not stated.text.strip():
            wrong["text"] = _("Enter what it says, or add the scan.")
        if not (stated.sender or stated.sender_state or stated.sender_stated.strip()):
            wrong["sender_stated"] = _("Say who sent it, as far as it says.")
    if wrong:
        raise Refusal(_("Please correct what is marked."), fields=wrong)


def _clean(arrival: Arrival) -> None:
    try:
        arrival.full_clean(exclude={"reference"})
    except ValidationError as error:
        fields = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        raise Refusal(_("Please correct what is marked."), fields=fields) from error
