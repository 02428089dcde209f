"""Carries the demonstration's files through the real services, as its people would."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from casework.choices import ConditionType
from casework.clock import today
from casework.demonstration.texts import File
from casework.models import AssistanceRequest
from casework.services.communications import Particulars
from casework.services.conditions import Terms, record_condition
from casework.services.desk import add_document
from casework.services.drafting import open_request, save_part, update_section
from casework.services.transition import perform
from documents.choices import LetterStatus
from documents.models import Letter
from mla_portal.accounts.actors import Actor, Channel
from mla_portal.accounts.models import User
from states.choices import LetterChannel
from states.models import Authority, State, Treaty

SEALED_WITHIN = timedelta(seconds=90)
ENCLOSURE_TEXT = "Sample enclosure of the demonstration: %s.\n"


def tell(file: File) -> AssistanceRequest:
    """Opens the file and takes it as far as it goes. Raises RuntimeError where a letter fails."""
    drafter, approver = person(file.desk.drafter), person(file.desk.approver)
    request = _draft(file, drafter)
    for name, act in _path(file.goes_to).items():
        request = act(drafter if name not in ("approve", "seal") else approver, request)
    return request


def request_letter(request: AssistanceRequest) -> Letter:
    """The sealed letter of the file."""
    return Letter.objects.select_related("version").get(communication__request=request)


def person(email: str) -> Actor:
    """One of the demonstration's people, their second factor just confirmed."""
    user = User.objects.get(email=email)
    return Actor(user, Channel.COMMAND, second_factor_at=timezone.now())


def _draft(file: File, drafter: Actor) -> AssistanceRequest:
    counterpart = Authority.objects.get(code=file.counterpart)
    request = open_request(
        drafter,
        holder=Authority.objects.get(code=file.desk.holder),
        treaty=Treaty.objects.get(code="ljubljana-the-hague"),
        title=file.title,
        counterpart_state=counterpart.state,
        counterpart=counterpart,
        language=file.language,
    )
    for section, values in file.sections.items():
        update_section(drafter, request.pk, section, values, seen=None)
    for part, values in file.parts:
        extra = {"nationality": State.objects.get(code="LV")} if values.get("role") == "witness" else {}
        save_part(drafter, request.pk, part, {**values, **extra})
    for title, filename in file.enclosures:
        upload = SimpleUploadedFile(filename, (ENCLOSURE_TEXT % title).encode())
        add_document(drafter, request.pk, title=title, file=upload, is_enclosure=True)
    if file.assurance:
        record_condition(drafter, request.pk, Terms(ConditionType.ASSURANCE, file.assurance))
    return AssistanceRequest.objects.get(pk=request.pk)


Step = Callable[[Actor, AssistanceRequest], AssistanceRequest]


def _step(name: str, **particulars: object) -> Step:
    def act(actor: Actor, request: AssistanceRequest) -> AssistanceRequest:
        given = Particulars(passed_on=today(request.holder), channel=_channel(name, request), **particulars)  # type: ignore[arg-type]
        return perform(actor, request.pk, name, given)

    return act


def _channel(name: str, request: AssistanceRequest) -> LetterChannel:
    """A sealed request goes over the portal where the other desk works on it too."""
    hosted = request.counterpart is not None and request.counterpart.is_hosted
    return LetterChannel.PORTAL if name == "send" and hosted else LetterChannel.EMAIL


def _seal(actor: Actor, request: AssistanceRequest) -> AssistanceRequest:
    """Orders the letter and waits, as an officer would before the screen, until the worker has sealed it."""
    perform(actor, request.pk, "seal")
    end = time.monotonic() + SEALED_WITHIN.total_seconds()
    while (letter := request_letter(request)).status != LetterStatus.READY:
        if letter.status == LetterStatus.FAILED or time.monotonic() > end:
            raise RuntimeError(f"The letter {letter.number} is not ready: {letter.status} {letter.failure}")
        time.sleep(0.2)
    return AssistanceRequest.objects.get(pk=request.pk)


_STEPS: Mapping[str, Step] = {
    "submit": _step("submit"),
    "approve": _step("approve"),
    "seal": _seal,
    "send": _step("send", proof="Message of the secure mailbox (sample)"),
    "acknowledged": _step(
        "acknowledged",
        counterpart_reference="LV-2026-4711 (sample)",
        text="We confirm receipt of your request.",
    ),
    "information_asked": _step(
        "information_asked", text="Please say in which language the interpreter should work."
    ),
}
_STOPS = {
    "draft": 0,
    "review": 1,
    "approved": 2,
    "sealed": 3,
    "sent": 4,
    "acknowledged": 5,
    "information_asked": 6,
}


def _path(status: str) -> dict[str, Step]:
    """The acts that lead to a status, in order."""
    return dict(list(_STEPS.items())[: _STOPS[status]])
