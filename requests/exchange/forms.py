"""Forms of the intake."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.clock import today
from casework.forms.fields import DayInput, ProseField
from casework.forms.files import FilesField, files_help
from casework.forms.transitions import TransitionForm
from casework.models import AssistanceRequest
from documents.letters.content import RequestLetter
from documents.recognition.verdicts import Reliance
from exchange.models import Arrival
from exchange.reading.request import treaty_of
from exchange.services.arrivals import Stated
from mla_portal.accounts.models import User
from mla_portal.common.confidentiality import Confidentiality
from states.choices import AuthorityKind, LetterChannel
from states.models import Authority, State, Treaty

CHANNELS = [(code, label) for code, label in LetterChannel.choices if code != LetterChannel.PORTAL]


class FindForm(forms.Form):
    """Narrows the list of arrivals; everything stands in the address."""

    q = forms.CharField(
        label=_("Search"),
        max_length=200,
        required=False,
        widget=forms.SearchInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("A reference number of either side, a sender, a subject"),
    )
    since = forms.DateField(label=_("Received from"), required=False, widget=DayInput())
    until = forms.DateField(label=_("Received until"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", _("This day is before the first."))
        return given


class RegisterForm(forms.Form):
    """Enters what arrived. A sealed letter of this portal says the second half itself."""

    holder = forms.ModelChoiceField(queryset=Authority.objects.none(), label=_("Received by"))
    channel = forms.ChoiceField(label=_("Channel"), choices=[("", _("Choose the channel")), *CHANNELS])
    received_on = forms.DateField(label=_("Received on"), widget=DayInput())
    documents = FilesField(label=_("Files"), required=False)
    sender_state = forms.ModelChoiceField(
        queryset=State.objects.none(),
        label=_("State of the sender"),
        required=False,
        empty_label=_("Not stated"),
    )
    sender = forms.ModelChoiceField(
        queryset=Authority.objects.none(),
        label=_("Sender"),
        required=False,
        empty_label=_("Not on record, or not stated"),
        help_text=_("If it is among the authorities on record."),
    )
    sender_stated = forms.CharField(label=_("Sender as stated"), max_length=300, required=False)
    foreign_reference = forms.CharField(label=_("Their reference"), max_length=100, required=False)
    dated_on = forms.DateField(label=_("Date on the letter"), widget=DayInput(), required=False)
    subject = forms.CharField(label=_("Subject"), max_length=300, required=False)
    text = ProseField(label=_("What it says"), required=False)
    confidentiality = forms.TypedChoiceField(
        label=_("Confidentiality"),
        choices=Confidentiality.choices,
        coerce=lambda value: Confidentiality(int(value)),
        initial=Confidentiality.STANDARD,
        help_text=_("A sealed letter that asks for confidentiality or names a protected person is raised."),
    )

    def __init__(self, *args: Any, desks: list[Authority], **options: Any) -> None:
        super().__init__(*args, **options)
        holder = self.fields["holder"]
        holder.queryset = Authority.objects.filter(pk__in=[desk.pk for desk in desks])  # type: ignore[attr-defined]
        if len(desks) == 1:
            self.initial["holder"] = desks[0].pk
            holder.widget = forms.HiddenInput()
        self.initial["received_on"] = today(desks[0])
        self.fields["documents"].help_text = files_help()
        self.fields["sender_state"].queryset = State.objects.by_name()  # type: ignore[attr-defined]
        senders = Authority.objects.exclude(kind=AuthorityKind.COMPETENT).exclude(
            pk__in=[d.pk for d in desks]
        )
        self.fields["sender"].queryset = senders.select_related("state")  # type: ignore[attr-defined]

    def stated(self) -> Stated:
        """What the officer read off it, for the service."""
        left_out = {"holder", "documents"}
        return Stated(**{name: value for name, value in self.cleaned_data.items() if name not in left_out})


class SetAsideForm(forms.Form):
    """Why an arrival belongs in no file."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ProseField(label=_("Why it belongs in no file"), rows=2)


class OpenForm(forms.Form):
    """Opens a file for what arrived; asks only for what the arrival does not say itself."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Working title"),
        max_length=200,
        help_text=_("For your own desk, in no letter."),
    )
    treaty = forms.ModelChoiceField(queryset=Treaty.objects.none(), label=_("Treaty"))
    confirmed = ProseField(label=_("How you made sure that it is the sender's"), rows=2)

    def __init__(self, *args: Any, arrival: Arrival, **options: Any) -> None:
        super().__init__(*args, **options)
        letter = arrival.letter if arrival.reliance.may_fill else None
        treaties = Treaty.objects.all()
        self.fields["treaty"].queryset = treaties  # type: ignore[attr-defined]
        self.initial["version"] = arrival.version
        self.initial["title"] = (arrival.subject or arrival.foreign_reference or arrival.reference)[:200]
        if isinstance(letter, RequestLetter) and treaty_of(letter):
            del self.fields["treaty"]
        elif len(treaties) == 1:
            self.initial["treaty"] = treaties[0].pk
        if arrival.reliance is not Reliance.CONFIRM:
            del self.fields["confirmed"]


class JoinForm(forms.Form):
    """Chooses the file that it belongs to: one of those offered, or another by its reference."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    file = forms.UUIDField(required=False, widget=forms.HiddenInput)
    reference = forms.CharField(label=_("Our reference of another file"), max_length=60, required=False)
    confirmed = ProseField(label=_("How you made sure that it is the sender's"), rows=2, required=False)

    def __init__(self, *args: Any, arrival: Arrival, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.arrival, self.user = arrival, user
        self.initial["version"] = arrival.version
        if arrival.reliance is not Reliance.CONFIRM:
            del self.fields["confirmed"]

    def clean(self) -> dict[str, Any]:
        """Finds the file among those of the authority it came to that the officer may see."""
        given: dict[str, Any] = super().clean() or {}
        files = AssistanceRequest.objects.visible_to(self.user).filter(holder=self.arrival.holder)
        if given.get("file"):
            given["request"] = files.filter(pk=given["file"]).first()
        else:
            reference = (given.get("reference") or "").strip()
            given["request"] = files.filter(own_reference__iexact=reference).first() if reference else None
        if given["request"] is None:
            self.add_error("reference", _("Choose a file, or enter the reference of one of yours."))
        return given


class EnterForm(TransitionForm):
    """What the officer reads off it, for the transition or correspondence that it is in the file."""

    asks_passage = False

    def __init__(self, *args: Any, arrival: Arrival, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("files", None)
        self.initial.update({"text": arrival.text, "version": arrival.version})
