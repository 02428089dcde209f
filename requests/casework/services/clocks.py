"""Deadlines set, paused, resumed and ended by hand, each with its reason; and those of the request."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from casework import deadlines, events
from casework.choices import DeadlineBasis, MoveCause
from casework.clock import today
from casework.deadlines import BY_HAND, words_of
from casework.models import AssistanceRequest, Communication, Deadline
from casework.policies import require_desk
from casework.services.access import lock_request, touch
from mla_portal.accounts.actors import Actor
from mla_portal.audit.events import EventType
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal


@transaction.atomic
def set_deadline(actor: Actor, request_id: UUID, *, text: str, due_on: date, reason: str) -> Deadline:
    """Sets a fixed day by which something is due. `reason` says where the day comes from; it is shown.

    Raises Refusal where a part is missing, the day has passed, or the same is due already.
    """
    request = _for_the_desk(actor, request_id)
    if due_on < today(request.holder):
        raise Refusal(_("This day has passed."), fields={"due_on": _("This day has passed.")})
    _require_reason(reason)
    deadline = Deadline(
        request=request,
        code=BY_HAND,
        text=text.strip(),
        due_on=due_on,
        basis=DeadlineBasis.OFFICER,
        source=reason.strip(),
        time_zone=request.holder.time_zone,
    )
    if not deadline.text:
        raise Refusal(_("Say what is due."), fields={"text": _("Say what is due.")})
    try:
        deadline.full_clean()
    except ValidationError as error:
        names = {"source": "reason", "__all__": "text"}
        fields = {names.get(name, name): " ".join(said) for name, said in error.message_dict.items()}
        raise Refusal(_("Please correct what is marked."), fields=fields) from error
    deadline.save()
    _record(events.DEADLINE_SET, deadline, actor, reason)
    return deadline


def pause_deadline(actor: Actor, request_id: UUID, deadline_id: UUID, *, reason: str) -> Deadline:
    """Stops a period from today, until it is resumed by hand. Raises Refusal for a fixed day."""

    def act(deadline: Deadline, on: date) -> None:
        if deadline.days is None:
            raise Refusal(_("A fixed day does not stand still. End it and set another."))
        if deadline.paused_on:
            raise Refusal(_("This deadline is paused already."))
        deadlines.pause(deadline, on=on, reason=reason.strip())

    return _change(actor, request_id, deadline_id, reason, act, events.DEADLINE_PAUSED)


def resume_deadline(actor: Actor, request_id: UUID, deadline_id: UUID, *, reason: str) -> Deadline:
    """Lets a period run on from today; the days of the pause do not count."""

    def act(deadline: Deadline, on: date) -> None:
        if not deadline.paused_on:
            raise Refusal(_("This deadline is not paused."))
        deadlines.resume(deadline, on=on)

    return _change(actor, request_id, deadline_id, reason, act, events.DEADLINE_RESUMED)


def end_deadline(actor: Actor, request_id: UUID, deadline_id: UUID, *, reason: str) -> Deadline:
    """Ends a deadline that was met, or is due no more."""
    return _change(
        actor, request_id, deadline_id, reason, lambda deadline, _on: deadlines.end(deadline),
        events.DEADLINE_ENDED,
    )  # fmt: skip


def restate(
    request: AssistanceRequest,
    actor: Actor,
    cause: MoveCause,
    communication: Communication | None = None,
) -> None:
    """Lets the deadlines follow the days that the request names now, each move on record. Called inside an
    act that has locked the file."""
    on = today(request.holder)
    for moved in deadlines.restate(request, cause, on=on, communication=communication):
        ended = moved.deadline.ended_at is not None
        record(
            events.DEADLINE_NAMED_NO_MORE if ended else events.DEADLINE_MOVED,
            chain=request.audit_chain,
            actor=actor,
            text=_words(moved.deadline),
            before=moved.before.isoformat(),
            cause=cause.value,
            **({} if ended else {"due_on": moved.deadline.due_on.isoformat()}),
        )
    request.save(update_fields=["next_due_on"])


@transaction.atomic
def _change(
    actor: Actor,
    request_id: UUID,
    deadline_id: UUID,
    reason: str,
    act: Callable[[Deadline, date], None],
    event: EventType,
) -> Deadline:
    request = _for_the_desk(actor, request_id)
    _require_reason(reason)
    deadline = request.deadlines.prefetch_related("pauses").get(pk=deadline_id)
    if deadline.ended_at:
        raise Refusal(_("This deadline was met or stopped."))
    act(deadline, today(request.holder))
    _record(event, deadline, actor, reason)
    return deadline


def _for_the_desk(actor: Actor, request_id: UUID) -> AssistanceRequest:
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    return request


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("Give a reason."), fields={"reason": _("Give a reason.")})


def _record(event: EventType, deadline: Deadline, actor: Actor, reason: str) -> None:
    request = deadline.request
    deadlines.set_next_due(request)
    touch(request, actor, "next_due_on")
    record(
        event,
        chain=request.audit_chain,
        actor=actor,
        text=_words(deadline),
        due_on=deadline.due_on.isoformat(),
        reason=reason.strip(),
    )


def _words(deadline: Deadline) -> str:
    with translation.override("en"):  # the record speaks one language
        return words_of(deadline)
