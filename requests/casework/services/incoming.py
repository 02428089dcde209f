"""Registers a request that arrived."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, repeat
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from casework import deadlines, events
from casework.choices import CommunicationDirection, CommunicationType, Direction, MoveCause, Status
from casework.clock import today
from casework.models import Assignment, AssistanceRequest, CaseDocument, Person
from casework.numbering import Series, next_reference
from casework.policies import require_desk
from casework.sections import PART_FIELDS
from casework.services.access import lock_request, require_still_visible, touch
from casework.services.clocks import restate
from casework.services.communications import Particulars, enter
from casework.services.drafting import PARTS, Part, clean, write_names
from casework.workflow import DESK, table_for
from documents.models import Document
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.confidentiality import Confidentiality
from mla_portal.common.errors import NotPermitted, Refusal
from states.choices import LetterChannel
from states.memberships import membership_in
from states.models import Authority, State, Treaty


@transaction.atomic
def open_incoming(
    actor: Actor,
    *,
    holder: Authority,
    treaty: Treaty,
    counterpart_state: State,
    counterpart: Authority | None,
    received_on: date,
    channel: str,
    title: str,
    counterpart_reference: str = "",
    dated_on: date | None = None,
    text: str = "",
    sections: Mapping[str, Any] | None = None,
    parts: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
    documents: Iterable[Document] = (),
) -> AssistanceRequest:
    """Opens an incoming file under the next reference of series I, with the request as received.

    `received_on` is a day in the holder's time zone; `sections` maps the file's own fields to what the
    request says, `parts` the names of parts (persons, offences, measures) to their rows. A request that names
    a protected person makes the file confidential. Raises NotPermitted unless the actor is an officer of the
    holder who may see such a file, Refusal with the fields in error.
    """
    member = membership_in(actor.person, holder.pk)
    if member is None or member.role not in DESK:
        raise NotPermitted(_("Only officers of an authority may open a file for it."))
    _require_arrival(holder, received_on, channel)
    rows = parts or {}
    request = AssistanceRequest(
        holder=holder,
        treaty=treaty,
        direction=Direction.INCOMING,
        status=Status.RECEIVED,
        counterpart_state=counterpart_state,
        counterpart=counterpart,
        counterpart_reference=counterpart_reference,
        title=title,
        drafted_by=actor.person,
        last_changed_by=actor.person,
        **(sections or {}),
    )
    if any(person.get("is_protected") for person in rows.get("persons", ())):
        request.confidentiality = max(request.confidentiality, Confidentiality.CONFIDENTIAL)
    clean(request, exclude={"own_reference"})
    request.own_reference = next_reference(holder, Series.INCOMING)
    request.save(force_insert=True)
    Assignment.objects.create(request=request, officer=actor.person, assigned_by=actor.person)
    require_still_visible(request, actor)
    record(events.OPENED, chain=request.audit_chain, actor=actor, reference=request.own_reference)
    given = Particulars(
        channel=channel,
        dated_on=dated_on,
        passed_on=received_on,
        counterpart_reference=counterpart_reference,
        text=text,
    )
    _start(request, rows, given, documents, actor)
    return request


def _start(
    request: AssistanceRequest,
    parts: Mapping[str, Iterable[Mapping[str, Any]]],
    given: Particulars,
    documents: Iterable[Document],
    actor: Actor,
) -> None:
    """Enters the request as received with its parts and files, and starts what is due from that day."""
    for name, rows in parts.items():
        _write_rows(request, name, rows)
    links = [CaseDocument.objects.create(request=request, document=document).pk for document in documents]
    given = replace(given, documents=tuple(links))
    enter(request, CommunicationDirection.RECEIVED, CommunicationType.REQUEST, given, actor)
    on = given.passed_on or today(request.holder)
    deadlines.apply(request, table_for(request.kind, request.direction).opens, on=on)
    request.save(update_fields=["next_due_on"])


@transaction.atomic
def take_revised(
    actor: Actor,
    request_id: UUID,
    *,
    sections: Mapping[str, Any],
    parts: Mapping[str, Sequence[Mapping[str, Any]]],
) -> AssistanceRequest:
    """Writes what a revised request says over what the returned one said; `resubmitted` was performed before.

    A row keeps what was added to it here: it is found again by its id in their file, or where the letter has
    none, by what it is. Raises NotPermitted, Refusal where no revised request has just come, where it drops a
    measure that was considered or decided, or with the fields in error.
    """
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    last = request.transitions.last()
    if last is None or last.name != "resubmitted":
        raise Refusal(_("Only a revised request replaces what the file says."))
    changed = [name for name, value in sections.items() if getattr(request, name) != value]
    for name in changed:
        setattr(request, name, sections[name])
    if any(person.get("is_protected") for person in parts.get("persons", ())):
        request.confidentiality = max(request.confidentiality, Confidentiality.CONFIDENTIAL)
    clean(request)
    request.decisions.filter(decided_at=None, communication=None).delete()
    for name, rows in parts.items():
        matched = _matched(request, name, rows)
        _drop_others(request, name, [row.pk for row in matched if row])
        _write_rows(request, name, rows, matched)
    touch(request, actor, *changed, "confidentiality", content=True)
    restate(request, actor, MoveCause.REVISED, last.communication)
    require_still_visible(request, actor)
    record(events.CHANGED, chain=request.audit_chain, actor=actor, fields=", ".join([*changed, *parts]))
    return request


_KIND: Mapping[str, tuple[str, ...]] = {
    "persons": ("family_name", "given_names"),
    "offences": ("crime",),
    "measures": ("type",),
}
"""What makes a row of each part the same one, where no id says so."""


def _matched(request: AssistanceRequest, name: str, rows: Sequence[Mapping[str, Any]]) -> list[Part | None]:
    """The row of ours for each of theirs, or None: by the id it had when sent, else the first of its kind.

    Two that bear different ids are two, however alike.
    """
    stored: QuerySet[Any] = PARTS[name]._default_manager.filter(request=request)
    ours: list[Part] = list(stored.order_by("position", "pk"))
    known: dict[Any, Part] = {row.sent_id: row for row in ours if row.sent_id}
    found = [known.pop(values.get("sent_id"), None) for values in rows]
    left = [row for row in ours if row not in found]
    for place, values in enumerate(rows):
        if found[place] is None:
            kind = [values.get(field) for field in _KIND[name]]
            alike = (
                row
                for row in left
                if not (row.sent_id and values.get("sent_id"))
                and [getattr(row, field) for field in _KIND[name]] == kind
            )
            found[place] = row = next(alike, None)
            left = [other for other in left if other is not row]
    return found


def _drop_others(request: AssistanceRequest, name: str, kept: Sequence[UUID]) -> None:
    """Takes out the rows of a part that a revised request no longer names; questions about them stay."""
    others: QuerySet[Any] = PARTS[name]._default_manager.filter(request=request).exclude(pk__in=kept)
    if name == "measures":
        request.questions.filter(measure__in=others).update(measure=None)
    try:
        others.delete()
    except ProtectedError as error:
        raise Refusal(
            _("The revised request leaves out something that was considered or decided; open a new file.")
        ) from error


def _require_arrival(holder: Authority, received_on: date, channel: str) -> None:
    wrong = {}
    if channel not in LetterChannel.values:
        wrong["channel"] = _("Say through which channel it passed.")
    if received_on > today(holder):
        wrong["received_on"] = _("This day has not come yet.")
    if wrong:
        raise Refusal(_("Please correct what is marked."), fields=wrong)


def _write_rows(
    request: AssistanceRequest,
    name: str,
    rows: Iterable[Mapping[str, Any]],
    into: Iterable[Part | None] = (),
) -> None:
    """The rows of a part as the request names them, in its order: new ones, or those of ours they are."""
    for position, (values, known) in enumerate(zip(rows, chain(into, repeat(None)), strict=False), start=1):
        blank = PARTS[name](request=request)
        row = known or blank
        row.position, row.sent_id = position, values.get("sent_id") or row.sent_id
        for field in PART_FIELDS[name]:
            setattr(row, field, values.get(field, getattr(blank, field)))
        clean(row)
        row.save()
        if isinstance(row, Person):
            write_names(row)
