"""What came through the door, by whichever channel, before and after it is placed in a file."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import AssistanceRequest, Communication
from documents.choices import LetterKind
from documents.letters.content import CONTENT, LetterContent
from documents.models import Document
from documents.recognition.verdicts import Reliance, Verdict, reliance_on, sentence_of, words_of
from exchange.choices import Disposition
from exchange.querysets import ArrivalPartQuerySet, ArrivalQuerySet
from mla_portal.common.confidentiality import Confidentiality
from mla_portal.common.models import FreeTextField, IdentifiedModel, VersionedModel
from states.choices import LetterChannel
from states.models import Authority, State


class Arrival(IdentifiedModel, VersionedModel):
    """One thing that arrived, entered in the holder's register of intake at once and never taken out."""

    holder = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name=_("received by"))
    reference = models.CharField(_("number in the register of intake"), max_length=60, editable=False)
    channel = models.CharField(_("channel"), max_length=16, choices=LetterChannel)
    received_on = models.DateField(_("received on"), help_text=_("The day it reached the authority."))
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("registered by"),
        editable=False,
    )
    registered_at = models.DateTimeField(_("registered"), auto_now_add=True)
    confidentiality = models.PositiveSmallIntegerField(
        _("confidentiality"), choices=Confidentiality, default=Confidentiality.STANDARD
    )

    # What it says of itself
    sender_state = models.ForeignKey(
        State, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("State of the sender")
    )
    sender = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sender")
    )
    sender_stated = models.CharField(_("sender as stated"), max_length=300, blank=True)
    foreign_reference = models.CharField(_("their reference"), max_length=100, blank=True)
    dated_on = models.DateField(_("date on the letter"), null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = FreeTextField(_("what it says"), blank=True)

    # What a sealed letter of this portal's format is found to be
    verdict = models.CharField(
        _("what it is found to be"), max_length=20, choices=Verdict, blank=True, editable=False
    )
    report = models.JSONField(_("validation report"), default=dict, blank=True, editable=False)
    letter_kind = models.CharField(_("letter"), max_length=20, choices=LetterKind, blank=True, editable=False)
    letter_number = models.CharField(_("number of the letter"), max_length=100, blank=True, editable=False)
    letter_sha256 = models.CharField(_("SHA-256 of the letter"), max_length=64, blank=True, editable=False)
    data = models.JSONField(_("data of the letter"), null=True, blank=True, editable=False)
    delivery_id = models.UUIDField(
        _("delivery"),
        null=True,
        unique=True,
        editable=False,
        help_text=_("By which it came from another desk of this portal; it comes once."),
    )

    # What became of it
    disposition = models.CharField(
        _("what became of it"),
        max_length=16,
        choices=Disposition,
        default=Disposition.WAITING,
        editable=False,
    )
    placed_in = models.ForeignKey(
        AssistanceRequest,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("placed in"),
    )
    communication = models.OneToOneField(
        Communication,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("received communication"),
    )
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("placed by"),
        editable=False,
    )
    placed_at = models.DateTimeField(_("placed"), null=True, editable=False)
    reason = FreeTextField(
        _("reason"), blank=True, help_text=_("Why it was set aside, or how its sender was confirmed.")
    )

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "reference"], name="intake_number_is_unique_for_its_holder"
            ),
            models.CheckConstraint(
                condition=models.Q(disposition__in=[Disposition.WAITING, Disposition.SET_ASIDE])
                ^ models.Q(placed_in__isnull=False),
                name="a_placed_arrival_has_its_file",
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "-id"], name="arrival_by_holder_newest"),
            models.Index(
                fields=["holder", "-id"],
                name="arrival_waiting",
                condition=models.Q(disposition=Disposition.WAITING),
            ),
            models.Index(
                fields=["holder", "letter_sha256"],
                name="arrival_by_letter",
                condition=~models.Q(letter_sha256=""),
            ),
            models.Index(fields=["foreign_reference"], name="arrival_by_their_reference"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def audit_chain(self) -> str:
        """The key of this arrival's own audit chain."""
        return f"arrival:{self.pk}"

    @property
    def sender_name(self) -> str:
        """The sender as far as it is known: the authority on record, else as the letter states it."""
        return str(self.sender or self.sender_stated or self.sender_state or "")

    @property
    def sentence(self) -> str:
        """What it is found to be, in one sentence; empty for what bears no seal and need not."""
        return sentence_of(Verdict(self.verdict), words_of(self.report)) if self.verdict else ""

    @property
    def reliance(self) -> Reliance:
        """What may be done with the data of its letter."""
        if not (self.data and self.verdict):
            return Reliance.NONE
        return reliance_on(Verdict(self.verdict), self.report)

    @property
    def letter(self) -> LetterContent | None:
        """What its letter says, by its contract."""
        if not (self.data and self.letter_kind):
            return None
        return CONTENT[LetterKind(self.letter_kind)].model_validate(self.data)


class ArrivalFile(IdentifiedModel):
    """One file of an arrival. Placed in a case, its document becomes the case's too."""

    arrival = models.ForeignKey(
        Arrival, models.CASCADE, related_name="files", verbose_name=_("arrival"), editable=False
    )
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name=_("document"))
    is_letter = models.BooleanField(_("sealed letter"), default=False)

    objects = ArrivalPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an arrival")
        verbose_name_plural = _("files of an arrival")
        ordering = ["arrival", "id"]

    def __str__(self) -> str:
        return str(self.document)
