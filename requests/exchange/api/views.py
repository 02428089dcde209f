"""Arrivals for the holder's own agencies, and the face towards counterparts that do not work here."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from casework.clock import today
from casework.models import Communication
from casework.services.enclosures import enclosed
from documents.api.views import WhateverIsAsked
from documents.choices import Purpose
from documents.models import Version
from documents.streaming import stream
from exchange.api import representations as shown
from exchange.api.answers import answer, page
from exchange.models import Arrival
from exchange.selectors import arrivals, communicated_to
from exchange.services.arrivals import Stated, receive, register_arrival
from exchange.services.recognition import examine
from mla_portal.common.api.idempotency import Outcome
from mla_portal.common.api.openapi import PAGE, Guard, operation
from mla_portal.common.api.views import PortalViewSet, VisibleViewSet
from mla_portal.common.errors import NotPermitted, Refusal
from states.api.authentication import account_of, actor_of, own_authority
from states.choices import LetterChannel
from states.models import Authority

READ, WRITE = "requests:read", "requests:write"
EXCHANGE_READ, EXCHANGE_SUBMIT = "exchange:read", "exchange:submit"


class ArrivalViewSet(VisibleViewSet):
    """The intake of the client's own authority."""

    model = Arrival
    parser_classes = (MultiPartParser,)
    scopes: ClassVar[Mapping[str, str]] = {"list": READ, "retrieve": READ, "create": WRITE}

    @operation("List what arrived, newest first", shown.ArrivalPageSerializer, query=PAGE)
    def list(self, request: Request) -> Response:
        return page(request, arrivals().visible_to(account_of(request)), shown.ArrivalSerializer)

    @operation("Read one arrival", shown.ArrivalSerializer)
    def retrieve(self, request: Request, arrival_id: UUID) -> Response:
        row = arrivals().visible_to(account_of(request)).get(pk=arrival_id)
        return Response(shown.ArrivalSerializer(row).data)

    @operation(
        "Register what arrived, with its files",
        shown.ArrivalSerializer,
        body={"multipart/form-data": shown.ArrivalInput},
        status=201,
        guard=Guard.CREATE,
        description="A sealed letter among the files is recognised, and says who sent it and what it asks.",
    )
    def create(self, request: Request) -> Response:
        given = shown.ArrivalInput(data=request.data)
        given.is_valid(raise_exception=True)
        fields = dict(given.validated_data)
        holder, files = fields.pop("holder", None) or own_authority(request), fields.pop("files", [])

        def act() -> Outcome:
            row = register_arrival(actor_of(request), holder=holder, stated=Stated(**fields), files=files)
            return Outcome(row.pk, 201, f"{request.path}/{row.pk}")

        own = arrivals().visible_to(account_of(request))
        return answer(request, act, lambda pk: shown.ArrivalSerializer(own.get(pk=pk)))


class LettersViewSet(PortalViewSet):
    """Letters to and from an authority that does not work on this portal."""

    parser_classes = (MultiPartParser,)
    scopes: ClassVar[Mapping[str, str]] = {
        "list": EXCHANGE_READ,
        "retrieve": EXCHANGE_READ,
        "create": EXCHANGE_SUBMIT,
    }

    @operation(
        "The sealed letters sent to the client's authority, newest first",
        shown.CommunicatedPageSerializer,
        query=PAGE,
    )
    def list(self, request: Request) -> Response:
        _counterpart(request)
        return page(request, communicated_to(account_of(request)), shown.CommunicatedSerializer)

    @operation("Read a sealed letter as data", shown.CommunicatedDetailSerializer)
    def retrieve(self, request: Request, letter_id: UUID) -> Response:
        return Response(shown.CommunicatedDetailSerializer(_letter(request, letter_id)).data)

    @operation(
        "Hand in a sealed letter to an authority of this portal",
        shown.ReceiptSerializer,
        body={"multipart/form-data": shown.LetterInput},
        status=201,
        guard=Guard.CREATE,
        description=(
            "Whatever is handed in is entered in the addressee's register of intake at once; `verdict` says "
            "what its seal and data were found to be. The sender the letter names must be the client's own "
            "authority, and the seal one that is on record as its."
        ),
    )
    def create(self, request: Request) -> Response:
        sender = _counterpart(request)
        given = shown.LetterInput(data=request.data)
        given.is_valid(raise_exception=True)
        holder = given.validated_data["addressee"]
        files = [given.validated_data["letter"], *given.validated_data.get("enclosures", ())]

        def act() -> Outcome:
            row = receive(
                actor_of(request),
                holder=holder,
                stated=Stated(LetterChannel.SEALED_LETTER, today(holder), sender=sender),
                files=files,
                examined=examine(files[:1], LetterChannel.SEALED_LETTER),
                submitted_by=sender,
            )
            return Outcome(row.pk, 201)

        own = Arrival.objects.filter(registered_by=account_of(request)).select_related("holder")
        return answer(request, act, lambda pk: shown.ReceiptSerializer(own.get(pk=pk)))


class LetterContentViewSet(PortalViewSet):
    scopes: ClassVar[Mapping[str, str]] = {"retrieve": EXCHANGE_READ, "enclosure": EXCHANGE_READ}
    renderer_classes = (WhateverIsAsked,)

    @operation("The sealed letter itself; each fetch is on record", {(200, "*/*"): OpenApiTypes.BINARY})
    def retrieve(self, request: Request, letter_id: UUID) -> HttpResponseBase:
        letter = _letter(request, letter_id).letter
        if letter is None or letter.version is None:
            raise Communication.DoesNotExist
        return _given(request, letter.version)

    @operation(
        "A file enclosed with a letter; each fetch is on record",
        {(200, "*/*"): OpenApiTypes.BINARY},
        description="By its SHA-256. What the sender may not give at present is refused (409).",
    )
    def enclosure(self, request: Request, letter_id: UUID, sha256: str) -> HttpResponseBase:
        found = [one for one in enclosed(_letter(request, letter_id)) if one.sha256 == sha256]
        if not found:
            raise Version.DoesNotExist
        return _given(request, found[0])


def _given(request: Request, version: Version) -> HttpResponseBase:
    """The file, released to the client's State. Why it is not stays with its holder: a condition is a matter
    between the holder and the State that set it."""
    try:
        return stream(actor_of(request), version, Purpose.DELIVERY, to=own_authority(request).state)
    except Refusal as refusal:
        raise Refusal(
            _("This file is not released now. Ask the authority that sent the letter.")
        ) from refusal


def _counterpart(request: Request) -> Authority:
    """The client's authority. Raises NotPermitted for one that has its desk on this portal."""
    authority = own_authority(request)
    if authority.is_hosted:
        raise NotPermitted(_("Your authority works on this portal: its letters go and come by its own desk."))
    return authority


def _letter(request: Request, letter_id: UUID) -> Communication:
    _counterpart(request)
    return communicated_to(account_of(request)).get(pk=letter_id)
