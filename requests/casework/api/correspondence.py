"""Letters beside the status of a file: prepared, changed, discarded, sealed by a person, and sent."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from casework.api.fields import CodeField
from casework.api.files import READ, WRITE, FileViewSet
from casework.api.inputs import PerformInput
from casework.api.representations import RequestDetailSerializer
from casework.choices import CommunicationDirection, CommunicationType, LetterState
from casework.letters import is_written
from casework.models import Communication
from casework.services import correspondence
from casework.services.communications import Particulars
from documents.choices import LetterLanguage
from mla_portal.accounts.actors import Actor
from mla_portal.common.api.idempotency import Outcome
from mla_portal.common.api.openapi import Guard, operation
from mla_portal.common.api.serializers import StrictInput
from states.choices import LetterChannel

_CHOSEN = ("type", "transition", "language", "second_language")


class StepLetterSerializer(serializers.Serializer[Any]):
    """A letter of ours beside the status. `letter` is its sealed letter, once it was ordered."""

    id = serializers.UUIDField()
    type = serializers.ChoiceField(CommunicationType.choices)
    state = serializers.ChoiceField(LetterState.choices)
    transition = serializers.CharField(help_text="The act that sending it performs, if it moves the file.")
    language = serializers.ChoiceField(LetterLanguage.choices)
    second_language = serializers.ChoiceField(LetterLanguage.choices, allow_blank=True)
    text = serializers.CharField()
    particulars = serializers.JSONField(source="data", help_text="Of the step, as they were given.")
    documents = serializers.SerializerMethodField(help_text="Links of the documents enclosed.")
    letter = CodeField(source="letter_id")
    prepared_by = CodeField(source="prepared_by.full_name", default=None)
    changed_by = CodeField(source="changed_by.full_name", default=None)
    passed_on = serializers.DateField(allow_null=True)

    def get_documents(self, row: Communication) -> list[UUID]:
        return [link.pk for link in row.documents.all()]


class StepLettersSerializer(serializers.Serializer[Any]):
    items = StepLetterSerializer(many=True)


class StepLetterInput(PerformInput):
    """What a letter will say. Which particulars it needs, the list of transitions says of its act."""

    transition = serializers.CharField(
        max_length=40, required=False, help_text="Where several acts issue this type."
    )
    type = serializers.ChoiceField([choice for choice in CommunicationType.choices if is_written(choice[0])])
    language = serializers.ChoiceField(LetterLanguage.choices, required=False)
    second_language = serializers.ChoiceField(LetterLanguage.choices, required=False)
    forwarded_to = serializers.UUIDField(required=False, help_text="The authority a request went on to.")
    expected_on = serializers.DateField(required=False, help_text="By when we expect to be done.")
    deadline = serializers.UUIDField(required=False, help_text="What a chaser is about.")
    certificate = serializers.UUIDField(required=False, help_text="Of return or destruction, that it tells.")

    # Said when the letter is sent.
    channel = passed_on = dated_on = proof = None  # type: ignore[assignment]


class ChangeLetterInput(StepLetterInput):
    """The same, whole: what is not given is not said any more. The type stays."""

    type = None  # type: ignore[assignment] # taken off: a prepared letter keeps its type


class PassageInput(StrictInput):
    """When and how a sealed letter went."""

    channel = serializers.ChoiceField(LetterChannel.choices)
    passed_on = serializers.DateField()
    proof = serializers.CharField(max_length=200, required=False)
    answer = serializers.CharField(
        required=False, help_text="For what, where a condition binds an enclosure."
    )
    without_consultation = serializers.CharField(
        required=False, help_text="The letter's reason for deciding without a consultation, as your own."
    )
    as_sealed = serializers.BooleanField(
        default=False, help_text="It goes as it was sealed, although the file would say otherwise today."
    )


class StepLetterViewSet(FileViewSet):
    scopes: ClassVar[Mapping[str, str]] = {
        "list": READ,
        "create": WRITE,
        "partial_update": WRITE,
        "destroy": WRITE,
        "order": WRITE,
        "send": WRITE,
    }

    @operation(
        "The letters beside the status of a file, oldest first", StepLettersSerializer, guard=Guard.READ
    )
    def list(self, request: Request, request_id: UUID) -> Response:
        case = self.visible(request_id)
        rows = case.communications.filter(direction=CommunicationDirection.ISSUED)
        written = rows.exclude(type=CommunicationType.REQUEST).exclude(letter=None, passed_on__isnull=False)
        letters = written.select_related("letter", "prepared_by", "changed_by").prefetch_related("documents")
        items = StepLetterSerializer(letters.order_by("id"), many=True).data
        return self.respond({"items": items}, version=case.version)

    @operation(
        "Prepare a letter", RequestDetailSerializer, body=StepLetterInput, status=201, guard=Guard.CHANGE
    )
    def create(self, request: Request, request_id: UUID) -> Response:
        self.visible(request_id)
        chosen, particulars = _read(StepLetterInput(data=request.data))
        kind = CommunicationType(chosen.pop("type"))

        def act(actor: Actor) -> Outcome:
            letter = correspondence.prepare(actor, request_id, kind, particulars, **chosen)
            return Outcome(request_id, 201, f"{request.path}/{letter.pk}")

        return self.change(request, request_id, act)

    @operation(
        "Change a letter before it is sealed", RequestDetailSerializer, body=ChangeLetterInput,
        guard=Guard.CHANGE,
    )  # fmt: skip
    def partial_update(self, request: Request, request_id: UUID, letter_id: UUID) -> Response:
        self._letter(request_id, letter_id)
        chosen, particulars = _read(ChangeLetterInput(data=request.data))
        languages: dict[str, Any] = {name: chosen[name] for name in ("language", "second_language")}

        def act(actor: Actor) -> Outcome:
            correspondence.change(actor, letter_id, particulars, **languages)
            return Outcome(request_id)

        return self.change(request, request_id, act)

    @operation("Discard a letter before it is sealed", RequestDetailSerializer, guard=Guard.CHANGE)
    def destroy(self, request: Request, request_id: UUID, letter_id: UUID) -> Response:
        self._letter(request_id, letter_id)

        def act(actor: Actor) -> Outcome:
            correspondence.discard(actor, letter_id)
            return Outcome(request_id)

        return self.change(request, request_id, act)

    @operation(
        "Seal a letter",
        RequestDetailSerializer,
        guard=Guard.CHANGE,
        description="A person's act, with a fresh second factor, in the browser: every client is refused.",
    )
    def order(self, request: Request, request_id: UUID, letter_id: UUID) -> Response:
        self._letter(request_id, letter_id)

        def act(actor: Actor) -> Outcome:
            correspondence.order(actor, letter_id)
            return Outcome(request_id)

        return self.change(request, request_id, act)

    @operation("Send a sealed letter", RequestDetailSerializer, body=PassageInput, guard=Guard.CHANGE)
    def send(self, request: Request, request_id: UUID, letter_id: UUID) -> Response:
        self._letter(request_id, letter_id)
        given = PassageInput(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        as_sealed = values.pop("as_sealed")
        passage = Particulars(**values)

        def act(actor: Actor) -> Outcome:
            correspondence.send(actor, letter_id, passage, as_sealed=as_sealed)
            return Outcome(request_id)

        return self.change(request, request_id, act)

    def _letter(self, request_id: UUID, letter_id: UUID) -> Communication:
        """Raises DoesNotExist unless the letter is of this file, and the client may know of it."""
        return self.visible(request_id).communications.get(
            pk=letter_id, direction=CommunicationDirection.ISSUED
        )


def _read(given: StepLetterInput) -> tuple[dict[str, Any], Particulars]:
    """What was chosen for the letter, and the particulars of its step."""
    given.is_valid(raise_exception=True)
    values: dict[str, Any] = given.validated_data
    chosen = {name: values.pop(name, "") for name in _CHOSEN}
    values["transition"] = chosen["transition"]  # which `particulars` takes off again
    return chosen, given.particulars()
