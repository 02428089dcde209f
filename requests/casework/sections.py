"""The subjects of a draft, one page each, and their fields: for page, API and completeness alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Section:
    """One subject of the drafting path. `part` names the related rows it lists instead of fields."""

    slug: str
    label: str | Promise
    fields: tuple[str, ...] = ()
    part: str = ""


SECTIONS: Mapping[str, Section] = {
    section.slug: section
    for section in (
        Section(
            "addressee", _("Requested State and legal basis"),
            ("title", "counterpart_state", "counterpart", "treaty", "language", "second_language",
             "confidentiality"),
        ),
        Section(
            "proceedings", _("Authority and proceedings"),
            (
                "competent_authority", "conducting_authority", "conducting_functions", "domestic_reference",
                "operation_name", "proceedings_stage", "subject_matter",
            ),
        ),
        Section("persons", _("Persons"), part="persons"),
        Section("offences", _("Offences and law"), ("legal_provisions",), part="offences"),
        Section("facts", _("Facts and purpose"), ("facts", "purpose")),
        Section("measures", _("Measures"), ("procedure_wanted",), part="measures"),
        Section(
            "handling", _("Urgency, time limit, confidentiality"),
            (
                "urgency", "urgency_reason", "time_limit", "time_limit_reason", "limitation_on",
                "custody_until", "confidentiality_wish", "confidentiality_reason",
            ),
        ),
        Section("documents", _("Documents"), part="documents"),
    )
}  # fmt: skip

PART_FIELDS: Mapping[str, tuple[str, ...]] = {
    "persons": (
        "role", "family_name", "given_names", "aliases", "born_on", "birth_place", "nationality",
        "identity_documents", "location", "is_protected", "protection_note",
    ),
    "offences": ("crime", "provision", "penalty", "committed_from", "committed_to", "place", "description"),
    "measures": ("type", "description", "details"),
}  # fmt: skip
