"""What a treaty file may say. Every entry of law carries its article, source and confidence."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Protocol, Self, TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from states.choices import Confidence
from states.treaties.vocabulary import (
    MEASURE_DETAILS,
    CalendarOf,
    DayUnit,
    DeadlineStart,
    FieldType,
    GroundEffect,
    GroundNature,
    Level,
    Owes,
    When,
)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.()-]*$", max_length=60)]


SOURCE_CODE = re.compile(r"\bS\d+\b")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Localised(_Frozen):
    """A text in the languages of the screens and letters; Arabic comes from the treaty's overlay."""

    en: Text
    fr: Text
    es: Text
    ar: Text | None = None

    def in_language(self, language: str | None = None) -> str:
        """The text in a language (`fr`, `fr-ca`), by default that of the reader; else in English."""
        code = (language or get_language() or "en").split("-")[0]
        return str(getattr(self, code, None) or self.en)

    def __str__(self) -> str:
        return self.in_language()


class Sourced(_Frozen):
    """Where an entry comes from, and how sure it is. `note` speaks of the source, in English."""

    article: str | None
    source: Text
    confidence: Confidence
    note: str = ""

    @property
    def is_verified(self) -> bool:
        return self.confidence is Confidence.VERIFIED

    @property
    def citation(self) -> str:
        """The article with its confidence, in the reader's language: never the one without the other."""
        article = (
            _("Article %(article)s") % {"article": self.article} if self.article else _("No article known")
        )
        return _("%(article)s – %(confidence)s (%(source)s)") % {
            "article": article,
            "confidence": self.confidence.label,
            "source": self.source,
        }


class Entry(Sourced):
    """An entry known by its code within its list."""

    code: Code
    label: Localised


class Part(Entry):
    """A part of the treaty, as far as its title or number is known. `kinds` of request it governs."""

    kinds: tuple[str, ...] = ()


class Article(Entry):
    """An article or paragraph (`code` is its number) whose subject is known."""

    part: str | None = None


class Annex(Entry):
    """An annex that a State may accept."""


class Crime(Entry):
    """A crime of the treaty's core, or of an annex."""

    annex: str | None = None


class Principle(Entry):
    """A rule about the treaty as a whole that screens and letters quote."""


class Option(_Frozen):
    """One answer of a field of choice."""

    code: Code
    label: Localised


class TypedField(_Frozen):
    """A field of one kind of measure: how it is entered, shown and checked."""

    code: Code
    label: Localised
    type: FieldType = FieldType.TEXT
    level: Level = Level.OPTIONAL
    help: Localised | None = None
    options: tuple[Option, ...] = ()

    @property
    def is_required(self) -> bool:
        return self.level is Level.REQUIRED

    @model_validator(mode="after")
    def _has_its_options(self) -> Self:
        if (self.type is FieldType.CHOICE) != bool(self.options):
            raise ValueError("options belong to a field of type choice, and it needs them")
        return self


class MeasureField(TypedField):
    """What is said of a measure that is asked for. A required or recommended one is also a content of the
    request.

    `fix` says what to do where it is missing. Source and confidence are the measure's `contents`, unless
    the field states its own. `due`: the act must be done by this day, so that it is a deadline once sent.
    """

    fix: Localised | None = None
    due: bool = False
    sourced: Sourced | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.level is not Level.OPTIONAL and self.fix is None:
            raise ValueError("a required or recommended field says in `fix` what to do")
        if self.due and self.type not in (FieldType.DATE, FieldType.DATETIME):
            raise ValueError("only a day can be due")
        return self


class Outcome(Sourced):
    """What is reported of a measure that was executed. Without its required fields it was not."""

    fields: tuple[TypedField, ...]


class Measure(Entry):
    """A kind of assistance. `contents` is the source of its own fields; `outcome` is what is reported."""

    is_coercive: bool = False
    is_service: bool = False
    help: Localised | None = None
    contents: Sourced | None = None
    fields: tuple[MeasureField, ...] = ()
    outcome: Outcome

    @model_validator(mode="after")
    def _fields_have_a_source(self) -> Self:
        if self.contents is None and any(
            field.level is not Level.OPTIONAL and field.sourced is None for field in self.fields
        ):
            raise ValueError("a measure with required or recommended fields names their source in `contents`")
        return self


class Requirement(Entry):
    """A content that a request must or should have. `field` is a `CaseField` or `measure.details.<code>`."""

    field: str
    when: When = When.ALWAYS
    measures: tuple[str, ...] = ()
    level: Level
    fix: Localised

    @model_validator(mode="after")
    def _names_its_measures(self) -> Self:
        if (self.when is When.MEASURE) != bool(self.measures):
            raise ValueError("`measures` belongs to `when: measure`, which needs it")
        if self.level is Level.OPTIONAL:
            raise ValueError("a content of the request is required or recommended")
        return self


class Ground(Entry):
    """A ground of refusal or postponement, or one that is excluded."""

    nature: GroundNature
    effect: GroundEffect


class DeadlineRule(Entry):
    """A period. One of office policy is no law: it has no article and is shown as policy."""

    basis: Literal["policy", "treaty"]
    days: Annotated[int, Field(gt=0, le=3650)]
    unit: DayUnit = DayUnit.CALENDAR
    whose: CalendarOf = CalendarOf.BOTH
    owed_by: Owes = Owes.HOLDER
    starts: DeadlineStart

    @model_validator(mode="after")
    def _policy_is_no_law(self) -> Self:
        if self.basis == "policy" and (self.article is not None or self.is_verified):
            raise ValueError("an office policy has no article and is not verified law")
        return self


class ProvisionalValue(Entry):
    """A figure met in parent treaties or drafts. None of `values` is a default."""

    values: tuple[Annotated[int, Field(gt=0)], ...]
    unit: Literal["hours", "days", "months", "years", "ratifications"]


class Coded(Protocol):
    @property
    def code(self) -> str: ...


CodedT = TypeVar("CodedT", bound=Coded)


class TreatyRules(_Frozen):
    """Everything the portal knows about one treaty."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$", max_length=40)]
    title: Localised
    short_title: Localised
    adopted_on: date | None = None
    sources: dict[str, Text]
    parts: tuple[Part, ...] = ()
    articles: tuple[Article, ...] = ()
    annexes: tuple[Annex, ...] = ()
    crimes: tuple[Crime, ...]
    principles: tuple[Principle, ...] = ()
    measures: tuple[Measure, ...]
    contents: tuple[Requirement, ...] = ()
    grounds: tuple[Ground, ...] = ()
    deadlines: tuple[DeadlineRule, ...] = ()
    provisional_values: tuple[ProvisionalValue, ...] = ()

    def part(self, code: str) -> Part:
        """Raises KeyError where the file knows no such part. So do its siblings below."""
        return _by_code(self.parts)[code]

    def part_for(self, kind: str) -> Part | None:
        """The part that governs a kind of request (`mla`), or None where the file names none."""
        return next((part for part in self.parts if kind in part.kinds), None)

    def article(self, code: str) -> Article:
        return _by_code(self.articles)[code]

    def annex(self, code: str) -> Annex:
        return _by_code(self.annexes)[code]

    def crime(self, code: str) -> Crime:
        return _by_code(self.crimes)[code]

    def measure(self, code: str) -> Measure:
        return _by_code(self.measures)[code]

    def ground(self, code: str) -> Ground:
        return _by_code(self.grounds)[code]

    def principle(self, code: str) -> Principle | None:
        """A principle, or None: not every treaty has every one."""
        return _by_code(self.principles).get(code)

    def unknown_sources(self, text: str) -> list[str]:
        """The codes of sources (S6) cited in a text that the file does not list."""
        return [code for code in SOURCE_CODE.findall(text) if code not in self.sources]

    def sources_of(self, text: str) -> tuple[tuple[str, str], ...]:
        """The sources cited in a text, each with its code and what it is."""
        return tuple((code, self.sources[code]) for code in SOURCE_CODE.findall(text) if code in self.sources)

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """Every required or recommended content: the general ones, then those of each measure's fields."""
        own = (_requirement(measure, field) for measure in self.measures for field in measure.fields)
        return (*self.contents, *(requirement for requirement in own if requirement))

    def requirements_for(
        self,
        measures: Collection[str],
        *,
        urgent: bool = False,
        time_limit: bool = False,
        confidential: bool = False,
    ) -> tuple[Requirement, ...]:
        """The contents that apply to a request for these measures. Raises KeyError for an unknown measure."""
        asked = [self.measure(code) for code in measures]
        holds = {
            When.ALWAYS: True,
            When.UNLESS_ONLY_SERVICE: not asked or not all(measure.is_service for measure in asked),
            When.COERCIVE: any(measure.is_coercive for measure in asked),
            When.URGENT: urgent,
            When.TIME_LIMIT: time_limit,
            When.CONFIDENTIAL: confidential,
        }
        return tuple(
            requirement
            for requirement in self.requirements
            if (
                not set(requirement.measures).isdisjoint(measures)
                if requirement.when is When.MEASURE
                else holds[requirement.when]
            )
        )


def _by_code(entries: Iterable[CodedT]) -> dict[str, CodedT]:
    return {entry.code: entry for entry in entries}


def _requirement(measure: Measure, field: MeasureField) -> Requirement | None:
    sourced = field.sourced or measure.contents
    if field.level is Level.OPTIONAL or sourced is None or field.fix is None:
        return None
    return Requirement(
        code=f"{measure.code}.{field.code}",
        label=field.label,
        field=f"{MEASURE_DETAILS}{field.code}",
        when=When.MEASURE,
        measures=(measure.code,),
        level=field.level,
        fix=field.fix,
        **sourced.model_dump(),
    )
