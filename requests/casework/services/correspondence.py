"""Letters beside the status: prepared from the file, changed, sealed by order, and sent with their act."""

from dataclasses import replace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import events
from casework.choices import CommunicationDirection, CommunicationType, LetterState
from casework.clock import today
from casework.letters import compose
from casework.models import AssistanceRequest, Communication
from casework.numbering import Series, next_reference
from casework.policies import require_desk, require_sealing
from casework.services.access import lock_request, touch
from casework.services.communications import Particulars, answered_by, attach, require_said
from casework.services.correspond import correspond
from casework.services.enclosures import require_enclosable
from casework.services.prepared import keep, said
from casework.services.sending import (
    Sending,
    issuing,
    obstacles,
    require_current,
    require_own_reason,
    sending_of,
    waiver_in,
)
from casework.services.transition import perform, require_reason, rule_of
from casework.workflow import TransitionRule
from documents.choices import LetterLanguage
from documents.services.letters import cancel_letter, order_letter, retry_letter, withdraw_letter
from mla_portal.accounts.actors import Actor
from mla_portal.audit.events import EventType
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal


@transaction.atomic
def prepare(
    actor: Actor,
    request_id: UUID | str,
    kind: CommunicationType,
    particulars: Particulars | None = None,
    *,
    transition: str = "",
    language: str = "",
    second_language: str = "",
    expected_version: int | None = None,
) -> Communication:
    """Begins a letter of ours. Nothing is sealed or sent by it.

    `transition` names the act that sending it performs, where the table has several that issue this type;
    without one it is the first, or none where this type leaves without moving the file. `language` is by
    default the file's. Raises DoesNotExist where the actor may not know of the file, NotPermitted for whoever
    does not work on it, Refusal where the table issues no such thing now, one is in preparation already, or
    the particulars do not hold.
    """
    given = particulars or Particulars()
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    request.require_version(expected_version)
    sending = rule_of(request, transition) if transition else issuing(request, kind)
    if given.deadline and not given.chaser_number:
        given = replace(given, chaser_number=chasers_of(request, given.deadline).count() + 1)
    return begin(request, kind, sending, given, actor, language, second_language)


@transaction.atomic
def change(
    actor: Actor,
    communication_id: UUID | str,
    particulars: Particulars,
    *,
    language: str = "",
    second_language: str = "",
    expected_version: int | None = None,
) -> Communication:
    """Says it otherwise, before it is sealed. The documents given are all that are enclosed then.

    Raises as `prepare`, and Refusal once the letter was ordered.
    """
    communication = _in_preparation(actor, communication_id, expected_version)
    sending = sending_of(communication)
    communication.documents.update(communication=None)
    _write(communication, sending, particulars, actor, language, second_language)
    _record(events.LETTER_CHANGED, communication, actor)
    return communication


@transaction.atomic
def discard(actor: Actor, communication_id: UUID | str, *, expected_version: int | None = None) -> None:
    """Ends a preparation; its documents stay in the file. Raises Refusal once the letter was ordered."""
    communication = _in_preparation(actor, communication_id, expected_version)
    communication.documents.update(communication=None)
    touch(communication.request, actor)
    _record(events.LETTER_DISCARDED, communication, actor)
    communication.delete()


@transaction.atomic
def order(
    actor: Actor,
    communication_id: UUID | str,
    *,
    without_consultation: str | None = None,
    expected_version: int | None = None,
) -> Communication:
    """Gives the letter its number and has it sealed. From then on it says what it says.

    `without_consultation` is the sealing approver's own reason where the letter tells a decision without a
    consultation; given, it replaces the one that was prepared.

    Raises NotPermitted or SecondFactorRequired where it is not the actor's to seal, Refusal where it was
    ordered already or what the act requires does not hold yet.
    """
    communication = _in_preparation(actor, communication_id, expected_version)
    request = communication.request
    require_sealing(communication, actor)
    if without_consultation is not None and waiver_in(communication) is not None:
        prepared = replace(said(communication), without_consultation=without_consultation.strip())
        communication.data = keep(prepared)
        communication.save(update_fields=["data"])
    if problems := obstacles(communication):
        raise Refusal(" ".join(problems))
    require_enclosable(actor, communication, said(communication).answer)
    content = compose(
        communication, number=next_reference(request.holder, Series.LETTERS), signatory=actor.user
    )
    communication.letter = order_letter(
        actor, authority=request.holder, content=content, audit_chain=request.audit_chain
    )
    communication.dated_on = today(request.holder)
    communication.save(update_fields=["letter", "dated_on"])
    touch(request, actor)
    return communication


@transaction.atomic
def order_again(actor: Actor, communication_id: UUID | str) -> Communication:
    """Sends a letter that could not be made to a worker again. For whoever may seal it."""
    communication = _locked(actor, communication_id)
    require_sealing(communication, actor, fresh=False)
    if communication.letter is None:
        raise Refusal(_("There is no letter."))
    communication.letter = retry_letter(actor, communication.letter)
    return communication


@transaction.atomic
def give_up(actor: Actor, communication_id: UUID | str) -> Communication:
    """Takes an order back before the letter is sealed: it can be changed again. Its number stays used."""
    communication = _locked(actor, communication_id)
    require_sealing(communication, actor, fresh=False)
    if communication.letter is None:
        raise Refusal(_("There is no letter."))
    cancel_letter(actor, communication.letter)
    communication.letter, communication.dated_on = None, None
    communication.save(update_fields=["letter", "dated_on"])
    touch(communication.request, actor)
    return communication


@transaction.atomic
def revoke(actor: Actor, communication_id: UUID | str, reason: str) -> Communication:
    """Withdraws a sealed letter that never went out, and begins it anew with what it said.

    Whoever verifies the revoked letter is told. Raises Refusal without a reason, or once it was sent.
    """
    communication = _locked(actor, communication_id)
    require_sealing(communication, actor, fresh=False)
    if communication.state is not LetterState.SEALED or communication.letter is None:
        raise Refusal(_("Only a sealed letter that has not gone out yet can be revoked."))
    if not reason.strip():
        raise Refusal(_("Give a reason."), fields={"reason": _("Give a reason.")})
    withdraw_letter(actor, communication.letter)
    _record(events.LETTER_REVOKED, communication, actor, reason=reason.strip())
    return _begin_anew(communication, actor)


@transaction.atomic
def send(
    actor: Actor,
    communication_id: UUID | str,
    passage: Particulars,
    *,
    as_sealed: bool = False,
    expected_version: int | None = None,
) -> AssistanceRequest:
    """Records when and how the sealed letter goes, which performs its act.

    Raises as `perform` does; Refusal where the file would have the letter say something else today, unless it
    is to go `as_sealed` all the same, and where whoever decides without a consultation does not give the
    letter's reason as their own.
    """
    communication = _locked(actor, communication_id)
    if communication.state is LetterState.SEALED:
        require_current(communication, as_sealed=as_sealed)
        require_own_reason(communication, passage)
    request_id, given = communication.request_id, replace(passage, communication=communication.pk)
    if communication.transition:
        name = communication.transition
        return perform(actor, request_id, name, given, expected_version=expected_version)
    kind = CommunicationType(communication.type)
    issued = CommunicationDirection.ISSUED
    return correspond(actor, request_id, issued, kind, given, expected_version=expected_version).request


def _begin_anew(revoked: Communication, actor: Actor) -> Communication:
    """The same text and enclosures in preparation again, in nobody's hand but its writers'."""
    kept = ("request", "direction", "type", "transition", "answers", "language", "second_language",
            "text", "data", "prepared_by", "changed_by")  # fmt: skip
    anew = Communication(**{name: getattr(revoked, name) for name in kept}, entered_by=actor.user)
    anew.save()
    enclosed = revoked.documents.exclude(document__versions__letter=revoked.letter)
    enclosed.update(communication=anew)
    touch(revoked.request, actor)
    return anew


def _locked(actor: Actor, communication_id: UUID | str) -> Communication:
    """The communication, its file locked first. Raises DoesNotExist where the actor may not know of it."""
    request_id = Communication.objects.values_list("request_id", flat=True).get(pk=communication_id)
    request = lock_request(actor, request_id)
    require_desk(request, actor)
    communication = Communication.objects.select_related("letter").get(
        pk=communication_id, direction=CommunicationDirection.ISSUED
    )
    communication.request = request
    return communication


def _in_preparation(
    actor: Actor, communication_id: UUID | str, expected_version: int | None
) -> Communication:
    communication = _locked(actor, communication_id)
    communication.request.require_version(expected_version)
    if communication.state is not LetterState.PREPARED:
        raise Refusal(
            _("This letter is no longer in preparation: %(state)s.") % {"state": communication.state.label}
        )
    return communication


def chasers_of(request: AssistanceRequest, deadline_id: UUID) -> QuerySet[Communication]:
    """The chasers of one deadline in preparation, sealed or sent; not those revoked."""
    return request.communications.filter(
        direction=CommunicationDirection.ISSUED,
        type=CommunicationType.CHASER,
        data__deadline=str(deadline_id),
        letter__withdrawn_at=None,
    ).order_by("id")


def begin(
    request: AssistanceRequest,
    kind: CommunicationType,
    sending: Sending,
    given: Particulars,
    actor: Actor,
    language: str = "",
    second_language: str = "",
) -> Communication:
    """Begins a letter in a locked file. One at a time for an act: a double click makes no second one."""
    transition = sending.name if isinstance(sending, TransitionRule) else ""
    if (sending.issues if isinstance(sending, TransitionRule) else sending.type) is not kind:
        raise Refusal(_("This act sends no such letter."))
    issued = CommunicationDirection.ISSUED
    begun = request.communications.filter(
        direction=issued, type=kind, transition=transition, passed_on=None, letter__withdrawn_at=None
    )
    if kind in _NEEDS:  # two things may be overdue, or returned, at once
        about, _sentence = _NEEDS[kind]
        begun = begun.filter(**{f"data__{about}": str(getattr(given, about))})
    if begun.exists():
        raise Refusal(_("This letter is in preparation already. Go on with that one, or discard it."))
    communication = Communication(
        request=request,
        direction=issued,
        type=kind,
        transition=transition,
        answers=answered_by(request, kind, issued),
        prepared_by=actor.user,
        entered_by=actor.user,
    )
    _write(communication, sending, given, actor, language, second_language)
    _record(events.LETTER_PREPARED, communication, actor)
    return communication


def _write(
    communication: Communication,
    sending: Sending,
    given: Particulars,
    actor: Actor,
    language: str,
    second_language: str,
) -> None:
    """Keeps what the letter will say. Raises Refusal, naming each field, where it does not hold."""
    request = communication.request
    if isinstance(sending, TransitionRule):
        require_reason(sending, given)
    require_said(request, CommunicationType(communication.type), given)
    _require_whole(communication, given)
    communication.text, communication.data = given.text, keep(given)
    communication.language = language or communication.language or LetterLanguage(request.language)
    communication.second_language = second_language
    communication.changed_by = actor.user
    if second_language == communication.language:
        raise Refusal(
            _("Please correct what is marked."),
            fields={"second_language": _("Choose another language than the first.")},
        )
    try:
        communication.full_clean(exclude=["entered_by"])
    except ValidationError as error:
        fields = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        raise Refusal(_("Please correct what is marked."), fields=fields) from error
    communication.save()
    attach(communication, given.documents)
    require_enclosable(actor, communication, given.answer)
    touch(request, actor)


_NEEDS = {
    CommunicationType.FORWARDING: ("forwarded_to", gettext_lazy("Say to which authority it went on.")),
    CommunicationType.CHASER: ("deadline", gettext_lazy("Say what is overdue.")),
    CommunicationType.CERTIFICATE: ("certificate", gettext_lazy("Say which certificate it tells of.")),
}
"""What a letter of this type cannot do without."""


def _require_whole(communication: Communication, given: Particulars) -> None:
    """Raises Refusal where the letter lacks what letters of its type say."""
    kind = CommunicationType(communication.type)
    if kind in _NEEDS and getattr(given, _NEEDS[kind][0]) is None:
        field, sentence = _NEEDS[kind]
        raise Refusal(_("Please correct what is marked."), fields={field: str(sentence)})
    own = communication.request.certificates.filter(communication=None)
    if given.certificate and not own.filter(pk=given.certificate).exists():
        wrong = _("Choose a certificate of this file that has not gone out yet.")
        raise Refusal(_("Please correct what is marked."), fields={"certificate": wrong})
    if kind is CommunicationType.RECEIPT and communication.answers is None:
        raise Refusal(_("Nothing has been received that could be confirmed."))


def _record(event: EventType, communication: Communication, actor: Actor, **more: str) -> None:
    record(
        event,
        chain=communication.request.audit_chain,
        actor=actor,
        id=str(communication.pk),
        type=communication.type,
        **more,
    )
