"""Opening a file and writing its draft."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casework import events
from casework.choices import Direction, MoveCause, NameKind
from casework.deadlines import STATED
from casework.models import Assignment, AssistanceRequest, Measure, Offence, Person, PersonName
from casework.names import fold, skeleton
from casework.numbering import Series, next_reference
from casework.policies import require_draft
from casework.sections import PART_FIELDS, SECTIONS
from casework.services.access import lock_request, require_still_visible, touch
from casework.services.clocks import restate
from casework.workflow import DESK
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.confidentiality import Confidentiality
from mla_portal.common.errors import NotPermitted, Refusal, StaleVersion
from mla_portal.common.fingerprints import fingerprint, values_of
from states.memberships import membership_in
from states.models import Authority, Treaty

Part = Person | Offence | Measure
NAMED_DAYS = frozenset({"time_limit", *STATED})
"""Days of the file's own that its deadlines follow."""

PARTS: Mapping[str, type[Part]] = {"persons": Person, "offences": Offence, "measures": Measure}


@transaction.atomic
def open_request(
    actor: Actor, *, holder: Authority, treaty: Treaty, title: str, **fields: Any
) -> AssistanceRequest:
    """Opens an outgoing file with its own reference and assigns it to the drafter.

    Raises NotPermitted unless the actor is an officer of the holder, Refusal with the fields in error.
    """
    member = membership_in(actor.person, holder.pk)
    if member is None or member.role not in DESK:
        raise NotPermitted(_("Only officers of an authority may open a file for it."))
    request = AssistanceRequest(
        holder=holder,
        treaty=treaty,
        title=title,
        direction=Direction.OUTGOING,
        drafted_by=actor.person,
        last_changed_by=actor.person,
        **fields,
    )
    clean(request, exclude={"own_reference"})
    request.own_reference = next_reference(holder, Series.OUTGOING)
    request.save(force_insert=True)
    Assignment.objects.create(request=request, officer=actor.person, assigned_by=actor.person)
    require_still_visible(request, actor)
    record(events.OPENED, chain=request.audit_chain, actor=actor, reference=request.own_reference)
    return request


@transaction.atomic
def update_section(
    actor: Actor, request_id: UUID, section: str, changes: Mapping[str, Any], *, seen: str | None
) -> AssistanceRequest:
    """Writes the fields of one section of the draft.

    `seen` is the fingerprint of the section's values as the writer read them; None where the door guards
    against lost changes in another way (If-Match). Raises StaleVersion if they changed since, NotPermitted
    if it is no draft, Refusal with the fields in error.
    """
    request = lock_request(actor, request_id)
    require_draft(request, actor)
    names = SECTIONS[section].fields
    _require_seen(values_of(request, names), seen)
    changed = _apply(request, {name: value for name, value in changes.items() if name in names})
    if not changed:
        return request
    clean(request)
    _require_protection(request)
    touch(request, actor, *changed, content=True)
    if NAMED_DAYS & set(changed):
        restate(request, actor, MoveCause.CHANGED)
    require_still_visible(request, actor)
    record(events.CHANGED, chain=request.audit_chain, actor=actor, fields=", ".join(changed))
    return request


@transaction.atomic
def save_part(
    actor: Actor,
    request_id: UUID,
    part: str,
    changes: Mapping[str, Any],
    *,
    part_id: UUID | None = None,
    seen: str | None = None,
) -> Part:
    """Adds a person, an offence or a measure to the draft, or changes one.

    Raises as `update_section` does, and DoesNotExist where the row is not this file's.
    """
    request = lock_request(actor, request_id)
    require_draft(request, actor)
    model, fields = PARTS[part], PART_FIELDS[part]
    if part_id is None:
        row = model(request=request, position=model._default_manager.filter(request=request).count() + 1)
    else:
        row = model._default_manager.select_for_update(of=("self",)).get(pk=part_id, request=request)
        _require_seen(values_of(row, fields), seen)
    changed = _apply(row, {name: value for name, value in changes.items() if name in fields})
    if not changed and part_id is not None:
        return row
    clean(row)
    row.save()
    if isinstance(row, Person):
        write_names(row)
        _require_protection(request)
    touch(request, actor, content=True)
    if isinstance(row, Measure):
        restate(request, actor, MoveCause.CHANGED)
    particulars = {"part": model._meta.model_name, "id": str(row.pk), "name": str(row)}
    if part_id is None:
        record(events.PART_ADDED, chain=request.audit_chain, actor=actor, **particulars)
    else:
        names = ", ".join(changed)
        record(events.PART_CHANGED, chain=request.audit_chain, actor=actor, fields=names, **particulars)
    return row


@transaction.atomic
def remove_part(actor: Actor, request_id: UUID, part: str, part_id: UUID) -> None:
    """Takes a person, an offence or a measure out of the draft."""
    request = lock_request(actor, request_id)
    require_draft(request, actor)
    row = PARTS[part]._default_manager.get(pk=part_id, request=request)
    particulars = {"part": PARTS[part]._meta.model_name, "id": str(row.pk), "name": str(row)}
    row.delete()
    touch(request, actor, content=True)
    record(events.PART_REMOVED, chain=request.audit_chain, actor=actor, **particulars)


def _apply(row: AssistanceRequest | Part, changes: Mapping[str, Any]) -> list[str]:
    """Sets the values that differ and names them."""
    changed = [name for name, value in changes.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, changes[name])
    return changed


def clean(row: AssistanceRequest | Part, exclude: set[str] | None = None) -> None:
    """Raises Refusal, naming each field that the model does not allow."""
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as error:
        raise Refusal(
            _("Please correct what is marked."),
            fields={name: " ".join(messages) for name, messages in error.message_dict.items()},
        ) from error


def _require_seen(current: Mapping[str, Any], seen: str | None) -> None:
    now = fingerprint(current)
    if seen is not None and seen != now:
        raise StaleVersion(
            _("Somebody else changed this while you were writing. Nothing is lost: compare the two below."),
            current=current,
            seen=now,
        )


def _require_protection(request: AssistanceRequest) -> None:
    """A file that names a protected person is confidential, so that only cleared members see it."""
    if (
        request.confidentiality < Confidentiality.CONFIDENTIAL
        and request.persons.filter(is_protected=True).exists()
    ):
        message = _(
            "A file that names a protected person must be confidential. Raise its confidentiality first."
        )
        raise Refusal(message, fields={"is_protected": message, "confidentiality": message})


def write_names(person: Person) -> None:
    """Keeps the searchable spellings of a person in step with the person."""
    written = [(NameKind.PRIMARY, str(person))]
    written += [(NameKind.ALIAS, alias.strip()) for alias in person.aliases.splitlines() if alias.strip()]
    person.names.all().delete()
    PersonName.objects.bulk_create(
        PersonName(
            person=person,
            kind=kind,
            written=name[:310],
            folded=fold(name)[:620],
            skeleton=skeleton(name)[:620],
        )
        for kind, name in written
    )
