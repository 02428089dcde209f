"""What the files of reference data may say."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, StringConstraints

from states.choices import (
    AuthorityKind,
    Confidence,
    DeclarationType,
    LetterChannel,
    RuleCategory,
    RuleCheck,
    RuleUrgency,
)
from states.treaties.schema import Localised
from states.treaties.vocabulary import Level

StateCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$", max_length=60)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StateGroup(_Frozen):
    """States that are States for one reason."""

    source: Text
    codes: tuple[StateCode, ...]


class StatesFile(_Frozen):
    """Which entries of ISO 3166-1 are States. `iso_names`: those named as ISO does, and not as CLDR does."""

    members: StateGroup
    observers: StateGroup
    others: StateGroup
    iso_names: frozenset[StateCode]

    @property
    def groups(self) -> tuple[StateGroup, ...]:
        return (self.members, self.observers, self.others)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(code for group in self.groups for code in group.codes)


class ProvisionalApplicationData(_Frozen):
    key: Key
    part: Text
    from_date: date
    to_date: date | None = None
    territory: str = ""
    source: Text
    confidence: Confidence


class DeclarationData(_Frozen):
    key: Key
    type: DeclarationType
    provision: str = ""
    summary: Text
    annexes: list[str] = Field(default_factory=list)
    languages: list[str] = Field(default_factory=list)
    effective_on: date | None = None
    expires_on: date | None = None
    dates_confidence: Confidence = Confidence.UNVERIFIED
    source: Text
    confidence: Confidence
    note: str = ""


class ParticipationData(_Frozen):
    state: StateCode
    signed_on: date | None = None
    bound_on: date | None = None
    in_force_on: date | None = None
    in_force_confidence: Confidence = Confidence.UNVERIFIED
    in_force_note: str = ""
    withdrawn_on: date | None = None
    source: Text
    confidence: Confidence
    note: str = ""
    provisional_applications: tuple[ProvisionalApplicationData, ...] = ()
    declarations: tuple[DeclarationData, ...] = ()


class ParticipationFile(_Frozen):
    """Who has done what about one treaty."""

    treaty: Text
    participations: tuple[ParticipationData, ...]


class AuthorityData(_Frozen):
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]+$", max_length=20)]
    state: StateCode
    kind: AuthorityKind
    name: Text
    name_in_letters: str = ""
    is_hosted: bool = False
    competences: str = ""
    languages: list[str] = Field(default_factory=list)
    channels: list[LetterChannel] = Field(default_factory=list)
    address: str = ""
    email: str = ""
    time_zone: str = "UTC"
    source: Text


class AuthoritiesFile(_Frozen):
    authorities: tuple[AuthorityData, ...]


class CountryRuleData(_Frozen):
    """One line of a country sheet, as `states.models.CountryRule` says it."""

    code: Key
    authority: str | None = None
    category: RuleCategory
    level: Literal[Level.REQUIRED, Level.RECOMMENDED]
    label: Localised
    text: Localised
    fix: Localised
    check_by: RuleCheck = RuleCheck.NOTE
    languages: list[str] = Field(default_factory=list)
    channels: list[LetterChannel] = Field(default_factory=list)
    field: str = ""
    minimum: PositiveInt | None = None
    words: list[str] = Field(default_factory=list)
    treaty: str | None = None
    measures: list[str] = Field(default_factory=list)
    crimes: list[str] = Field(default_factory=list)
    urgency: RuleUrgency | Literal[""] = ""
    excuses: Key | Literal[""] = ""
    provision: str = ""
    source: Text
    confidence: Confidence
    note: str = ""
    last_day: date | None = None
    source_read_on: date | None = None
    stale_after_days: PositiveInt = 365


class CountryRulesFile(_Frozen):
    """The country sheet of one State. `sample`: invented for demonstration, every rule of it."""

    state: StateCode
    sample: bool
    rules: tuple[CountryRuleData, ...]
