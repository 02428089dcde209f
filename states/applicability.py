"""Who is bound by what on which day: one function, an answer in plain language, and what is not sure.

Nothing here is surer than its source: a State whose entry into force is not confirmed is never shown as one
for which the treaty is in force.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Prefetch

from states import applicability_wording as wording
from states.choices import BindingLevel, Confidence, DeclarationType
from states.models import Declaration, Participation, ProvisionalApplication, State, Treaty
from states.treaties import TreatyRules
from states.treaties.schema import Crime, Part, Principle, Sourced


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something to know before relying on the answer, in the reader's language, with its source.

    `note` is what the record or the treaty's file remarks on it, in the language in which it was entered.
    """

    code: str
    text: str
    source: str
    confidence: Confidence
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one State stands on a day. `since` is the first day of `level`; `parts` only if provisional.

    `declarations` hold on the day, `lapsed` no longer do. `annexes` are those it accepts on the day.
    """

    state: State
    level: BindingLevel
    since: date | None
    sentence: str
    parts: tuple[Part, ...]
    annexes: frozenset[str]
    declarations: tuple[Declaration, ...]
    lapsed: tuple[Declaration, ...]
    participation: Participation | None
    uncertainties: tuple[Caveat, ...]
    warnings: tuple[Caveat, ...]


@dataclass(frozen=True, slots=True)
class Applicability:
    """Whether a treaty is a basis between two States on a day. Warnings warn; they do not block."""

    treaty: Treaty
    on: date
    part: Part | None
    crime: Crime | None
    requesting: Standing
    requested: Standing
    level: BindingLevel
    sentence: str
    uncertainties: tuple[Caveat, ...]
    warnings: tuple[Caveat, ...]


def applicability(
    treaty: Treaty,
    requesting: State,
    requested: State,
    on: date,
    *,
    part: str | None = None,
    crime: str | None = None,
) -> Applicability:
    """What the treaty is worth between two States on a day: three queries, whatever the States.

    `part` and `crime` are codes of the treaty's file; without a part, any provisionally applied one counts.
    Raises KeyError where the file does not know them.
    """
    return applicability_to(treaty, requesting, requested, on, part=part, crimes=[crime])[0]


def applicability_to(
    treaty: Treaty,
    requesting: State,
    requested: State,
    on: date,
    *,
    crimes: Iterable[str | None],
    part: str | None = None,
) -> tuple[Applicability, ...]:
    """The same for each of several crimes, in their order: three queries, however many there are."""
    found = _participations(treaty, [requesting, requested])
    questions = [_Question(treaty, on, part, crime) for crime in crimes]
    return tuple(
        question.between(
            question.standing(requesting, found.get(requesting.code)),
            question.standing(requested, found.get(requested.code)),
        )
        for question in questions
    )


def applicability_matrix(
    treaty: Treaty,
    state: State,
    counterparts: Iterable[State],
    on: date,
    *,
    direction: Literal["outgoing", "incoming"] = "outgoing",
    part: str | None = None,
    crime: str | None = None,
) -> tuple[Applicability, ...]:
    """The same for one State and each counterpart but itself: three queries, however many there are."""
    others = [other for other in counterparts if other.code != state.code]
    found = _participations(treaty, [state, *others])
    question = _Question(treaty, on, part, crime)
    own = question.standing(state, found.get(state.code))
    standings = (question.standing(other, found.get(other.code)) for other in others)
    if direction == "outgoing":
        return tuple(question.between(own, standing) for standing in standings)
    return tuple(question.between(standing, own) for standing in standings)


def standings(treaty: Treaty, states: Iterable[State], on: date) -> tuple[Standing, ...]:
    """Where each State stands on a day, in the order given: three queries, however many there are."""
    asked = list(states)
    found = _participations(treaty, asked)
    question = _Question(treaty, on, None, None)
    return tuple(question.standing(state, found.get(state.code)) for state in asked)


def _participations(treaty: Treaty, states: Iterable[State]) -> dict[str, Participation]:
    rows = Participation.objects.filter(treaty=treaty, state__in=[state.code for state in states])
    rows = rows.prefetch_related(
        Prefetch("provisional_applications", ProvisionalApplication.objects.order_by("from_date", "id")),
        Prefetch("declarations", Declaration.objects.order_by("provision", "id")),
    )
    return {row.state_id: row for row in rows}


class _Question:
    """One treaty, day, part and crime; asked of any number of States without further queries."""

    def __init__(self, treaty: Treaty, on: date, part: str | None, crime: str | None) -> None:
        self.treaty, self.on = treaty, on
        self.rules: TreatyRules = treaty.rules
        self.part = self.rules.part(part) if part else None
        self.crime = self.rules.crime(crime) if crime else None

    def standing(self, state: State, participation: Participation | None) -> Standing:
        """Where a State stands. The participation comes with its declarations and provisional parts."""
        if participation is None:
            return _nothing_done(state, wording.takes_no_part(state, self.treaty))
        provisional = self._provisional(participation)
        level, since = level_on(participation, provisional, self.on)
        parts = tuple(dict.fromkeys(self.rules.part(row.part) for row in provisional))
        holding, lapsed = self._declarations(participation, level)
        return Standing(
            state=state,
            level=level,
            since=since,
            sentence=wording.of_state(state, self.treaty, participation, level, since, self.on, parts),
            parts=parts if level is BindingLevel.PROVISIONAL else (),
            annexes=frozenset(
                annex for row in holding if row.type == DeclarationType.ANNEX_OPT_IN for annex in row.annexes
            ),
            declarations=holding,
            lapsed=lapsed,
            participation=participation,
            uncertainties=tuple(self._state_uncertainties(state, participation, level, holding, lapsed)),
            warnings=tuple(self._state_warnings(state, level, provisional, holding, lapsed)),
        )

    def between(self, requesting: Standing, requested: Standing) -> Applicability:
        """The two standings taken together: the pair is bound no further than the less bound of them."""
        both = (requesting, requested)
        level = min((standing.level for standing in both), key=lambda level: level.rank)
        parts = _shared_parts(both)
        if level is BindingLevel.PROVISIONAL and not parts:
            level = BindingLevel.SIGNED_ONLY
        uncertainties = [caveat for standing in both for caveat in standing.uncertainties]
        warnings = [caveat for standing in both for caveat in standing.warnings]
        uncertainties += self._treaty_uncertainties(level)
        warnings += self._annex_warnings(both)
        return Applicability(
            treaty=self.treaty,
            on=self.on,
            part=self.part,
            crime=self.crime,
            requesting=requesting,
            requested=requested,
            level=level,
            sentence=wording.between(self.treaty, requesting, requested, level, self.on, parts),
            uncertainties=tuple(uncertainties),
            warnings=tuple(warnings),
        )

    def _provisional(self, participation: Participation) -> list[ProvisionalApplication]:
        return [
            row
            for row in participation.provisional_applications.all()
            if row.from_date <= self.on
            and (row.to_date is None or self.on <= row.to_date)
            and (self.part is None or row.part == self.part.code)
        ]

    def _declarations(
        self, participation: Participation, level: BindingLevel
    ) -> tuple[tuple[Declaration, ...], tuple[Declaration, ...]]:
        """Those that hold on the day, and those that have lapsed by it."""
        if level is BindingLevel.NONE:
            return (), ()
        made = [
            row
            for row in participation.declarations.all()
            if row.effective_on is None or row.effective_on <= self.on
        ]
        lapsed = [row for row in made if row.expires_on is not None and row.expires_on <= self.on]
        return tuple(row for row in made if row not in lapsed), tuple(lapsed)

    def _state_uncertainties(
        self,
        state: State,
        participation: Participation,
        level: BindingLevel,
        holding: Iterable[Declaration],
        lapsed: Iterable[Declaration],
    ) -> Iterable[Caveat]:
        if participation.confidence != Confidence.VERIFIED:
            confidence = Confidence(participation.confidence)
            text = wording.record_not_verified(state)
            yield Caveat("record_not_verified", text, participation.source, confidence)
        if level is BindingLevel.RATIFIED:
            text = wording.entry_into_force(state, participation)
            confidence = Confidence(participation.in_force_confidence)
            note = participation.in_force_note
            yield Caveat("entry_into_force", text, participation.source, confidence, note)
        for part in self._provisional(participation) if level is BindingLevel.PROVISIONAL else ():
            if part.confidence != Confidence.VERIFIED:
                text = wording.provisional_not_verified(state, part)
                yield Caveat("provisional", text, part.source, Confidence(part.confidence))
        for row in (*holding, *lapsed):
            if self._matters(row) and _has_unsure_date(row):
                text = wording.declaration_date_not_sure(state, row)
                confidence = Confidence(row.dates_confidence)
                yield Caveat("declaration_date", text, row.source, confidence, row.note)

    def _matters(self, declaration: Declaration) -> bool:
        """Whether a declaration bears on this question: reservations always, annexes for their crimes."""
        if declaration.type == DeclarationType.ANNEX_OPT_IN:
            return self.crime is not None and self.crime.annex in declaration.annexes
        return declaration.type == DeclarationType.RESERVATION

    def _state_warnings(
        self,
        state: State,
        level: BindingLevel,
        provisional: Iterable[ProvisionalApplication],
        holding: Iterable[Declaration],
        lapsed: Iterable[Declaration],
    ) -> Iterable[Caveat]:
        if level is BindingLevel.PROVISIONAL:
            for row in provisional:
                if row.territory:
                    text = wording.territory_only(state, row)
                    yield Caveat("territory", text, row.source, Confidence(row.confidence))
        for code, rows, sentence in (
            ("reservation", holding, wording.reservation_holds),
            ("reservation_lapsed", lapsed, wording.reservation_lapsed),
        ):
            for declaration in rows:
                if declaration.type == DeclarationType.RESERVATION:
                    confidence = Confidence(declaration.confidence)
                    text = sentence(state, declaration)
                    yield Caveat(code, text, declaration.source, confidence, declaration.summary)

    def _treaty_uncertainties(self, level: BindingLevel) -> Iterable[Caveat]:
        if level is BindingLevel.RATIFIED:
            yield from _quoted(self.rules.principle("entry_into_force"))
        if self.part and not self.part.is_verified:
            yield _quote("part", wording.not_verified(str(self.part.label)), self.part)
        if self.crime and not self.crime.is_verified:
            yield _quote("crime", wording.not_verified(str(self.crime.label)), self.crime)
        if self.crime and self.crime.annex:
            yield from _quoted(self.rules.principle("annex_reciprocity"))
            annex = self.rules.annex(self.crime.annex)
            if not annex.is_verified:
                yield _quote("annex", wording.not_verified(str(annex.label)), annex)

    def _annex_warnings(self, both: Iterable[Standing]) -> Iterable[Caveat]:
        if self.crime is None or self.crime.annex is None:
            return
        principle = self.rules.principle("annex_opt_in") or self.rules.annex(self.crime.annex)
        for standing in both:
            if self.crime.annex not in standing.annexes:
                text = wording.annex_not_accepted(standing.state, self.crime, self.rules, principle)
                yield _quote("annex_not_accepted", text, principle)


def level_on(
    participation: Participation, provisional: Iterable[ProvisionalApplication], on: date
) -> tuple[BindingLevel, date | None]:
    """How far a State is bound on a day, and since when. `provisional` are the parts it applies that day."""

    def reached(day: date | None) -> bool:
        return day is not None and day <= on

    if reached(participation.withdrawn_on):
        return BindingLevel.NONE, None
    confirmed = participation.in_force_confidence == Confidence.VERIFIED
    if confirmed and reached(participation.in_force_on):
        return BindingLevel.IN_FORCE, participation.in_force_on
    if begun := [row.from_date for row in provisional]:
        return BindingLevel.PROVISIONAL, min(begun)
    if reached(participation.bound_on):
        return BindingLevel.RATIFIED, participation.bound_on
    if reached(participation.in_force_on):
        return BindingLevel.RATIFIED, participation.in_force_on
    if reached(participation.signed_on):
        return BindingLevel.SIGNED_ONLY, participation.signed_on
    return BindingLevel.NONE, None


def _nothing_done(state: State, sentence: str) -> Standing:
    return Standing(state, BindingLevel.NONE, None, sentence, (), frozenset(), (), (), None, (), ())


def _shared_parts(both: Iterable[Standing]) -> tuple[Part, ...]:
    """The provisional parts that hold for both; a State bound by the whole treaty has every part."""
    lists = [standing.parts for standing in both if standing.level is BindingLevel.PROVISIONAL]
    return tuple(part for part in lists[0] if all(part in parts for parts in lists)) if lists else ()


def _has_unsure_date(declaration: Declaration) -> bool:
    has_date = declaration.effective_on is not None or declaration.expires_on is not None
    return has_date and declaration.dates_confidence != Confidence.VERIFIED


def _quoted(principle: Principle | None) -> Iterable[Caveat]:
    if principle:
        yield _quote(principle.code, str(principle.label), principle)


def _quote(code: str, text: str, entry: Sourced) -> Caveat:
    return Caveat(code, text, entry.source, entry.confidence, entry.note)
