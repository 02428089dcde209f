"""Treaties and who is bound by what."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from states.choices import Confidence, DeclarationType
from states.models.authorities import ReferenceModel, State
from states.querysets import DeclarationQuerySet, ParticipationQuerySet, TreatyQuerySet
from states.treaties import TreatyRules, get_treaty_rules


class Treaty(ReferenceModel):
    """A treaty known to the portal. Its rules are the data file of the same code in `states/treaties/`."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    title = models.CharField(_("title"), max_length=400)
    short_title = models.CharField(_("short title"), max_length=120)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)

    objects = TreatyQuerySet.as_manager()

    class Meta:
        verbose_name = _("treaty")
        verbose_name_plural = _("treaties")
        ordering = ["short_title"]

    def __str__(self) -> str:
        return self.short_title

    @property
    def rules(self) -> TreatyRules:
        """The treaty's data file. Raises UnknownTreatyError where there is none."""
        return get_treaty_rules(self.code)


class Participation(ReferenceModel):
    """What a State has done about a treaty. Dates are those of the depositary's record."""

    treaty = models.ForeignKey(
        Treaty, models.CASCADE, related_name="participations", verbose_name=_("treaty")
    )
    state = models.ForeignKey(State, models.CASCADE, related_name="participations", verbose_name=_("State"))
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    bound_on = models.DateField(_("ratified or acceded on"), null=True, blank=True)
    in_force_on = models.DateField(_("in force from"), null=True, blank=True)
    in_force_confidence = models.CharField(
        _("how sure the entry into force is"),
        max_length=16,
        choices=Confidence,
        default=Confidence.UNVERIFIED,
        help_text=_("Only “verified” is shown as in force."),
    )
    in_force_note = models.TextField(_("what is known of the entry into force"), blank=True)
    withdrawn_on = models.DateField(_("withdrawal takes effect on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(
        _("confidence"), max_length=16, choices=Confidence, default=Confidence.UNVERIFIED
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["treaty", "state__name_en__unaccent"]
        constraints = [
            models.UniqueConstraint(fields=["treaty", "state"], name="one_participation_per_state"),
            models.CheckConstraint(
                condition=models.Q(bound_on__gte=models.F("signed_on")),
                name="bound_not_before_signing",
                violation_error_message=_("A State is not bound before it signs."),
            ),
            models.CheckConstraint(
                condition=models.Q(in_force_on__gte=models.F("bound_on")),
                name="in_force_not_before_being_bound",
                violation_error_message=_("A treaty is not in force for a State before it is bound."),
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__gte=models.F("signed_on")),
                name="withdrawn_not_before_signing",
                violation_error_message=_("A State does not withdraw before it signs."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.treaty_id} – {self.state_id}"

    @property
    def rules(self) -> TreatyRules | None:
        """The treaty's data file; None while a form has yet to name the treaty."""
        return get_treaty_rules(self.treaty_id) if self.treaty_id else None


class OfParticipation(ReferenceModel):
    """Belongs to a participation; `key` names a row of the reference data, blank if entered by hand."""

    key = models.SlugField(max_length=60, blank=True, editable=False)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(
        _("confidence"), max_length=16, choices=Confidence, default=Confidence.UNVERIFIED
    )

    class Meta:
        abstract = True


class ProvisionalApplication(OfParticipation):
    """A part of a treaty that a State applies before it is in force for it."""

    participation = models.ForeignKey(
        Participation,
        models.CASCADE,
        related_name="provisional_applications",
        verbose_name=_("participation"),
    )
    part = models.CharField(_("part"), max_length=20, help_text=_("The part's code in the treaty file."))
    from_date = models.DateField(_("from"))
    to_date = models.DateField(_("last day"), null=True, blank=True)
    territory = models.CharField(_("territory"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("provisional application")
        verbose_name_plural = _("provisional applications")
        ordering = ["from_date", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "key"],
                name="one_provisional_application_per_key",
                condition=~models.Q(key=""),
            ),
            models.CheckConstraint(
                condition=models.Q(to_date__gte=models.F("from_date")),
                name="provisional_application_ends_after_it_begins",
                violation_error_message=_("The last day is not before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation} {self.part}"

    def clean(self) -> None:
        """Refuses a part that the treaty's file does not know."""
        rules = self.participation.rules
        if rules and self.part not in {part.code for part in rules.parts}:
            raise ValidationError({"part": _("The treaty's data file has no such part.")})


class Declaration(OfParticipation):
    """A declaration, reservation or notification of a State under a treaty.

    `expires_on` is the first day on which it no longer holds. Without `effective_on` it holds from the
    day the State first appears in the record.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="declarations", verbose_name=_("participation")
    )
    type = models.CharField(_("type"), max_length=16, choices=DeclarationType)
    provision = models.CharField(_("provision"), max_length=40, blank=True, help_text=_("For example 2(2)."))
    summary = models.TextField(_("summary"))
    annexes = ArrayField(
        models.CharField(max_length=10), verbose_name=_("annexes accepted"), default=list, blank=True
    )
    languages = ArrayField(
        models.CharField(max_length=10), verbose_name=_("languages"), default=list, blank=True
    )
    effective_on = models.DateField(_("from"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    dates_confidence = models.CharField(
        _("how sure the dates are"), max_length=16, choices=Confidence, default=Confidence.UNVERIFIED
    )
    note = models.TextField(_("note"), blank=True)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        ordering = ["participation", "provision", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "key"],
                name="one_declaration_per_key",
                condition=~models.Q(key=""),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__gt=models.F("effective_on")),
                name="declaration_expires_after_it_begins",
                violation_error_message=_("A declaration expires after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation} {self.get_type_display()} {self.provision}"

    def clean(self) -> None:
        """Refuses an annex that the treaty's file does not know."""
        rules = self.participation.rules
        known = {annex.code for annex in rules.annexes} if rules else set(self.annexes)
        if unknown := sorted(set(self.annexes) - known):
            raise ValidationError(
                {
                    "annexes": _("The treaty's data file has no annex %(codes)s.")
                    % {"codes": ", ".join(unknown)}
                }
            )
