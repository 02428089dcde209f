"""Execution of an incoming request: which authority is competent, what it was given, what it returned."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.choices import AssignmentStatus, MeasureOutcome, PersonExtent
from casework.models.exchange import CaseDocument, Communication
from casework.models.particulars import Measure, Person
from casework.models.request import AssistanceRequest
from casework.querysets import AssignmentPartQuerySet, MeasureAssignmentQuerySet
from casework.workflow.execution import CLOSED_TO_COMPETENT, RUNNING
from documents.models import Letter
from mla_portal.common.models import FreeTextField, IdentifiedModel, VersionedModel
from states.choices import AuthorityKind
from states.models import Authority
from states.treaties import get_treaty_rules, treaty_codes


class RoutingRule(IdentifiedModel):
    """Which authority is competent for a measure, by its kind, the crimes and the place. Office policy.

    An empty list excludes nothing. A rule proposes; the officer decides.
    """

    key = models.SlugField(
        _("key"),
        max_length=60,
        blank=True,
        help_text=_("Of a rule that came with the sample data."),
        editable=False,
    )
    central = models.ForeignKey(
        Authority,
        models.CASCADE,
        related_name="+",
        limit_choices_to={"kind": AuthorityKind.CENTRAL},
        verbose_name=_("for the central authority"),
    )
    measures = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("measures"),
        default=list,
        blank=True,
        help_text=_("Codes of the treaty file, separated by commas. Empty: any measure."),
    )
    crimes = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("crimes"),
        default=list,
        blank=True,
        help_text=_("Codes of the treaty file, separated by commas. Empty: any crime."),
    )
    places = ArrayField(
        models.CharField(max_length=100),
        verbose_name=_("places"),
        default=list,
        blank=True,
        help_text=_(
            "Words or names of regions, separated by commas; found in any spelling. Empty: any place."
        ),
    )
    competent = models.ForeignKey(
        Authority,
        models.CASCADE,
        related_name="+",
        limit_choices_to={"kind": AuthorityKind.COMPETENT},
        verbose_name=_("competent authority"),
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), default=100, help_text=_("The lowest number is proposed first.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_sample = models.BooleanField(
        _("sample data"), default=False, help_text=_("Invented for demonstration."), editable=False
    )

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ["central", "priority", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["central", "key"], name="one_routing_rule_per_key", condition=~models.Q(key="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.central} → {self.competent} ({self.priority})"

    def clean(self) -> None:
        """Refuses an authority of another State or kind, and codes that no treaty file knows."""
        wrong: dict[str, Any] = {}
        if self.competent.kind != AuthorityKind.COMPETENT or self.competent.state_id != self.central.state_id:
            wrong["competent"] = _("Choose a competent authority of the same State.")
        known = [get_treaty_rules(code) for code in treaty_codes()]
        for name, codes in (
            ("measures", {measure.code for rules in known for measure in rules.measures}),
            ("crimes", {crime.code for rules in known for crime in rules.crimes}),
        ):
            if unknown := sorted(set(getattr(self, name)) - codes):
                wrong[name] = _("No treaty file knows: %(codes)s.") % {"codes": ", ".join(unknown)}
        if wrong:
            raise ValidationError(wrong)


class MeasureAssignment(IdentifiedModel, VersionedModel):
    """One measure given to one authority to execute: all that this authority sees of the file.

    `authority` is the holder itself where the central authority executes the measure. `facts` is the account
    its officer chose to give. `outcome`, `executed_on`, `result_note` and `results` are what was returned;
    they leave the holder only once the status is `released`, with `communication`.
    """

    request = models.ForeignKey(
        AssistanceRequest, models.CASCADE, related_name="measure_assignments", verbose_name=_("request")
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="assignments", verbose_name=_("measure")
    )
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="measure_assignments", verbose_name=_("given to")
    )
    status = models.CharField(
        _("status"), max_length=16, choices=AssignmentStatus, default=AssignmentStatus.ASSIGNED
    )
    status_since = models.DateTimeField(_("in this status since"), auto_now_add=True)
    instructions = FreeTextField(_("instructions"), blank=True)
    facts = FreeTextField(_("facts they are told"), blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    instructed_at = models.DateTimeField(
        _("instructions changed"), null=True, blank=True, help_text=_("After the measure was given.")
    )
    confidentiality_note = FreeTextField(_("confidentiality"), blank=True)
    protection_note = FreeTextField(_("protection of persons"), blank=True)
    persons = models.ManyToManyField(
        Person, through="AssignmentPerson", related_name="+", verbose_name=_("persons they are told of")
    )
    documents = models.ManyToManyField(
        CaseDocument, through="AssignmentDocument", related_name="assignments", verbose_name=_("documents")
    )

    outcome = models.CharField(_("outcome"), max_length=16, choices=MeasureOutcome, blank=True)
    executed_on = models.DateField(_("executed on"), null=True, blank=True)
    result_note = FreeTextField(_("report on the execution"), blank=True)
    results = models.JSONField(_("particulars of the outcome"), default=dict, blank=True)
    letter = models.OneToOneField(
        Letter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measure_assignment",
        verbose_name=_("sealed letter"),
    )
    communication = models.ForeignKey(
        Communication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measure_results",
        verbose_name=_("transmitted with"),
    )

    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("assigned by")
    )
    assigned_at = models.DateTimeField(_("assigned"), auto_now_add=True)

    objects = MeasureAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assigned measure")
        verbose_name_plural = _("assigned measures")
        ordering = ["request", "id"]
        indexes = [models.Index(fields=["authority", "status", "due_on"], name="measure_assignment_by_desk")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=AssignmentStatus.values),
                name="assignment_status_is_one_of_the_list",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=(AssignmentStatus.RESULTS_RETURNED, AssignmentStatus.RELEASED))
                | ~models.Q(outcome=""),
                name="returned_results_say_the_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(communication__isnull=True) | models.Q(status=AssignmentStatus.RELEASED),
                name="only_released_results_are_transmitted",
            ),
            models.UniqueConstraint(
                fields=["measure", "authority"],
                condition=models.Q(status__in=RUNNING),
                name="a_measure_runs_once_with_an_authority",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} – {self.authority}"

    @property
    def is_closed(self) -> bool:
        """Whether its contents are closed to the competent authority: it was declined or revoked."""
        return self.status in CLOSED_TO_COMPETENT


class AssignmentPart(IdentifiedModel):
    """A row of one assignment (`assignment`), seen by whoever sees that."""

    objects = AssignmentPartQuerySet.as_manager()

    class Meta:
        abstract = True


class AssignmentPerson(AssignmentPart):
    """A person of whom the competent authority is told, and how much. Who is not here is not shown at all."""

    assignment = models.ForeignKey(
        MeasureAssignment, models.CASCADE, related_name="shown_persons", verbose_name=_("assigned measure")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    extent = models.CharField(_("what is shown"), max_length=8, choices=PersonExtent)

    class Meta:
        verbose_name = _("person of an assigned measure")
        verbose_name_plural = _("persons of an assigned measure")
        ordering = ["assignment", "person"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "person"], name="a_person_is_shown_in_one_extent")
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_extent_display()})"


class AssignmentDocument(AssignmentPart):
    """A document given along with the measure, or one returned as its result."""

    assignment = models.ForeignKey(
        MeasureAssignment, models.CASCADE, related_name="files", verbose_name=_("assigned measure")
    )
    document = models.ForeignKey(
        CaseDocument, models.PROTECT, related_name="assignment_links", verbose_name=_("document")
    )
    is_result = models.BooleanField(_("returned as a result"), default=False)

    class Meta:
        verbose_name = _("document of an assigned measure")
        verbose_name_plural = _("documents of an assigned measure")
        ordering = ["assignment", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "document"], name="a_document_is_given_or_returned_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.document)


class ExecutionStep(AssignmentPart):
    """One act on an assignment, with what was said: the question, the answer, the report, the reason.

    Append-only. A report leaves the status where it is.
    """

    assignment = models.ForeignKey(
        MeasureAssignment, models.CASCADE, related_name="steps", verbose_name=_("assigned measure")
    )
    name = models.CharField(_("act"), max_length=40)
    source = models.CharField(_("from"), max_length=16, choices=AssignmentStatus, blank=True)
    target = models.CharField(_("to"), max_length=16, choices=AssignmentStatus)
    text = FreeTextField(_("what was said"), blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("step of the execution")
        verbose_name_plural = _("steps of the execution")
        ordering = ["assignment", "id"]
        triggers = [
            pgtrigger.Protect(name="steps_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.name
