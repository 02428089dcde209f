"""How long requests take from their beginning to each step, gross and net of the pauses."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from casework.choices import CommunicationDirection, CommunicationType, Direction, Status
from casework.selectors.statistics import Asked, files_of
from casework.workflow import TABLES


@dataclass(frozen=True, slots=True)
class Duration:
    """Days from the beginning (the request went out, or came in) to a status: median and 90th percentile.

    Net is without the days in which the file waited for the other side and its clocks stood still.
    """

    direction: str
    step: str
    files: int
    median: float
    ninetieth: float
    net_median: float
    net_ninetieth: float


_SQL = """
WITH files AS ({files}),
moves AS (
    SELECT move.request_id, move.id, files.direction, move.source, move.target,
           COALESCE(passed.passed_on, (move.at AT TIME ZONE %s)::date) AS day
    FROM requests_transition move
    JOIN files ON files.id = move.request_id
    LEFT JOIN requests_communication passed ON passed.id = move.communication_id
),
begun AS (
    SELECT passed.request_id, MIN(passed.passed_on) AS day
    FROM requests_communication passed
    JOIN files ON files.id = passed.request_id
    WHERE passed.type = %s
      AND passed.direction = CASE WHEN files.direction = %s THEN %s ELSE %s END
    GROUP BY passed.request_id
),
rested AS (
    SELECT moves.*, begun.day AS first,
           CASE WHEN (moves.direction, moves.target) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
                THEN GREATEST(LEAD(moves.day) OVER later - moves.day, 0) ELSE 0 END AS rest
    FROM moves JOIN begun USING (request_id)
    WINDOW later AS (PARTITION BY moves.request_id ORDER BY moves.id)
),
reached AS (
    SELECT DISTINCT ON (request_id, target) direction, target, day,
           GREATEST(day - first, 0) AS gross,
           GREATEST(day - first - before, 0) AS net
    FROM (
        SELECT rested.*, COALESCE(SUM(rest) OVER (
            PARTITION BY request_id ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS before
        FROM rested
    ) counted
    WHERE NOT target = ANY(%s)
    ORDER BY request_id, target, id
)
SELECT direction, target, COUNT(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY gross), percentile_cont(0.9) WITHIN GROUP (ORDER BY gross),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY net), percentile_cont(0.9) WITHIN GROUP (ORDER BY net)
FROM reached WHERE day BETWEEN %s AND %s GROUP BY direction, target
"""
"""A step counts by the first day on which a file came to it."""

_UNSENT = (Status.DRAFT, Status.REVIEW, Status.APPROVED, Status.SEALING, Status.SEALED, Status.SENT)


def durations(user: Any, asked: Asked) -> list[Duration]:
    """Each step that files came to within the period, in the order of the statuses."""
    files, given = files_of(user, asked).order_by().values("id", "direction").query.sql_with_params()
    waiting = sorted(
        {
            (table.direction, rule.target)
            for table in TABLES.values()
            for rule in table.rules.values()
            if rule.pauses
        }
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL.format(files=files),
            [
                *given,
                asked.authority.time_zone,
                CommunicationType.REQUEST,
                Direction.OUTGOING,
                CommunicationDirection.ISSUED,
                CommunicationDirection.RECEIVED,
                [str(direction.value) for direction, _target in waiting],
                [str(target.value) for _direction, target in waiting],
                [status.value for status in _UNSENT],
                asked.first,
                asked.last,
            ],
        )
        rows = [
            Duration(row[0], row[1], row[2], *(float(days) for days in row[3:])) for row in cursor.fetchall()
        ]
    order = list(Status.values)
    return sorted(rows, key=lambda row: (row.direction, order.index(row.step)))
