"""Conditions on what is given or received: imposed, and ended when the side that set them says so."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import events
from casework.choices import ConditionType, DeadlineBasis, Status
from casework.clock import today, zone_of
from casework.deadlines import set_next_due
from casework.models import (
    AssistanceRequest,
    CaseDocument,
    Certificate,
    Communication,
    Condition,
    Consent,
    Deadline,
    Decision,
)
from casework.policies import require_desk
from casework.services.access import lock_request, touch
from documents.choices import Purpose
from mla_portal.accounts.actors import Actor
from mla_portal.audit.events import EventType
from mla_portal.audit.services import record
from mla_portal.common.errors import NotPermitted, Refusal
from states.models import State
from states.treaties.vocabulary import Owes

DATED = (ConditionType.RETURN_BY, ConditionType.DESTROY_BY)
"""Worth nothing without a day."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A condition as a letter or a form says it. `due_on` is a day in the holder's time zone."""

    type: ConditionType
    text: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The use that consent is asked for: an enclosure to `state`, or use in our file of this `reference`."""

    purpose: Purpose
    use: str
    state: State | None = None
    reference: str = ""
    communication_id: UUID | None = None


@transaction.atomic
def impose(
    actor: Actor,
    request: AssistanceRequest,
    communication: Communication | None,
    conditions: Iterable[Terms],
    documents: Collection[CaseDocument] = (),
    *,
    decision: Decision | None = None,
) -> list[Condition]:
    """Binds conditions to documents of the file; without `documents` to all that came or went with the
    communication, also what is added to it later.

    Set by a received communication they bind us, otherwise the counterpart. Called inside an act that has
    locked the file and checked its policy. Raises Refusal with the fields in error.
    """
    if any(link.request_id != request.pk for link in documents):
        raise Refusal(_("A document named here is not of this file."))
    return [_impose(actor, request, communication, terms, documents, decision) for terms in conditions]


@transaction.atomic
def record_condition(
    actor: Actor,
    request_id: UUID,
    terms: Terms,
    *,
    communication_id: UUID | None = None,
    documents: Collection[UUID] = (),
) -> Condition:
    """Records a condition: ours in the draft, later one that a communication set.

    `documents` are links of the file, none for all of the communication's. Raises NotPermitted, Refusal with
    the fields in error, DoesNotExist for a communication of another file.
    """
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    if communication_id is None and request.status != Status.DRAFT:
        raise NotPermitted(_("Conditions of ours are part of the draft."))
    communication = _communication(request, communication_id)
    links = list(CaseDocument.objects.filter(request=request, pk__in=documents))
    if len(links) != len(set(documents)):
        wrong = _("Choose documents of this file.")
        raise Refusal(_("Please correct what is marked."), fields={"documents": wrong})
    [condition] = impose(actor, request, communication, [terms], links)
    touch(request, actor, content=communication is None)
    return condition


def _impose(
    actor: Actor,
    request: AssistanceRequest,
    communication: Communication | None,
    terms: Terms,
    documents: Collection[CaseDocument],
    decision: Decision | None,
) -> Condition:
    condition = Condition(
        request=request,
        type=terms.type,
        text=terms.text.strip(),
        due_on=terms.due_on,
        communication=communication,
        decision=decision,
    )
    if terms.type in DATED and terms.due_on is None:
        day = _("Say by which day.")
        raise Refusal(_("Please correct what is marked."), fields={"due_on": day})
    clean(condition)
    condition.save()
    condition.documents.set(documents)
    if communication is not None:
        _start_deadline(condition)
    record(
        events.CONDITION_RECORDED,
        chain=request.audit_chain,
        actor=actor,
        type=condition.type,
        id=str(condition.pk),
    )
    return condition


@transaction.atomic
def end_condition(
    actor: Actor,
    request_id: UUID,
    condition_id: UUID,
    *,
    ended_on: date,
    communication_id: UUID | None = None,
    proof: str = "",
) -> Condition:
    """Ends a condition for every use: the side that set it released us, or we released them.

    Raises Refusal without the communication or the proof, NotPermitted, DoesNotExist.
    """
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    condition = Condition.objects.get(pk=condition_id, request=request, ended_on=None)
    communication = _communication(request, communication_id)
    wrong: dict[str, str] = {}
    if communication is None and not proof.strip():
        wrong["end_proof"] = _("Name the communication that says so, or say what proves it.")
    if ended_on > today(request.holder):
        wrong["ended_on"] = _("This day has not come yet.")
    if wrong:
        raise Refusal(_("Please correct what is marked."), fields=wrong)
    close(condition, on=ended_on, proof=proof.strip(), communication=communication)
    touch(request, actor)
    record(
        events.CONDITION_ENDED,
        chain=request.audit_chain,
        actor=actor,
        type=condition.type,
        id=str(condition.pk),
        proof=proof.strip(),
    )
    return condition


def close(condition: Condition, *, on: date, proof: str, communication: Communication | None = None) -> None:
    """Writes that a condition binds no more, and ends its deadline. The file is locked."""
    condition.ended_on, condition.end_proof, condition.ended_by = on, proof, communication
    condition.save(update_fields=["ended_on", "end_proof", "ended_by"])
    running = Deadline.objects.filter(request=condition.request_id, ended_at=None)
    running.filter(code=deadline_code(condition)).update(ended_at=timezone.now())
    _write_next_due(condition.request)


@transaction.atomic
def ask_consent(actor: Actor, request_id: UUID, condition_id: UUID, wanted: Wanted) -> Consent:
    """Records that the side which set a condition was asked to allow one use.

    Raises Refusal with the fields in error, NotPermitted, DoesNotExist.
    """
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    condition = Condition.objects.get(pk=condition_id, request=request, ended_on=None)
    if not condition.binds_us:
        raise Refusal(_("This condition is ours: it binds the other side."))
    consent = Consent(
        request=request,
        condition=condition,
        purpose=wanted.purpose,
        state=wanted.state if wanted.purpose is Purpose.ENCLOSURE else None,
        into=_own_file(request, actor, wanted) if wanted.purpose is Purpose.ANOTHER_CASE else None,
        use=wanted.use.strip(),
        asked_on=today(request.holder),
        asked_in=_communication(request, wanted.communication_id),
    )
    clean(consent)
    consent.save()
    touch(request, actor)
    _record_consent(events.CONSENT_ASKED, consent, actor)
    return consent


@transaction.atomic
def answer_consent(
    actor: Actor,
    request_id: UUID,
    consent_id: UUID,
    *,
    is_given: bool,
    answered_on: date,
    until: date | None = None,
    communication_id: UUID | None = None,
    proof: str = "",
) -> Consent:
    """Enters the answer. Given, it lifts the condition for the use that was asked and no other, up to the day
    `until` where they set one.

    Raises Refusal where it was answered before, or where neither communication nor proof shows it.
    """
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    consent = Consent.objects.select_related("condition").get(pk=consent_id, request=request)
    if consent.is_given is not None:
        raise Refusal(_("The answer was entered already."))
    communication = _communication(request, communication_id)
    wrong: dict[str, str] = {}
    if communication is None and not proof.strip():
        wrong["proof"] = _("Name the communication that says so, or say what proves it.")
    if not consent.asked_on <= answered_on <= today(request.holder):
        wrong["answered_on"] = _("This day is before it was asked, or has not come yet.")
    if until and not is_given:
        wrong["until"] = _("Only a consent that is given has an end.")
    elif until and until < answered_on:
        wrong["until"] = _("This day is before they answered.")
    if wrong:
        raise Refusal(_("Please correct what is marked."), fields=wrong)
    consent.is_given, consent.answered_on, consent.until = is_given, answered_on, until
    consent.answered_in, consent.proof = communication, proof.strip()
    consent.save(update_fields=["is_given", "answered_on", "until", "answered_in", "proof"])
    touch(request, actor)
    _record_consent(events.CONSENT_GIVEN if is_given else events.CONSENT_REFUSED, consent, actor)
    return consent


def clean(row: Condition | Consent | Certificate) -> None:
    """Raises Refusal with the fields in error."""
    try:
        row.full_clean()
    except ValidationError as error:
        fields = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        raise Refusal(_("Please correct what is marked."), fields=fields) from error


def _communication(request: AssistanceRequest, communication_id: UUID | None) -> Communication | None:
    return Communication.objects.get(pk=communication_id, request=request) if communication_id else None


def _own_file(request: AssistanceRequest, actor: Actor, wanted: Wanted) -> AssistanceRequest:
    """The file of the same authority that the item is to be used in, as the actor sees it."""
    files = AssistanceRequest.objects.visible_to(actor.person).filter(holder=request.holder_id)
    into = files.exclude(pk=request.pk).filter(own_reference=wanted.reference.strip()).first()
    if into is None:
        raise Refusal(
            _("Please correct what is marked."),
            fields={"reference": _("Your authority has no other file of this reference.")},
        )
    return into


def deadline_code(condition: Condition) -> str:
    """The code of the deadline of a condition: `:` tells it from the codes of the treaty file."""
    return f"{condition.type}:{condition.pk}"


def _start_deadline(condition: Condition) -> None:
    """Whoever is bound owes it: we where they set it, they where we did."""
    if condition.due_on is None:
        return
    words = f"{condition.get_type_display()}: {' '.join(condition.text.split())}"
    ours = condition.binds_us
    Deadline.objects.create(
        request=condition.request,
        code=deadline_code(condition),
        text=shorten(words, 200, placeholder="…"),
        due_on=condition.due_on,
        basis=DeadlineBasis.COUNTERPART if ours else DeadlineBasis.OWN,
        time_zone=zone_of(condition.request, Owes.HOLDER if ours else Owes.COUNTERPART),
    )
    _write_next_due(condition.request)


def _write_next_due(request: AssistanceRequest) -> None:
    set_next_due(request)
    request.save(update_fields=["next_due_on"])


def _record_consent(event: EventType, consent: Consent, actor: Actor) -> None:
    record(
        event,
        chain=consent.request.audit_chain,
        actor=actor,
        id=str(consent.pk),
        type=consent.condition.type,
        purpose=consent.purpose,
    )
