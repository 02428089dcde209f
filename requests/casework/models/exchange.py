"""What passed between the two authorities."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import (
    CommunicationDirection,
    CommunicationType,
    LetterState,
)
from casework.models.particulars import CasePart
from casework.models.request import AssistanceRequest
from documents.choices import LetterLanguage, LetterStatus
from documents.models import Document, Letter
from mla_portal.common.models import FreeTextField
from states.choices import LetterChannel

if TYPE_CHECKING:
    from casework.models.conditions import Condition


class Communication(CasePart):
    """What formally passes: a letter and its data, through a channel, at a time, with its proof.

    One of ours may be prepared before it passes: what its letter will say is in `text` and `data` until the
    letter is ordered, and in the letter from then on.
    """

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="communications", verbose_name=_("request")
    )
    direction = models.CharField(_("direction"), max_length=8, choices=CommunicationDirection)
    type = models.CharField(_("type"), max_length=20, choices=CommunicationType)
    letter = models.OneToOneField(
        Letter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="communication",
        verbose_name=_("sealed letter"),
    )
    language = models.CharField(_("language"), max_length=10, choices=LetterLanguage, blank=True)
    second_language = models.CharField(
        _("second language"), max_length=10, choices=LetterLanguage, blank=True
    )
    data = models.JSONField(
        _("what the letter will say"),
        default=dict,
        blank=True,
        help_text=_("The particulars of the step, as given when the letter was prepared."),
    )
    transition = models.CharField(
        _("act"), max_length=40, blank=True, help_text=_("What sending the prepared letter performs.")
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("prepared by"),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("last changed by"),
    )
    channel = models.CharField(_("channel"), max_length=16, choices=LetterChannel, blank=True)
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    passed_on = models.DateField(
        _("sent or received on"), null=True, blank=True, help_text=_("Empty while it is being prepared.")
    )
    counterpart_reference = models.CharField(_("their reference"), max_length=100, blank=True)
    text = FreeTextField(_("what it says"), blank=True)
    proof = models.CharField(_("proof of dispatch"), max_length=200, blank=True)
    answers = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_by",
        verbose_name=_("in answer to"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)

    class Meta:
        verbose_name = _("communication")
        verbose_name_plural = _("communications")
        ordering = ["request", "id"]

    def __str__(self) -> str:
        return self.get_type_display()

    @property
    def state(self) -> LetterState:
        """How far it is, from the letter and from whether it has passed."""
        if self.passed_on:
            return LetterState.PASSED
        if self.letter is None or self.letter.status == LetterStatus.CANCELLED:
            return LetterState.PREPARED
        if self.letter.withdrawn_at:
            return LetterState.REVOKED
        if self.letter.status == LetterStatus.FAILED:
            return LetterState.FAILED
        return LetterState.SEALED if self.letter.status == LetterStatus.READY else LetterState.SEALING


class CaseDocument(CasePart):
    """The case's link to a document; it makes the document visible to whoever sees the case."""

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="documents", verbose_name=_("request")
    )
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="case_links", verbose_name=_("document")
    )
    taken_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="used_in",
        verbose_name=_("taken from"),
        help_text=_("The link of the file that it came to, where it is used in another case."),
    )
    communication = models.ForeignKey(
        Communication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("came or went with"),
    )
    is_enclosure = models.BooleanField(
        _("enclosed with the request"), default=False, help_text=_("Listed in the letter and sent with it.")
    )

    bound_by: "list[Condition]"
    """The conditions in force, where `selectors.conditions.with_conditions` has put them."""

    class Meta:
        verbose_name = _("document of the case")
        verbose_name_plural = _("documents of the case")
        ordering = ["request", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "document"], name="a_document_is_linked_once")
        ]

    def __str__(self) -> str:
        return str(self.document)
