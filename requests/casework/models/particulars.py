"""What a request is about: persons, offences and the measures asked for."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import MeasureOutcome, NameKind, PersonRole
from casework.measure_details import faults_of
from casework.models.request import AssistanceRequest
from casework.querysets import CasePartQuerySet
from mla_portal.common.models import FreeTextField, IdentifiedModel
from states.models import State


class CasePart(IdentifiedModel):
    """A row that belongs to one case file (`request`) and is seen by whoever sees the file."""

    objects = CasePartQuerySet.as_manager()

    class Meta:
        abstract = True


class AskedPart(CasePart):
    """A row of what is requested. `sent_id` is its id in the requesting authority's file, on an incoming one:
    by it a revised request finds the row again."""

    sent_id = models.UUIDField(_("id in their file"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Person(AskedPart):
    """Somebody the request concerns. Naming a protected person makes the whole file confidential."""

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="persons", verbose_name=_("request")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    role = models.CharField(_("role"), max_length=10, choices=PersonRole)
    family_name = models.CharField(_("family name"), max_length=150)
    given_names = models.CharField(_("given names"), max_length=150, blank=True)
    aliases = FreeTextField(_("other names and spellings"), blank=True, help_text=_("One on each line."))
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    birth_place = models.CharField(_("place of birth"), max_length=200, blank=True)
    nationality = models.ForeignKey(
        State, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("nationality")
    )
    identity_documents = FreeTextField(
        _("identity documents"), blank=True, help_text=_("Type, number and issuer; one on each line.")
    )
    location = FreeTextField(_("address or whereabouts"), blank=True)
    is_protected = models.BooleanField(_("protected person"), default=False)
    protection_note = FreeTextField(_("protection needed"), blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["request", "position", "id"]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.given_names, self.family_name)))


class PersonName(models.Model):
    """One spelling of a person's name, folded so that other spellings and scripts find it (`names.py`)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind)
    written = models.CharField(_("as written"), max_length=310)
    folded = models.CharField(_("in plain Latin letters"), max_length=620)
    skeleton = models.CharField(_("consonants"), max_length=620)

    class Meta:
        verbose_name = _("name of a person")
        verbose_name_plural = _("names of persons")
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="person_name_folded"),
            GinIndex(fields=["skeleton"], opclasses=["gin_trgm_ops"], name="person_name_skeleton"),
        ]

    def __str__(self) -> str:
        return self.written


class Offence(AskedPart):
    """What is alleged: the treaty crime and the domestic provision that answers to it."""

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="offences", verbose_name=_("request")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    crime = models.CharField(_("crime under the treaty"), max_length=60)
    provision = models.CharField(_("domestic provision"), max_length=300, blank=True)
    penalty = models.CharField(_("maximum penalty"), max_length=200, blank=True)
    committed_from = models.DateField(_("committed from"), null=True, blank=True)
    committed_to = models.DateField(_("to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    description = FreeTextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("offence")
        verbose_name_plural = _("offences")
        ordering = ["request", "position", "id"]

    def __str__(self) -> str:
        return self.crime

    def clean(self) -> None:
        """Refuses a crime that the treaty's file does not know, and a time that ends before it begins."""
        wrong: dict[str, Any] = {}
        if self.crime not in {crime.code for crime in self.request.treaty.rules.crimes}:
            wrong["crime"] = _("The treaty's data file has no such crime.")
        if self.committed_from and self.committed_to and self.committed_to < self.committed_from:
            wrong["committed_to"] = _("The last day is before the first.")
        if wrong:
            raise ValidationError(wrong)


class Measure(AskedPart):
    """One act asked for, with its own outcome. Its type and particulars are those of the treaty file."""

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="measures", verbose_name=_("request")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    type = models.CharField(_("measure"), max_length=60)
    description = FreeTextField(_("what is asked"), blank=True)
    details = models.JSONField(_("particulars"), default=dict, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=16, choices=MeasureOutcome, default=MeasureOutcome.PENDING, editable=False
    )
    outcome_on = models.DateField(_("outcome reported on"), null=True, blank=True, editable=False)
    outcome_note = FreeTextField(_("note on the outcome"), blank=True, editable=False)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["request", "position", "id"]

    def __str__(self) -> str:
        return self.type

    def clean(self) -> None:
        """Refuses a measure that the treaty's file does not know, and particulars that are not its own."""
        kinds = {measure.code: measure for measure in self.request.treaty.rules.measures}
        kind = kinds.get(self.type)
        if kind is None:
            raise ValidationError({"type": _("The treaty's data file has no such measure.")})
        if faults := faults_of(kind, self.details):
            raise ValidationError({"details": faults})
