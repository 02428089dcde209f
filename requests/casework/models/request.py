"""The case file itself."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from casework.choices import Direction, Kind, ProceedingsStage, Status, Urgency
from casework.querysets import AssistanceRequestQuerySet
from documents.choices import LetterLanguage
from mla_portal.common.confidentiality import Confidentiality
from mla_portal.common.models import FreeTextField, IdentifiedModel, VersionedModel
from states.choices import AuthorityKind
from states.models import Authority, State, Treaty

SEARCHED = ("own_reference", "counterpart_reference", "domestic_reference", "operation_name", "title")
"""The fields a search by text looks into."""


class AssistanceRequest(IdentifiedModel, VersionedModel):
    """One authority's own file on one request. The counterpart keeps its own, in a row with another owner."""

    holder = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name=_("held by"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.MUTUAL_LEGAL_ASSISTANCE)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.OUTGOING)
    status = models.CharField(
        _("status"), max_length=24, choices=Status, default=Status.DRAFT, editable=False
    )
    title = models.CharField(
        _("working title"), max_length=200, help_text=_("For your own desk; it is not part of the letter.")
    )
    own_reference = models.CharField(_("our reference"), max_length=60, editable=False)
    counterpart_reference = models.CharField(_("their reference"), max_length=100, blank=True)
    confidentiality = models.PositiveSmallIntegerField(
        _("confidentiality"), choices=Confidentiality, default=Confidentiality.STANDARD
    )

    # To whom, and on what basis
    counterpart_state = models.ForeignKey(
        State, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("requested State")
    )
    counterpart = models.ForeignKey(
        Authority,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("addressed authority"),
    )
    treaty = models.ForeignKey(Treaty, models.PROTECT, related_name="+", verbose_name=_("treaty"))
    legal_basis = models.JSONField(
        _("legal basis as it stood"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("What the treaty record said on the day of approval."),
    )
    language = models.CharField(
        _("language of the letter"), max_length=10, choices=LetterLanguage, default=LetterLanguage.ENGLISH
    )

    second_language = models.CharField(
        _("second language, side by side"), max_length=10, choices=LetterLanguage, blank=True
    )

    # What it is about
    competent_authority = models.CharField(
        _("authority making the request"), max_length=300, blank=True, help_text=_("On whose behalf you ask.")
    )
    conducting_authority = models.CharField(
        _("authority conducting the proceedings"), max_length=300, blank=True
    )
    conducting_functions = models.CharField(_("its functions"), max_length=300, blank=True)
    domestic_reference = models.CharField(_("domestic case number"), max_length=100, blank=True)
    operation_name = models.CharField(_("operation name"), max_length=100, blank=True)
    proceedings_stage = models.CharField(
        _("stage of the proceedings"), max_length=16, choices=ProceedingsStage, blank=True
    )
    subject_matter = FreeTextField(_("subject matter and nature of the proceedings"), blank=True)
    facts = FreeTextField(_("summary of the relevant facts"), blank=True)
    legal_provisions = FreeTextField(_("text of the legal provisions"), blank=True)
    purpose = FreeTextField(_("purpose of the assistance"), blank=True)
    procedure_wanted = FreeTextField(_("particular procedure to be followed"), blank=True)

    # How and by when
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.ROUTINE)
    urgency_reason = FreeTextField(_("reason for urgency"), blank=True)
    time_limit = models.DateField(_("needed by"), null=True, blank=True)
    time_limit_reason = FreeTextField(_("reason for the time limit"), blank=True)
    limitation_on = models.DateField(
        _("limitation of prosecution"),
        null=True,
        blank=True,
        help_text=_("The day after which it is time-barred. For the clocks; the letter does not say it."),
    )
    custody_until = models.DateField(
        _("custody ends on"),
        null=True,
        blank=True,
        help_text=_("The day by which somebody is released. For the clocks; the letter does not say it."),
    )
    confidentiality_wish = models.BooleanField(
        _("ask the requested State for confidentiality"), default=False
    )
    confidentiality_reason = FreeTextField(_("reason for confidentiality"), blank=True)

    # The override of the completeness check, given with the approval
    override_reason = FreeTextField(_("reason for sending it incomplete"), blank=True, editable=False)
    override_missing = models.JSONField(_("what was missing"), default=list, blank=True, editable=False)

    # Who and when
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("drafted by"),
        editable=False,
    )
    last_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("last changed by"),
        editable=False,
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("approved by"),
        editable=False,
    )
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    status_since = models.DateTimeField(_("in this status since"), auto_now_add=True)
    next_due_on = models.DateField(
        _("next deadline"),
        null=True,
        editable=False,
        help_text=_("The earliest running deadline, kept for sorting."),
    )

    objects = AssistanceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "own_reference"], name="own_reference_is_unique_for_its_holder"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="status_is_one_of_the_list"
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "-id"], name="request_by_holder_newest"),
            models.Index(
                "holder",
                models.F("next_due_on").asc(nulls_last=True),
                models.F("id").desc(),
                name="request_by_deadline",
            ),
            # Of all a reader may see, whose rule is no single holder.
            models.Index(
                models.F("next_due_on").asc(nulls_last=True),
                models.F("id").desc(),
                name="request_by_next_due",
            ),
            models.Index(fields=["holder", "status", "-id"], name="request_by_status"),
            models.Index(fields=["counterpart_reference"], name="request_by_their_reference"),
            # What `icontains` compares: the worklist's search finds a part of any of these.
            GinIndex(
                *(OpClass(Upper(field), name="gin_trgm_ops") for field in SEARCHED), name="request_by_text"
            ),
        ]

    def __str__(self) -> str:
        return self.own_reference

    def clean(self) -> None:
        """Refuses the same language twice, a counterpart of another State and an addressee of no requests."""
        if self.second_language == self.language:
            raise ValidationError({"second_language": _("Choose another language than the first.")})
        if self.counterpart is None:
            return
        if self.counterpart.state_id != self.counterpart_state_id:
            raise ValidationError({"counterpart": _("This authority is not one of that State.")})
        if self.direction == Direction.OUTGOING and self.counterpart.kind == AuthorityKind.COMPETENT:
            raise ValidationError({"counterpart": _("Requests are addressed to a central authority.")})

    @property
    def audit_chain(self) -> str:
        """The key of this file's own audit chain."""
        return f"request:{self.pk}"
