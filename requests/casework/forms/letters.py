"""The forms of letters beside the status: what one will say, and how it goes."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.departures import carries
from casework.forms.fields import ProseField
from casework.forms.letter_fields import own_fields, own_particulars
from casework.forms.transitions import TransitionForm, passage_fields
from casework.letter_languages import for_letter
from casework.models import AssistanceRequest, CaseDocument, Communication
from casework.services.communications import Particulars
from casework.services.prepared import said
from documents.choices import LetterLanguage
from mla_portal.common.answers import answer_field
from states.choices import LetterChannel


class LetterForm(TransitionForm):
    """What a letter will say: the fields of its act without those of its passage."""

    asks_passage: ClassVar[bool] = False

    def __init__(
        self, *args: Any, case: AssistanceRequest, communication: Communication | None = None, **options: Any
    ) -> None:
        kept = said(communication) if communication else None
        super().__init__(*args, case=case, given=kept, **options)
        self.communication = communication
        if "reason" in self.fields:
            self.fields["reason"].help_text = _("Said in the letter, and kept in the record of the file.")
        proposed = for_letter(case)
        self.languages_why = proposed.why
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the letter"), choices=LetterLanguage.choices, initial=proposed.language
        )
        self.fields["second_language"] = forms.ChoiceField(
            label=_("Second language, side by side"),
            choices=[("", _("None")), *LetterLanguage.choices],
            required=False,
            initial=proposed.second_language,
        )
        if free := list(_free_documents(case, communication)):
            self.fields["enclosed"] = forms.MultipleChoiceField(
                label=_("Documents of the file to enclose"),
                choices=[(str(link.pk), link.document.title) for link in free],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        if communication is not None and kept is not None:
            self._fill(communication, kept)

    def _fill(self, communication: Communication, given: Particulars) -> None:
        for name in self.fields.keys() - {"version", "files", *self._contents}:
            if hasattr(given, name):
                self.initial[name] = getattr(given, name)
        self.initial["language"] = communication.language
        self.initial["second_language"] = communication.second_language
        self.initial["enclosed"] = [str(pk) for pk in given.documents]

    def _ask_content(self, *, is_received: bool) -> None:
        super()._ask_content(is_received=is_received)
        self.fields["text"] = ProseField(
            label=_("What you write"),
            rows=8,
            required=False,
            help_text=_("The salutation, the references and the closing are there already."),
        )
        self.fields["files"].label = _("New documents to enclose")
        self.fields |= own_fields(self.rule.issues, self.case)

    @property
    def _contents(self) -> set[str]:
        return {name for part in self.parts for name in part.fields()}

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in super().plain_fields if field.name not in ("language", "second_language")]

    @property
    def languages(self) -> list[forms.BoundField]:
        return [self["language"], self["second_language"]]

    def particulars(self, documents: Iterable[UUID] = ()) -> Particulars:
        enclosed = [UUID(pk) for pk in self.cleaned_data.get("enclosed") or []]
        given = super().particulars([*enclosed, *documents])
        return replace(given, **own_particulars(self.cleaned_data))

    def in_languages(self) -> dict[str, str]:
        """The languages chosen, for the service."""
        return {name: self.cleaned_data[name] for name in ("language", "second_language")}


class SendForm(forms.Form):
    """How a sealed letter goes out."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        case: AssistanceRequest,
        waiver: str | None = None,
        has_changed: bool = False,
        **options: Any,
    ) -> None:
        """`waiver` is the letter's reason for deciding without a consultation; `has_changed`: the file would
        have the letter say something else today."""
        super().__init__(*args, **options)
        self.initial["version"] = case.version
        if waiver is not None:
            self.fields["without_consultation"] = ProseField(
                label=_("Why you decide without consulting them first"),
                rows=3,
                initial=waiver,
                help_text=_("As the letter says it. It is recorded as your own reason."),
            )
        if has_changed or "as_sealed" in self.data:
            self.fields["as_sealed"] = forms.BooleanField(
                label=_("It goes as it was sealed, although the file changed since"), required=False
            )
        self.fields |= passage_fields(case, channels=_channels_to(case))
        if "answer" in self.data:
            self.fields["answer"] = answer_field()
        if self._is_hosted(case):
            self.initial["channel"] = LetterChannel.PORTAL

    @staticmethod
    def _is_hosted(case: AssistanceRequest) -> bool:
        return bool(case.counterpart and case.counterpart.is_hosted and carries(LetterChannel.PORTAL))

    def particulars(self, communication: Communication) -> Particulars:
        given = self.cleaned_data
        return Particulars(
            communication=communication.pk,
            channel=given["channel"],
            passed_on=given["passed_on"],
            proof=given["proof"],
            answer=given.get("answer", ""),
            without_consultation=given.get("without_consultation", ""),
        )


def _channels_to(case: AssistanceRequest) -> list[Any]:
    """Every channel that a sealed letter may take to this counterpart."""
    hosted = SendForm._is_hosted(case)
    return [choice for choice in LetterChannel.choices if hosted or choice[0] != LetterChannel.PORTAL]


def _free_documents(case: AssistanceRequest, communication: Communication | None) -> Iterable[CaseDocument]:
    free = Q(communication=None, is_enclosure=False)
    if communication is not None:
        free |= Q(communication=communication)
    return case.documents.filter(free).select_related("document").order_by("id")
