"""The words a treaty file may use for what the code knows: fields of a case file, conditions, types."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseField(StrEnum):
    """The fields of a case file that a required content may concern. Case work maps each to a form field.

    `person.*` is meant for each person, `offence.*` for each offence, `measure.*` for each measure.
    """

    COMPETENT_AUTHORITY = "competent_authority"
    SUBJECT_MATTER = "subject_matter"
    PROCEEDINGS_STAGE = "proceedings_stage"
    CONDUCTING_AUTHORITY = "conducting_authority"
    CONDUCTING_FUNCTIONS = "conducting_functions"
    FACTS = "facts"
    PURPOSE = "purpose"
    PROCEDURE_WANTED = "procedure_wanted"
    LEGAL_PROVISIONS = "legal_provisions"
    URGENCY_REASON = "urgency_reason"
    TIME_LIMIT = "time_limit"
    TIME_LIMIT_REASON = "time_limit_reason"
    CONFIDENTIALITY_REASON = "confidentiality_reason"
    PERSONS = "persons"
    PERSON_IDENTITY = "person.identity"
    PERSON_BIRTH_DATE = "person.birth_date"
    PERSON_NATIONALITY = "person.nationality"
    PERSON_LOCATION = "person.location"
    PERSON_PROTECTION = "person.protection"
    """What a protected person needs; meant for protected persons only."""
    OFFENCES = "offences"
    OFFENCE_PROVISION = "offence.provision"
    OFFENCE_PENALTY = "offence.penalty"
    OFFENCE_PLACE = "offence.place"
    OFFENCE_PERIOD = "offence.period"
    MEASURES = "measures"
    MEASURE_DESCRIPTION = "measure.description"
    COUNTERPART = "counterpart"
    LANGUAGE = "language"
    DOCUMENTS = "documents"


MEASURE_DETAILS = "measure.details."
"""Before the code of one of a measure's own fields: `measure.details.location`."""


class When(StrEnum):
    """When a required content applies."""

    ALWAYS = "always"
    UNLESS_ONLY_SERVICE = "unless_only_service"
    """Unless every measure asked for is the service of documents."""
    COERCIVE = "coercive"
    """At least one measure is coercive; for a `measure.*` field, each that is."""
    MEASURE = "measure"
    """One of the measures named in `measures` is asked for; for a `measure.*` field, each of them."""
    URGENT = "urgent"
    TIME_LIMIT = "time_limit"
    """The request sets a time limit."""
    CONFIDENTIAL = "confidential"
    """The request asks the requested State to keep it confidential."""


class Level(models.TextChoices):
    """How badly a content is needed: without a required one the request cannot be sent."""

    REQUIRED = "required", _("Required")
    RECOMMENDED = "recommended", _("Recommended")
    OPTIONAL = "optional", _("Optional")


class FieldType(StrEnum):
    """How a measure's own field is entered."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    DATETIME = "datetime"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    AUTHORITY = "authority"


class GroundNature(models.TextChoices):
    """Whether the requested State must or may rely on a ground."""

    MANDATORY = "mandatory", _("Mandatory")
    OPTIONAL = "optional", _("Optional")


class GroundEffect(models.TextChoices):
    """What a ground leads to. An excluded one is listed so that nobody relies on it."""

    REFUSAL = "refusal", _("Refusal")
    POSTPONEMENT = "postponement", _("Postponement")
    EXCLUDED = "excluded", _("May not be relied on")


class DeadlineStart(StrEnum):
    """The event a period is counted from."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    INFORMATION_ASKED = "information_asked"
    IN_EXECUTION = "in_execution"
    RESULTS_RECEIVED = "results_received"
    CONSULTED = "consulted"
    RETURNED = "returned"
    RECEIVED = "received"
    POSTPONED = "postponed"


class DayUnit(models.TextChoices):
    """Which days a period counts."""

    CALENDAR = "calendar", _("days")
    WORKING = "working", _("working days")


class CalendarOf(StrEnum):
    """Whose weekends and public holidays are days off for a period."""

    HOLDER = "holder"
    BOTH = "both"
    """Those of the requesting and of the requested State."""


class Owes(StrEnum):
    """Who of the two owes the act; the last day ends where that authority works."""

    HOLDER = "holder"
    COUNTERPART = "counterpart"
