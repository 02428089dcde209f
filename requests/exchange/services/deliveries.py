"""From one desk of this portal to another: the outbox row, the one arrival it makes, the receipt.

The row is written in the transaction that sends the communication. Any number of workers may deliver it; the
first to finish wins, under the row's lock, and there is never more than one arrival. Locks are taken in one
order: the sender's file, the delivery, the receiver's register of intake, the audit chains.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.clock import today
from casework.models import AssistanceRequest, Communication
from casework.policies import require_desk
from casework.services.access import lock_request
from casework.services.enclosures import enclosed
from documents.choices import Purpose
from documents.handlers import Release
from documents.models import Version
from documents.services.releases import release, require_release
from exchange import events
from exchange.choices import DeliveryStatus
from exchange.models import Delivery, Receipt
from exchange.selectors import deliveries
from exchange.services.arrivals import Stated, receive
from exchange.services.recognition import Examined, examine
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal
from states.choices import LetterChannel

SEND_AGAIN = timedelta(seconds=45)
"""How long a delivery may wait in the broker before the sweep sends it again."""
LEASE = timedelta(seconds=160)
"""Longer than a task may run, so that a claim never ends while its worker still lives."""
MOST_ATTEMPTS = 10
SWEPT_AT_ONCE = 200


def depart(communication: Communication, actor: Actor) -> None:
    """Puts a sealed letter that was just recorded as sent into the outbox, in the same transaction.

    Raises Refusal where the addressee does not work here, or a condition forbids what is enclosed to leave.
    """
    receiver = communication.request.counterpart
    letter = communication.letter
    if receiver is None or not receiver.is_hosted or letter is None or letter.version is None:
        raise Refusal(_("Through this portal goes a sealed letter to an authority that works on it."))
    for version in _versions(communication):
        require_release(Release(actor, version, Purpose.DELIVERY, to=receiver.state))
    delivery = Delivery.objects.create(
        communication=communication, to=receiver, due_at=timezone.now() + SEND_AGAIN
    )
    send(delivery)


def send(delivery: Delivery) -> None:
    """To a worker, once the transaction is committed. A lost message is no harm: the sweep sends another."""
    from exchange.tasks import deliver as task

    delivery_id = str(delivery.pk)
    transaction.on_commit(lambda: task.delay(delivery_id), robust=True)


def deliver(delivery_id: UUID, *, task: str) -> None:
    """Delivers one communication unless it is delivered, or in another worker's hands. Safe to run any number
    of times. What a person can act on ends as the delivery's `failure`; other exceptions are the caller's.
    """
    delivery = _claim(delivery_id, task)
    if delivery is None:
        return
    try:
        _deliver(delivery)
    except Refusal as refusal:
        fail(delivery_id, refusal.message)


def _claim(delivery_id: UUID, task: str) -> Delivery | None:
    """Takes the delivery up for this task. A message delivered again is the same task, whose claim holds."""
    now = timezone.now()
    queued = Delivery.objects.filter(pk=delivery_id, status=DeliveryStatus.QUEUED)
    delivery = queued.select_related("to__state", "communication__letter__version__document").first()
    if delivery is None:
        return None
    if delivery.attempts >= MOST_ATTEMPTS:
        fail(
            delivery_id, _("The worker ended %(count)d times while delivering it.") % {"count": MOST_ATTEMPTS}
        )
        return None
    free = Q(claimed_by="") | Q(due_at__lte=now) | Q(claimed_by=task)
    taken = queued.filter(free).update(claimed_by=task, attempts=F("attempts") + 1, due_at=now + LEASE)
    return delivery if taken else None


def _versions(communication: Communication) -> Iterator[Version]:
    """The sealed letter, then what is enclosed with it."""
    letter = communication.letter
    if letter is None or letter.version is None:
        raise Refusal(_("There is no sealed letter to send."))
    yield letter.version
    yield from enclosed(communication)


def _deliver(delivery: Delivery) -> None:
    """Examines the letter as a stranger's, then makes the arrival and the receipt together."""
    with ExitStack() as opened:
        files = [_copy(version, delivery, opened) for version in _versions(delivery.communication)]
        examined = examine(files[:1], LetterChannel.PORTAL)  # the letter comes first
        _take_in(delivery.pk, files, examined)


def _copy(version: Version, delivery: Delivery, opened: ExitStack) -> "UploadedFile[bytes]":
    """The file as the receiver's intake takes it: nothing of the sender's row goes with it.

    Each attempt is on record, for it reads the file.
    """
    released = release(Actor.portal(), version, Purpose.DELIVERY, to=delivery.to.state)
    file = opened.enter_context(released.open())
    return UploadedFile(file, version.filename, version.content_type, version.size)


@transaction.atomic
def _take_in(delivery_id: UUID, files: "list[UploadedFile[bytes]]", examined: Examined | None) -> None:
    """Does nothing if another worker was first."""
    actor = Actor.portal()
    list(
        AssistanceRequest.objects.select_for_update()
        .filter(communications__delivery=delivery_id)
        .values("pk")
    )
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("to__state", "communication__request", "communication__letter__version__document")
        .get(pk=delivery_id)
    )
    if delivery.status == DeliveryStatus.DELIVERED:
        return
    arrival = receive(
        actor,
        holder=delivery.to,
        stated=Stated(LetterChannel.PORTAL, today(delivery.to)),
        files=files,
        examined=examined,
        delivery_id=delivery.pk,
    )
    receipt = Receipt.objects.create(
        delivery=delivery,
        reference=arrival.reference,
        received_at=arrival.registered_at,
        sha256=arrival.report["sha256"],
    )
    _close(delivery, receipt, actor)


def _close(delivery: Delivery, receipt: Receipt, actor: Actor) -> None:
    """The receipt becomes the proof of dispatch of the sender's communication."""
    delivery.status, delivery.failure = DeliveryStatus.DELIVERED, ""
    delivery.due_at, delivery.claimed_by = None, ""
    delivery.save(update_fields=["status", "failure", "due_at", "claimed_by"])
    communication = delivery.communication
    communication.proof = _("Receipt %(reference)s of %(authority)s, %(at)s UTC") % {
        "reference": receipt.reference,
        "authority": delivery.to,
        "at": f"{receipt.received_at:%Y-%m-%d %H:%M}",
    }
    communication.proof = communication.proof[:200]
    communication.save(update_fields=["proof"])
    record(
        events.DELIVERED,
        chain=communication.request.audit_chain,
        actor=actor,
        communication=str(communication.pk),
        to=delivery.to.name,
        reference=receipt.reference,
        sha256=receipt.sha256,
    )


@transaction.atomic
def fail(delivery_id: UUID, reason: str) -> None:
    """Ends a delivery with a reason in plain words; nothing is lost, and it can be tried again."""
    delivery = Delivery.objects.select_related("communication__request", "to").get(pk=delivery_id)
    ended = Delivery.objects.filter(pk=delivery_id, status=DeliveryStatus.QUEUED)
    if ended.update(status=DeliveryStatus.FAILED, failure=reason, due_at=None, claimed_by=""):
        record(
            events.NOT_DELIVERED,
            chain=delivery.communication.request.audit_chain,
            actor=Actor.portal(),
            communication=str(delivery.communication_id),
            to=delivery.to.name,
            reason=reason,
        )


@transaction.atomic
def retry(actor: Actor, delivery_id: UUID) -> Delivery:
    """Sends a failed delivery to a worker again. For the desk that sent it.

    One that is on its way or has arrived stays as it is, so that a second click changes nothing. Raises
    DoesNotExist where the actor may not know of it, NotPermitted.
    """
    delivery = deliveries().visible_to(actor.person).get(pk=delivery_id)
    request = lock_request(actor, delivery.communication.request_id)
    require_desk(request, actor)
    failed = Delivery.objects.filter(pk=delivery_id, status=DeliveryStatus.FAILED)
    is_tried_again = failed.update(
        status=DeliveryStatus.QUEUED, attempts=0, failure="", due_at=timezone.now() + SEND_AGAIN
    )
    delivery.refresh_from_db(fields=["status", "attempts", "failure", "due_at"])
    if not is_tried_again:
        return delivery
    record(
        events.RETRIED,
        chain=request.audit_chain,
        actor=actor,
        communication=str(delivery.communication_id),
        to=delivery.to.name,
    )
    send(delivery)
    return delivery


@transaction.atomic
def sweep() -> int:
    """Sends again what no worker has, or whose worker is silent beyond its lease. Returns how many."""
    now = timezone.now()
    due = list(
        Delivery.objects.select_for_update(skip_locked=True)
        .filter(status=DeliveryStatus.QUEUED, due_at__lte=now)
        .order_by("due_at")[:SWEPT_AT_ONCE]
    )
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in due]).update(
        claimed_by="", due_at=now + SEND_AGAIN
    )
    for delivery in due:
        send(delivery)
    return len(due)
