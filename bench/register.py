"""A register of any size, written by COPY: requests of several authorities with all that hangs on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, models
from psycopg.types.json import Jsonb

from bench.names import invented
from bench.paths import BEGINS, INCOMING_SHARE, RUNNING, decided_by, drawn, passed_by
from casework.choices import (
    CommunicationDirection,
    CommunicationType,
    DeadlineBasis,
    Direction,
    Kind,
    NameKind,
    PersonRole,
    ProceedingsStage,
    Status,
    Urgency,
)
from casework.models import (
    Assignment,
    AssistanceRequest,
    Communication,
    Deadline,
    Decision,
    Measure,
    Offence,
    Person,
    PersonName,
    Transition,
)
from casework.workflow import DeadlineCode, TransitionRule, table_for
from states.models import Authority

TREATY = "ljubljana-the-hague"
AT_ONCE = 5000
YEARS = 6
SAMPLE_TEXT = "An armed unit detained civilians in Sample Town; the witness saw who gave the orders. " * 6

_TABLES: tuple[type[models.Model], ...] = (
    AssistanceRequest, Person, PersonName, Offence, Measure, Communication, Transition, Decision, Deadline,
    Assignment,
)  # fmt: skip
"""In the order in which COPY writes them: what is referred to comes first."""
_MEASURES = ("take_evidence_statements", "serve_documents", "search_seizure", "freezing", "provide_records")
_CRIMES = ("war_crimes", "crimes_against_humanity", "genocide", "torture")


@dataclass(frozen=True, slots=True)
class Desk:
    """An authority that keeps files here, its officers, and how many of a hundred files are its own."""

    authority: Authority
    officers: Sequence[int]
    share: int
    competent: Authority | None = None


class Table:
    """The rows of one model that wait for COPY; what is not given has the model's default."""

    def __init__(self, model: type[models.Model]) -> None:
        self._fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
        self._name = model._meta.db_table
        self._json = {f.attname for f in self._fields if isinstance(f, models.JSONField)}
        self._rows: list[list[Any]] = []

    def add(self, **values: Any) -> None:
        """One row, by the names of its columns."""
        row = [values.pop(f.attname) if f.attname in values else f.get_default() for f in self._fields]
        if values:
            raise TypeError(f"{self._name} has no {', '.join(values)}")
        self._rows.append(row)

    def write(self) -> None:
        """Sends the rows and forgets them."""
        places = [place for place, field in enumerate(self._fields) if field.attname in self._json]
        columns = ", ".join(f'"{field.column}"' for field in self._fields)
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{self._name}" ({columns}) FROM STDIN') as copy,
        ):
            for row in self._rows:
                for place in places:
                    row[place] = None if row[place] is None else Jsonb(row[place])
                copy.write_row(row)
        self._rows.clear()


class Register:
    """Fills the tables of case work. The same `seed` makes the same register."""

    def __init__(self, desks: Sequence[Desk], states: Sequence[str], *, today: date, seed: int = 1) -> None:
        self._desks, self._states, self._today = desks, states, today
        self._random = Random(seed)  # noqa: S311 - sample data
        self._written = 0
        self._tables = {model: Table(model) for model in _TABLES}

    def fill(self, count: int) -> None:
        """Writes so many more requests, opened over the last years, the oldest first."""
        span = timedelta(days=365 * YEARS)
        end = datetime.combine(self._today, datetime.min.time(), UTC)
        for number in range(count):
            self._written += 1
            self._request(self._written, end - span + span * number / count)
            if (number + 1) % AT_ONCE == 0 or number + 1 == count:
                for table in self._tables.values():
                    table.write()

    def _request(self, number: int, opened: datetime) -> None:
        random = self._random
        desk = random.choices(self._desks, [desk.share for desk in self._desks])[0]
        direction = Direction.INCOMING if random.random() < INCOMING_SHARE else Direction.OUTGOING
        path = drawn(random, direction)
        officer, approver = random.sample(list(desk.officers), 2)
        pk = self._id(opened)
        status, changed = self._history(pk, direction, opened, path, officer, approver)
        due = self._deadline(pk, RUNNING.get((direction, status)), opened)
        self._tables[AssistanceRequest].add(
            id=pk,
            holder_id=desk.authority.pk,
            direction=direction,
            status=status,
            title=f"Sample Town {number}",
            own_reference=f"{desk.authority.code}/{opened.year}/{direction[0].upper()}-{number:06}",
            counterpart_reference=f"REF-{number}" if direction == Direction.INCOMING or len(path) > 5 else "",
            confidentiality=random.choices((1, 2, 3), (75, 20, 5))[0],
            counterpart_state_id=random.choice(self._states),
            treaty_id=TREATY,
            competent_authority="Specialised State Prosecutor's Office (sample)",
            conducting_authority="District Court of Sample City",
            proceedings_stage=random.choice(ProceedingsStage.values),
            subject_matter=SAMPLE_TEXT[:120],
            facts=SAMPLE_TEXT,
            purpose=SAMPLE_TEXT[:90],
            legal_provisions=SAMPLE_TEXT[:200],
            urgency=Urgency.URGENT if random.random() < 0.1 else Urgency.ROUTINE,
            drafted_by_id=officer,
            last_changed_by_id=officer,
            approved_by_id=approver if len(path) > 1 else None,
            opened_at=opened,
            status_since=changed,
            updated_at=changed,
            next_due_on=due,
        )
        self._particulars(pk, opened)
        self._assignments(pk, opened, desk, officer)

    def _deadline(self, request: UUID, code: DeadlineCode | None, opened: datetime) -> date | None:
        """What runs in the status that the file came to."""
        if code is None:
            return None
        due = self._today + timedelta(days=self._random.randint(-60, 240))
        self._tables[Deadline].add(
            id=self._id(opened),
            request_id=request,
            code=code,
            due_on=due,
            basis=DeadlineBasis.POLICY,
            source="Sample data",
            started_at=opened,
        )
        return due

    def _particulars(self, request: UUID, opened: datetime) -> None:
        random, common = self._random, {"request_id": request}
        for position in range(random.choices((1, 2, 3, 6), (60, 25, 10, 5))[0]):
            person, name = self._id(opened), invented(random)
            self._tables[Person].add(
                **common,
                id=person,
                position=position,
                role=random.choice(PersonRole.values),
                given_names=name.given,
                family_name=name.family,
                born_on=date(1940, 1, 1) + timedelta(days=random.randrange(22000)),
                nationality_id=random.choice(self._states),
            )
            for place, found in enumerate(name.spellings):
                self._tables[PersonName].add(
                    person_id=person,
                    kind=NameKind.ALIAS if place else NameKind.PRIMARY,
                    written=found.written,
                    folded=found.folded,
                    skeleton=found.skeleton,
                )
        self._tables[Offence].add(
            **common,
            id=self._id(opened),
            crime=random.choice(_CRIMES),
            provision="Article 102",
            place="Sample Town",
        )
        for position in range(random.choices((1, 2, 3), (55, 30, 15))[0]):
            self._tables[Measure].add(
                **common,
                id=self._id(opened),
                position=position,
                type=random.choice(_MEASURES),
                description="Hear the witness.",
            )

    def _history(
        self,
        request: UUID,
        direction: Direction,
        opened: datetime,
        path: tuple[str, ...],
        officer: int,
        approver: int,
    ) -> tuple[Status, datetime]:
        """Walks the table of transitions; returns where the file came to, and when."""
        moment, status = opened, BEGINS[direction]
        if direction == Direction.INCOMING:
            received = CommunicationDirection.RECEIVED, CommunicationType.REQUEST
            self._communication(request, received, moment, officer)
        for name in path:
            rule, source = table_for(Kind.MUTUAL_LEGAL_ASSISTANCE, direction).get(name), status
            if rule is None:
                raise ValueError(f"The table has no transition {name}.")
            moment += timedelta(days=self._random.random() * 20)
            status = rule.target
            communication = self._communication(request, passed_by(rule), moment, officer)
            self._tables[Transition].add(
                id=self._id(moment),
                request_id=request,
                name=name,
                source=source,
                target=status,
                actor_id=approver if name in ("approve", "seal", "grant", "refuse") else officer,
                at=moment,
                communication_id=communication,
            )
            self._outcome(request, rule, communication, moment)
        return status, moment

    def _outcome(
        self, request: UUID, rule: TransitionRule, communication: UUID | None, moment: datetime
    ) -> None:
        """The decision that the act tells, and the deadline that began and was met."""
        if decision := decided_by(rule, self._random):
            kind, ground = decision
            self._tables[Decision].add(
                id=self._id(moment),
                request_id=request,
                type=kind,
                ground=ground,
                communication_id=communication,
                decided_at=moment,
            )
        for code in rule.starts[:1]:
            days = self._random.randint(5, 60)
            self._tables[Deadline].add(
                id=self._id(moment),
                request_id=request,
                code=code,
                due_on=(moment + timedelta(days=30)).date(),
                basis=DeadlineBasis.POLICY,
                source="Sample data",
                started_at=moment,
                ended_at=moment + timedelta(days=days),
            )

    def _communication(
        self,
        request: UUID,
        passed: tuple[CommunicationDirection, CommunicationType] | None,
        moment: datetime,
        officer: int,
    ) -> UUID | None:
        if passed is None:
            return None
        direction, kind = passed
        pk = self._id(moment)
        self._tables[Communication].add(
            id=pk,
            request_id=request,
            direction=direction,
            type=kind,
            channel="email",
            passed_on=moment.date(),
            dated_on=moment.date(),
            text="Sample letter.",
            entered_by_id=officer,
            entered_at=moment,
        )
        return pk

    def _assignments(self, request: UUID, opened: datetime, desk: Desk, officer: int) -> None:
        whom: list[dict[str, Any]] = [{"officer_id": officer}]
        if desk.competent is not None and self._random.random() < 0.1:
            whom.append({"authority_id": desk.competent.pk})
        for one in whom:
            self._tables[Assignment].add(
                **one, id=self._id(opened), request_id=request, assigned_by_id=officer, started_at=opened
            )

    def _id(self, moment: datetime) -> UUID:
        """A UUID of version 7 of that moment, as the portal gives them, but from the seed."""
        random = self._random.getrandbits(74)
        milliseconds = int(moment.timestamp() * 1000)
        return UUID(
            int=milliseconds << 80 | 0x7 << 76 | (random >> 62) << 64 | 0x2 << 62 | random & (1 << 62) - 1
        )
