"""Placing an arrival, once: as a new incoming file, or as what arrived in a file that exists."""

from collections import defaultdict
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from casework.choices import CommunicationDirection, CommunicationType
from casework.models import AssistanceRequest, CaseDocument, Communication
from casework.services.access import lock_request
from casework.services.communications import Particulars
from casework.services.conditions import impose
from casework.services.correspond import take_in
from casework.services.incoming import open_incoming, take_revised
from documents.letters.content import LetterContent, RequestLetter
from documents.models import Document
from documents.recognition.verdicts import Reliance
from exchange import events
from exchange.choices import Disposition
from exchange.models import Arrival
from exchange.reading.request import read_request, treaty_of
from exchange.reading.steps import ReadStep, read_step
from exchange.services.arrivals import finish, lock_arrival
from mla_portal.accounts.actors import Actor
from mla_portal.audit.services import record
from mla_portal.common.errors import Refusal
from states.models import Treaty
from states.treaties import get_treaty_rules


@transaction.atomic
def open_file(
    actor: Actor,
    arrival_id: UUID,
    *,
    treaty: Treaty | None = None,
    title: str = "",
    confirmed: str = "",
    expected_version: int | None = None,
) -> AssistanceRequest:
    """Places the arrival as a new incoming file; a sealed request fills all of it.

    `treaty` and `title` are for what does not say them itself, `confirmed` says how an officer made sure of a
    letter whose seal does not prove its sender. Also what will be returned or forwarded opens a file. Raises
    DoesNotExist, NotPermitted, StaleVersion as `lock_arrival`, Refusal where something is missing.
    """
    arrival = lock_arrival(actor, arrival_id, expected_version=expected_version)
    letter = _relied_on(arrival, confirmed)
    request_letter = letter if isinstance(letter, RequestLetter) else None
    treaty = treaty or (treaty_of(request_letter) if request_letter else None)
    if treaty is None:
        raise Refusal(_("Choose the treaty."), fields={"treaty": _("Choose the treaty.")})
    if arrival.sender_state is None:
        stateless = _("Say which State it comes from.")
        raise Refusal(stateless, fields={"sender_state": stateless})
    read = read_request(request_letter, get_treaty_rules(treaty.pk)) if request_letter else None
    sections = dict(read.sections) if read else {"subject_matter": arrival.subject, "facts": arrival.text}
    request = open_incoming(
        actor,
        holder=arrival.holder,
        treaty=treaty,
        counterpart_state=arrival.sender_state,
        counterpart=arrival.sender,
        received_on=arrival.received_on,
        channel=arrival.channel,
        title=(title or arrival.subject or arrival.reference)[:200],
        counterpart_reference=arrival.foreign_reference,
        dated_on=arrival.dated_on,
        text=read.text if read else arrival.text,
        sections=sections | {"confidentiality": arrival.confidentiality},
        parts=read.parts if read else None,
        documents=_documents(arrival),
    )
    received = request.communications.filter(direction=CommunicationDirection.RECEIVED).get()
    _placed(arrival, Disposition.NEW_FILE, request, received, actor, confirmed)
    return request


@transaction.atomic
def join_by_letter(
    actor: Actor,
    arrival_id: UUID,
    request_id: UUID,
    *,
    confirmed: str = "",
    expected_version: int | None = None,
) -> AssistanceRequest:
    """Places a sealed letter in a file of ours: it answers, asks, decides or gives what its data say.

    Raises as `open_file` and as the file's own table does.
    """
    arrival = lock_arrival(actor, arrival_id, expected_version=expected_version)
    letter = _relied_on(arrival, confirmed)
    if letter is None:
        raise Refusal(_("The letter's data are not to be relied on: enter what it says by hand."))
    request = _file_of(actor, arrival, request_id)
    if isinstance(letter, RequestLetter):
        read = ReadStep(CommunicationType.REQUEST, {"text": ""})
    else:
        read = read_step(letter, request)
    given = Particulars(**read.particulars)
    joined = _join(actor, arrival, request, read.type, given, read=read, confirmed=confirmed)
    if isinstance(letter, RequestLetter):
        revised = read_request(letter, get_treaty_rules(request.treaty_id))
        joined = take_revised(actor, request_id, sections=revised.sections, parts=revised.parts)
    return joined


@transaction.atomic
def join_by_hand(
    actor: Actor,
    arrival_id: UUID,
    request_id: UUID,
    kind: CommunicationType,
    given: Particulars,
    *,
    expected_version: int | None = None,
) -> AssistanceRequest:
    """Places what came without data: what it says is what the officer entered. Raises as `join_by_letter`."""
    arrival = lock_arrival(actor, arrival_id, expected_version=expected_version)
    request = _file_of(actor, arrival, request_id)
    return _join(actor, arrival, request, kind, given)


def _relied_on(arrival: Arrival, confirmed: str) -> LetterContent | None:
    """The letter, if its data may be used. Raises Refusal where that takes a confirmation not given."""
    if arrival.reliance is Reliance.CONFIRM and not confirmed.strip():
        how = _("Say how you made sure that the letter is the sender's, or enter it by hand.")
        raise Refusal(how, fields={"confirmed": how})
    return arrival.letter if arrival.reliance.may_fill else None


def _file_of(actor: Actor, arrival: Arrival, request_id: UUID) -> AssistanceRequest:
    """The file, locked. Raises Refusal for another authority's, or one with another State."""
    request = lock_request(actor, request_id)
    if request.holder_id != arrival.holder_id:
        raise Refusal(_("This file is held by another authority than the one it came to."))
    states = {request.counterpart_state_id, arrival.sender_state_id} - {None}
    if len(states) > 1:
        raise Refusal(
            _("This file is with %(state)s, and it came from %(other)s.")
            % {"state": request.counterpart_state, "other": arrival.sender_state}
        )
    return request


def _join(
    actor: Actor,
    arrival: Arrival,
    request: AssistanceRequest,
    kind: CommunicationType,
    given: Particulars,
    *,
    read: ReadStep | None = None,
    confirmed: str = "",
) -> AssistanceRequest:
    links = [CaseDocument.objects.create(request=request, document=one) for one in _documents(arrival)]
    before = set(request.communications.values_list("pk", flat=True))
    passed = replace(
        given,
        channel=arrival.channel,
        passed_on=arrival.received_on,
        dated_on=given.dated_on or arrival.dated_on,
        counterpart_reference=given.counterpart_reference or arrival.foreign_reference,
        text=given.text or arrival.text,
        documents=tuple(link.pk for link in links),
    )
    request = take_in(actor, request.pk, kind, passed)
    communication = request.communications.exclude(pk__in=before).get()
    if read is not None:
        _bind(actor, request, communication, read, links)
    _placed(arrival, Disposition.COMMUNICATION, request, communication, actor, confirmed)
    return request


def _bind(
    actor: Actor,
    request: AssistanceRequest,
    communication: Communication,
    read: ReadStep,
    links: list[CaseDocument],
) -> None:
    """The conditions that the letter sets, on all that came with it and on single items."""
    if read.terms:
        impose(actor, request, communication, read.terms)
    for link in links:
        hashes = link.document.versions.values_list("sha256", flat=True)
        for sha256 in hashes:
            if terms := read.item_terms.get(sha256):
                impose(actor, request, communication, terms, [link])


def _documents(arrival: Arrival) -> list[Document]:
    """Its files; an enclosure bears the title that the letter gives it."""
    letter = arrival.letter
    titles = defaultdict(list)
    for enclosure in letter.enclosures if letter else ():
        titles[enclosure.sha256].append(enclosure.title)
    documents = []
    for file in arrival.files.select_related("document").prefetch_related("document__versions"):
        document = file.document
        named = titles[document.versions.all()[0].sha256]
        title = named.pop(0) if named else ""
        if title and title != document.title:
            document.title = title[:200]
            document.save(update_fields=["title"])
        documents.append(document)
    return documents


def _placed(
    arrival: Arrival,
    disposition: Disposition,
    request: AssistanceRequest,
    communication: Communication,
    actor: Actor,
    confirmed: str,
) -> None:
    arrival.disposition, arrival.placed_in, arrival.communication = disposition, request, communication
    arrival.reason = confirmed.strip()
    finish(arrival, actor, "placed_in", "communication", "reason")
    record(
        events.PLACED,
        chain=arrival.audit_chain,
        actor=actor,
        reference=arrival.reference,
        file=request.own_reference,
        confirmed=arrival.reason,
    )
    record(events.TAKEN_IN, chain=request.audit_chain, actor=actor, reference=arrival.reference)
