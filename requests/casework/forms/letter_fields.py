"""What single kinds of letter ask for beside their text: a day, an authority, what is overdue."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework.choices import CommunicationType
from casework.deadlines import words_of
from casework.forms.fields import DayInput
from casework.models import AssistanceRequest
from states.models import Authority

_EXPECTED = {
    CommunicationType.ACKNOWLEDGEMENT: _("A decision is expected by"),
    CommunicationType.PROGRESS: _("Expected to be done by"),
}


def own_fields(kind: str | None, case: AssistanceRequest) -> dict[str, forms.Field]:
    """The fields of this type of communication, by the name of its particular."""
    fields: dict[str, forms.Field] = {}
    if kind in _EXPECTED:
        fields["expected_on"] = forms.DateField(
            label=_EXPECTED[CommunicationType(kind)], widget=DayInput(), required=False
        )
    if kind == CommunicationType.FORWARDING:
        fields["forwarded_to"] = forms.ModelChoiceField(
            Authority.objects.exclude(pk=case.holder_id).select_related("state").order_by("name"),
            label=_("To which authority it went on"),
            empty_label=_("Choose an authority"),
        )
    if kind == CommunicationType.CHASER:
        running = case.deadlines.filter(ended_at=None).select_related("request").order_by("due_on")
        choices = [
            (str(row.pk), f"{words_of(row)}, {date_format(row.due_on, 'DATE_FORMAT')}") for row in running
        ]
        fields["deadline"] = forms.ChoiceField(
            label=_("What is overdue"), choices=[("", _("Choose the deadline")), *choices]
        )
    if kind == CommunicationType.CERTIFICATE:
        waiting = case.certificates.filter(communication=None)
        fields["certificate"] = forms.ChoiceField(
            label=_("What was certified"),
            choices=[("", _("Choose the certificate")), *((str(row.pk), str(row)) for row in waiting)],
        )
    return fields


def own_particulars(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What these fields say, as the service takes it."""
    said: dict[str, Any] = {}
    if "expected_on" in cleaned:
        said["expected_on"] = cleaned["expected_on"]
    if authority := cleaned.get("forwarded_to"):
        said["forwarded_to"] = authority.pk
    if deadline := cleaned.get("deadline"):
        said["deadline"] = UUID(deadline)
    if certificate := cleaned.get("certificate"):
        said["certificate"] = UUID(certificate)
    return said
